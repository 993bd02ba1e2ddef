"""A document may say for whom it is sealed. Where that is not who its own words lead to, the right agency would never read it: it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from producers.outbox import drafting
from producers.outbox.drafting import Draft, To
from producers.outbox.errors import OutboxError
from schemas.errors.tree import Finding, NotSayableError
from schemas.texts import LANGUAGES, Language
from tests.unit.outbox.saying import notice
from tests.unit.outbox.test_packing import HERE, packed, readers
from tests.unit.outbox.world import PROSECUTOR

HOME, SLIP = "751310000", "571310000"
OTHER = "prosecutor-medeu"


def naming(
    *agencies: str, role: str = "prosecutor", territory: str | None = HOME, parties: Mapping[str, str] | None = None
) -> Draft:
    about = replace(HERE, territory=territory, parties=parties or {})
    return replace(drafting.draft(notice(), about), to=tuple(To(role, agency) for agency in agencies))


def refused(draft: Draft) -> Sequence[Finding]:
    with pytest.raises(OutboxError) as caught:
        packed(draft)
    return caught.value.findings


def test_a_notice_that_is_sealed_for_another_than_its_territory_leads_to_is_refused() -> None:
    (finding,) = refused(naming(OTHER))
    assert (finding.code, finding.where) == ("HB-8317", "/seal/recipients")
    assert finding.particulars == {"role": "prosecutor", "named": OTHER, "found": PROSECUTOR}


def test_a_notice_that_is_sealed_for_another_than_its_parties_name_is_refused() -> None:
    (finding,) = refused(naming(PROSECUTOR, parties={"prosecutor": OTHER}))
    assert finding.particulars == {"role": "prosecutor", "named": PROSECUTOR, "found": OTHER}


@pytest.mark.parametrize(
    ("draft", "read_by"),
    [
        pytest.param(naming(PROSECUTOR), [PROSECUTOR], id="whom the directory finds"),
        pytest.param(naming(OTHER, parties={"prosecutor": OTHER}), [OTHER], id="whom the parties name"),
        pytest.param(naming(OTHER, PROSECUTOR), [OTHER, PROSECUTOR], id="another beside the right one"),
        pytest.param(naming(OTHER, territory=SLIP), [OTHER], id="where nobody is found"),
        pytest.param(naming(OTHER, territory=None), [OTHER], id="where the case alone may say where it lies"),
    ],
)
def test_what_may_be_right_is_sealed_as_it_is_named(draft: Draft, read_by: list[str]) -> None:
    assert [agency for _, agency in readers(packed(draft))] == read_by


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refusal_names_both_agencies_and_both_ways_out(language: Language) -> None:
    said = refused(naming(OTHER))[0].sentence(language)
    assert all(word in said for word in (OTHER, PROSECUTOR, "prosecutor", "seal", "parties"))


def test_a_role_that_the_duty_does_not_tell_is_what_is_said_first() -> None:
    with pytest.raises(NotSayableError, match="HB-2303"):
        packed(naming(OTHER, role="court"))
