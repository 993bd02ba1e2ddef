"""The stories that ship as examples, judged as the bus would: by real envelopes, with the sample directory."""

from datetime import timedelta

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.directory.directory import Directory
from schemas.examples import reading
from schemas.messages.envelope import FromAgency
from schemas.policy import model as policy
from services.law import calendar, zones
from services.law.deadlines import Law
from services.obligations import envelopes, judging
from services.obligations.cases import Case, Until
from services.obligations.envelopes import Arrived
from services.obligations.obligation import Obligation
from services.obligations.parts import DirectoryParts
from services.obligations.records import Place, Record

# Each story, and what is left of its obligations three days after its last message: duty, recipient, round, and the verdict.
OUTCOMES = {
    "a-quarter-reported-in-two-levels": {
        "report.women-protection-quarterly local-police-department 1": "in-time",
        "report.women-protection-consolidated administrative-police-committee 1": "in-time",
    },
    "an-exercise-at-night": {"detention.prosecutor-notice prosecutor 1": "in-time"},
    "convict-moves-closer-to-his-family": {
        "transfer.application-forwarded penal-committee 1": "in-time",
        "transfer.order-executed convict 1": "in-time",
    },
    "detention-from-restriction-to-ruling": {
        "detention.handover investigator 1": "late",
        "detention.protocol None 1": "in-time",
        "detention.close-relatives-told close-relatives 1": "no-deadline-open",
        "detention.court-decision-or-release court 1": "in-time",
        "detention.defender-access defender 1": "no-deadline-open",
        "detention.prosecutor-notice prosecutor 1": "late",
    },
    "foreigner-in-custody-and-moved": {
        f"{duty} {number}": verdict
        for number in (1, 2)
        for duty, verdict in {
            "detention.relatives-notice one-relative": "breached",
            "detention.foreigner-notice general-prosecutor": "in-time",
            "detention.foreigner-notice foreign-ministry": "in-time",
            "detention.foreigner-notice interior-ministry": "in-time",
            "detention.foreigner-notice national-security": "in-time",
            "detention.foreigner-notice foreign-mission": "in-time",
        }.items()
    },
    "minor-released-earlier-than-planned": {"juvenile.pre-release-notice police-of-residence 1": "in-time"},
    "told-by-telephone-while-the-wire-was-down": {"detention.prosecutor-notice prosecutor 1": "in-time"},
}


def judged(name: str, catalogue: Catalogue, directory: Directory) -> tuple[Obligation, ...]:
    """Every occasion of a story apart, each message received when it was sent."""
    records: dict[tuple[str | None, str | None], list[Record]] = {}
    last = None
    for number, step in enumerate(reading.story(name).steps):
        message, _ = reading.check(step, catalogue)
        if not isinstance(message, FromAgency):
            continue
        last = message.sent_at if last is None else max(last, message.sent_at)
        place = Place(f"outbox.{message.sender}", 0, number)
        arrived = Arrived(message.sent_at, place)
        record = envelopes.record_of(message, arrived, catalogue=catalogue, directory=directory)
        if record is not None:
            records.setdefault((getattr(message, "occasion", None), message.drill), []).append(record)
    assert last is not None
    law = Law(catalogue, calendar.load(), policy.load())
    parts = DirectoryParts(directory, catalogue, zones.zone("Asia/Almaty"))
    until = Until(last + timedelta(days=3), last + timedelta(days=3))
    return tuple(
        obligation
        for (occasion, drill), said in records.items()
        for obligation in judging.judge(
            Case(tuple(said), occasion=occasion, drill=drill), law=law, parts=parts, until=until
        )
    )


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_a_story_comes_out_as_the_law_says(name: str, catalogue: Catalogue, directory: Directory) -> None:
    found = {f"{o.key.duty} {o.key.recipient} {o.key.round}": o.verdict for o in judged(name, catalogue, directory)}
    assert found == OUTCOMES[name]


def test_two_threats_to_one_home_are_two_obligations(catalogue: Catalogue, directory: Directory) -> None:
    threats = judged("threat-to-a-protected-home-at-night", catalogue, directory)
    assert [o.verdict for o in threats] == ["no-deadline-met", "no-deadline-met"]
    assert len({o.key.occasion for o in threats}) == 2


def test_the_recipients_word_by_telephone_takes_back_the_breach(catalogue: Catalogue, directory: Directory) -> None:
    (told,) = judged("told-by-telephone-while-the-wire-was-down", catalogue, directory)
    assert told.met is not None
    assert told.met.off_the_bus
    assert (told.breach_events, told.retracted) == (1, 1)


def test_an_exercise_stays_an_exercise(catalogue: Catalogue, directory: Directory) -> None:
    (exercised,) = judged("an-exercise-at-night", catalogue, directory)
    assert exercised.key.drill is not None


def test_every_story_is_judged() -> None:
    assert {*OUTCOMES, "threat-to-a-protected-home-at-night"} == set(reading.story_names())
