"""The library gives up connections of its own accord, and says so in more than one way: whatever it says, the question is asked again."""

import pytest

from habarshy.topology import refusals
from tests.unit.topology.test_asking import Admin, asking


@pytest.mark.parametrize("code", refusals.GIVEN_UP)
def test_a_question_is_asked_again_in_whatever_way_its_connection_was_given_up(code: int) -> None:
    admin = Admin(code)

    assert asking(admin).users() == {"agency.a"}
    assert admin.asked == 2


def test_each_broker_may_be_let_go_by_itself() -> None:
    """As where a cluster that has just started makes its true addresses known: it was seen there, with -137."""
    assert -137 in refusals.GIVEN_UP
