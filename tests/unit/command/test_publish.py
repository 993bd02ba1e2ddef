"""Whoever writes a document is told of its fields by one root, however far his document was understood."""

import orjson
import pytest

from habarshy.command import publish
from producers.outbox import documents
from producers.outbox.errors import broken
from schemas.errors.tree import HabarshyError
from tests.unit.outbox.test_packing import packed
from tests.unit.outbox.world import INVESTIGATOR


def found(document: object) -> list[tuple[str, str]]:
    def sent() -> None:
        asked = documents.read(orjson.dumps(document), agency=INVESTIGATOR)
        with publish._in_the_document():
            packed(asked.draft)

    with pytest.raises(HabarshyError) as caught:
        sent()
    return [(finding.code, finding.where) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({}, ("HB-2101", "/envelope")),
        ({"body": {}}, ("HB-2101", "/envelope")),
        ({"name": "detention.prosecutor-notice"}, ("HB-2101", "/envelope/type")),
        ({"envelope": {"type": "nothing-of-ours"}}, ("HB-2106", "/envelope/type")),
        ({"envelope": {"type": "notice", "name": "no.such-duty", "as_role": "court"}, "body": {}}, ("HB-8307", "/envelope/as_role")),
    ],
)  # fmt: skip
def test_every_place_begins_at_the_root_of_the_document(document: object, what: tuple[str, str]) -> None:
    assert what in found(document)


def test_a_place_in_the_body_stays_where_it_is() -> None:
    with pytest.raises(HabarshyError) as caught, publish._in_the_document():
        raise broken("HB-8305", "/body/person", agency=INVESTIGATOR)
    assert caught.value.findings[0].where == "/body/person"
