"""Who owes, who is told, and whether it counts: as the directory gave the parts out at the time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pytest

from schemas.directory.agency import Mode
from schemas.directory.directory import Directory
from services.law import zones
from services.obligations.obligation import Obligation
from services.obligations.parts import DirectoryParts
from services.obligations.records import Record, Statement
from tests.unit.directory import agencies
from tests.unit.obligations import rows, saying
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import fact, notice, rule, trigger

MEDEU: Final = "investigation-medeu"
DRAWN: Final = "2026 5 Mar 10:00"
DEADLINE_PASSED: Final = "2026 7 Mar 10:00"
WEST: Final = "Asia/Aqtobe"


def placed(record: Record, **parties: str) -> Record:
    """The message says in which district it happened, and who plays which part."""
    said = record.content
    assert isinstance(said, Statement)
    return replace(record, content=replace(said, territory="751510000", parties=parties))


def judged(directory: Directory, *given: Record, as_of: str = DEADLINE_PASSED) -> tuple[Obligation, ...]:
    parts = DirectoryParts(directory, saying.catalogue(), zones.zone("Asia/Qyzylorda"))
    return rows.judged(Row("", given, {}, as_of=as_of, parts=parts))


def by_duty(found: tuple[Obligation, ...]) -> Mapping[str, Obligation]:
    return {o.key.duty: o for o in found}


def run(directory: Directory, mode: Mode, duty: str | None = None) -> Directory:
    """The directory with that agency's duties run otherwise."""
    versions = [
        version.model_copy(update={"duties": {duty: mode}} if duty else {"mode": mode})
        if version.id == MEDEU
        else version
        for version in directory.versions
    ]
    return Directory.of(versions, saying.catalogue())


def test_the_publisher_that_holds_the_role_owes_and_the_prosecutor_of_the_district_is_told(
    directory: Directory,
) -> None:
    (found,) = judged(directory, placed(trigger(DRAWN, by=MEDEU)))

    assert (found.debtor.agency, found.debtor.overseer) == (MEDEU, "prosecutor-medeu")
    assert found.holder is not None
    assert (found.holder.agency, found.holder.how) == ("prosecutor-medeu", "territory")
    assert found.verdict == "breached"


def test_a_recipient_that_nobody_can_name_is_no_reason_not_to_owe(directory: Directory) -> None:
    given = fact("juvenile.pupil-offence", DRAWN, by="juvenile-medeu")
    (found,) = judged(directory, given)

    assert found.holder is not None
    assert (found.holder.agency, found.holder.how) == (None, "unresolved")
    assert found.verdict == "no-deadline-open"


def test_a_debtor_that_nobody_can_name_is_judged_all_the_same(directory: Directory) -> None:
    (found,) = judged(directory, trigger(DRAWN, by="foreign-ministry"))

    assert (found.debtor.agency, found.debtor.zone.key) == (None, "Asia/Qyzylorda")
    assert (found.verdict, found.breach_events) == ("breached", 1)


def test_parties_say_who_owes_where_the_publisher_does_not_hold_the_role(directory: Directory) -> None:
    given = placed(trigger(DRAWN, by="police-medeu"), investigator=MEDEU)
    (found,) = judged(directory, given)

    assert found.debtor.agency == MEDEU


@pytest.mark.parametrize(
    ("mode", "verdict", "breaches"), [("binding", "breached", 1), ("shadow", "breached", 0)], ids=["binding", "shadow"]
)
def test_in_shadow_all_is_judged_and_nothing_is_ever_a_breach(
    directory: Directory, mode: Mode, verdict: str, breaches: int
) -> None:
    (found,) = judged(run(directory, mode), placed(trigger(DRAWN, by=MEDEU)))

    assert (found.debtor.mode, found.verdict, found.breach_events) == (mode, verdict, breaches)
    assert ("breach" in [happened.what for happened in found.history]) is (breaches == 1)


def test_a_late_notice_in_shadow_is_late_and_no_breach(directory: Directory) -> None:
    given = (placed(trigger(DRAWN, by=MEDEU)), placed(notice("2026 6 Mar 10:00", start=DRAWN, by=MEDEU)))
    (found,) = judged(run(directory, "shadow"), *given)

    assert (found.verdict, found.breach_events, found.retracted) == ("late", 0, 0)


