"""A slip of the pen is answered with what was perhaps meant, in each language."""

import pytest

from schemas.errors import guessing
from schemas.errors.tree import Finding, RefusedError
from schemas.messages import naming, registry
from schemas.messages.envelope import Notice
from schemas.texts import LANGUAGES, Language
from tests.unit.messages.made import envelope_of
from tests.unit.messages.test_registry import line

ASKED = {
    "en": "Did you mean: territory?",
    "kk": "Мүмкін мынау: territory?",
    "ru": "Возможно, вы имели в виду: territory?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_field_is_answered_with_the_field_that_was_perhaps_meant(language: Language) -> None:
    (found,) = naming.guessed([Finding("HB-2102", "/envelope/teritory", {})], Notice, below="/envelope")

    assert ASKED[language] in found.sentence(language)


@pytest.mark.parametrize(
    ("where", "meant"), [("/seal/sute", "suite"), ("/seal/recipients/0/rol", "role"), ("/telephone", None)]
)
def test_what_was_meant_is_looked_for_where_the_field_stands(where: str, meant: str | None) -> None:
    (found,) = naming.guessed([Finding("HB-2102", where, {})], Notice)

    assert (found.near[0] if found.near else None) == meant


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("fact", "custody.protocol-drawm", "custody.protocol-drawn"),
        ("notice", "detention.prosecutor-notic", "detention.prosecutor-notice"),
        ("service-record", "detention.relatives-notce", "detention.relatives-notice"),
    ],
)
def test_an_unknown_name_is_answered_with_the_names_like_it(kind: str, said: str, meant: str) -> None:
    with pytest.raises(RefusedError) as refused:
        registry.read_envelope(line({**envelope_of(kind), "name": said}))

    assert refused.value.first.near[0] == meant


def test_a_strangers_long_text_is_compared_with_nothing() -> None:
    assert guessing.near("territory" * 10, ["territory" * 10]) == ()
