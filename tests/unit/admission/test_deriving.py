"""Ids that are written by hand are Python's own."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from services.admission import deriving


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_an_id_is_a_uuid_of_version_5_in_our_namespace(words: list[str]) -> None:
    found = deriving.derived(*words)

    assert found == str(uuid5(deriving.OF_BUS, "\n".join(words)))
    assert UUID(found).version == 5