def test_what_is_off_is_owed_by_nobody(directory: Directory) -> None:
    assert judged(run(directory, "off"), placed(trigger(DRAWN, by=MEDEU))) == ()


def test_one_duty_may_be_off_while_others_bind(directory: Directory) -> None:
    given = placed(trigger(DRAWN, name="custody.person-restricted", by=MEDEU))
    before = by_duty(judged(directory, given))
    after = by_duty(judged(run(directory, "off", "detention.protocol"), given))

    assert before["detention.protocol"].verdict == "breached"
    assert set(before) - set(after) == {"detention.protocol"}


def test_only_the_overseer_of_who_owes_decides(directory: Directory) -> None:
    opened = placed(trigger(DRAWN, by=MEDEU))
    (other,) = judged(directory, opened, rule("annul", "2026 6 Mar 10:00", by="prosecutor-bostandyk"))
    (own,) = judged(directory, opened, rule("annul", "2026 6 Mar 10:00", by="prosecutor-medeu"))

    assert (other.verdict, own.verdict) == ("breached", "cancelled")


def test_only_the_overseer_of_its_author_deems_a_rejected_notice_accepted(directory: Directory) -> None:
    rejected = placed(notice("2026 5 Mar 12:00", start=DRAWN, by=MEDEU, accepted=False))
    deem = {
        by: rule("deem-accepted", "2026 6 Mar 10:00", about="notice", whose=MEDEU, by=by)
        for by in ("prosecutor-bostandyk", "prosecutor-medeu", MEDEU)
    }
    came = {by: [o.verdict for o in judged(directory, rejected, ruling)] for by, ruling in deem.items()}

    assert came == {"prosecutor-bostandyk": [], "prosecutor-medeu": ["in-time"], MEDEU: []}


def test_days_are_counted_in_the_civil_time_of_who_owes() -> None:
    """In January 2024 it was 00:30 in Almaty while it was still 23:30 of the day before in Aqtobe."""
    unit = {"territory": agencies.QUARTER, "valid_from": "2023-01-01T00:00:00Z"}
    east = agencies.agency("unit-a", "transport-juvenile-unit", **unit)
    west = agencies.agency("unit-b", "transport-juvenile-unit", zone=WEST, **unit)
    directory = agencies.directory_of(east, west)

    ends = [
        judged(directory, trigger("10 Jan 00:30", name="juvenile.runaway-placed", by=by), as_of="11 Jan 10:00")[
            0
        ].deadline_at
        for by in ("unit-a", "unit-b")
    ]

    assert ends == [saying.at("16 Jan 00:00").replace(tzinfo=zones.zone(z)) for z in ("Asia/Almaty",)] + [
        saying.at("13 Jan 00:00").replace(tzinfo=zones.zone(WEST))
    ]


def test_a_handover_moves_no_deadline_though_the_new_debtor_lives_in_another_zone() -> None:
    unit = {"territory": agencies.QUARTER, "valid_from": "2023-01-01T00:00:00Z"}
    directory = agencies.directory_of(
        agencies.agency("unit-a", "transport-juvenile-unit", **unit),
        agencies.agency("unit-b", "transport-juvenile-unit", zone=WEST, **unit),
    )
    opened = trigger("10 Jan 10:00", name="juvenile.runaway-placed", by="unit-a")
    handed = saying.hand_over("unit-b", "10 Jan 12:00", by="unit-a")
    moved = saying.calendar_corrected("10 Jan 13:00", off=("12 Jan",))

    (before,) = judged(directory, opened, as_of="11 Jan 10:00")
    (after,) = judged(directory, opened, handed, as_of="11 Jan 10:00")
    (later,) = judged(directory, opened, handed, moved, as_of="11 Jan 10:00")

    assert after.debtor.agency == "unit-b"
    assert after.deadline_at == before.deadline_at == saying.at("16 Jan 00:00")
    assert later.deadline_at == saying.at("17 Jan 00:00")
