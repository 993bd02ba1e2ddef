"""The law allows every message of the packaged examples and stories."""

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.examples import reading
from schemas.examples.reading import Example

MESSAGES = list(reading.every_message())


@pytest.mark.parametrize("example", [said for _, said in MESSAGES], ids=[name for name, _ in MESSAGES])
def test_the_message_is_accepted(example: Example, catalogue: Catalogue) -> None:
    envelope, _ = reading.check(example, catalogue)

    assert envelope.type == example.envelope["type"]
    assert reading.digest_is_of_clear_body(example)


def test_every_fact_has_an_example(catalogue: Catalogue) -> None:
    told = {said.envelope["name"] for _, said in MESSAGES if said.envelope["type"] == "fact"}

    assert set(catalogue.fact_by_code) - told == set()


def test_every_duty_that_is_told_has_an_example(catalogue: Catalogue) -> None:
    told = {said.envelope["name"] for _, said in MESSAGES if said.envelope["type"] in ("notice", "service-record")}
    owed = {duty.code for duty in catalogue.duties if duty.tier != "limit"}

    assert owed - told == set()
