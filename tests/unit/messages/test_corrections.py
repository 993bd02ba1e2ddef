"""A correction is read by the version of the message that it corrects."""

import orjson
import pytest

from schemas.errors.tree import RefusedError
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.notices.juvenile import PreReleaseNotice
from schemas.messages.other_bodies import CorrectedBody

EXAMPLE = reading.example("minors-release-date-moves")


def line(**changes: str) -> bytes:
    return orjson.dumps(EXAMPLE.envelope | changes, option=orjson.OPT_SORT_KEYS)


def test_the_body_that_replaces_another_is_of_its_model() -> None:
    envelope = registry.read_envelope(line())
    body = registry.read_body(envelope, reading.body_line(EXAMPLE.body))
    assert isinstance(body, CorrectedBody)
    assert isinstance(body.replacement, PreReleaseNotice)


@pytest.mark.parametrize(
    ("changes", "code"), [({"corrected_version": "2.0"}, "HB-2204"), ({"name": "juvenile.never-heard-of"}, "HB-2325")]
)
def test_what_was_never_said_cannot_be_corrected(changes: dict[str, str], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        registry.read_envelope(line(**changes))
    assert refused.value.first.code == code


def test_the_canonical_form_of_a_readable_envelope_is_given() -> None:
    loose = orjson.dumps(EXAMPLE.envelope | {"first_tried_at": None}, option=orjson.OPT_INDENT_2)
    assert registry.canonical_form(loose) == line()
    assert registry.canonical_form(b"{}") is None
