"""Makes up scenarios for `habarshy judge`, as awkward as life and always well-formed: `scenario(random)` is one, the same for the same seed.

A scenario is about one occasion of one duty: what opens it, what answers it, what is said about either afterwards, and what goes wrong on the way.
Instants crowd around the start and the deadline, where verdicts turn. Events come in any order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final

from schemas import ahead
from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Periodic
from services.law import periods, zones

Event = dict[str, Any]

BASE: Final = datetime(2024, 4, 26, 5, 0, tzinfo=UTC)
"""10:00 of a Friday in Almaty, before a week with holidays, transfers and a worked Saturday."""
HOUR: Final = timedelta(hours=1)
DEBTOR, ANOTHER, COURT, OVERSEER, RECIPIENT, OPERATOR = (
    "police-a",
    "police-b",
    "court-a",
    "overseer-a",
    "reader-a",
    "op",
)
LENGTH: Final[Mapping[str, float]] = {
    "minutes": 1 / 60,
    "hours": 1,
    "tauliq": 24,
    "calendar-days": 26,
    "working-days": 40,
    "calendar-months": 24 * 31,
    "same-day": 14,
    "immediately": 0.25,
}
"""Roughly how many hours a unit is: good enough to crowd around the end."""
ZONES: Final = ("Asia/Almaty", "Asia/Almaty", "Asia/Almaty", "Asia/Qyzylorda", "Asia/Aqtau")


def scenario(random: Random) -> dict[str, Any]:
    """One scenario, ready to be written as a line of the batch."""
    duties = every_duty()
    return about(random.choice(duties), random)


def about(duty: Duty, random: Random) -> dict[str, Any]:
    """A scenario about that duty."""
    story = Story(duty, random)
    (_report if duty.periodic else _occasion)(story)
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        _change(story)
    _mishaps(story)
    ends = (0.5, 1, 1.05, 2.5, 2.5, 2.5, 1000)
    made: dict[str, Any] = {"id": random.randrange(10**6), "zone": random.choice(ZONES)}
    made["as_of"] = written(story.start + random.choice(ends) * story.length)
    if story.chance(0.1):
        made["intake_read_to_at"] = written(story.start + random.choice((0.9, 1, 1.01, 1.5)) * story.length)
    if duty.periodic and story.chance(0.5):
        made["agencies"] = random.sample((DEBTOR, ANOTHER, "police-c"), random.choice((1, 2, 3)))
    random.shuffle(story.events)
    return {**made, "events": story.events}


@cache
def every_duty() -> tuple[Duty, ...]:
    return tuple(loading.load().duties)


def catalogue() -> Catalogue:
    return loading.load()


def written(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


@dataclass
class Story:
    """A scenario while it is being made up."""

    duty: Duty
    random: Random
    events: list[Event] = field(default_factory=list)
    start: datetime = BASE
    """Where the clock starts; for a term that is counted backwards, when the event is to be."""

    def __post_init__(self) -> None:
        if self.backwards:
            self.start = BASE + timedelta(days=30)
        elif isinstance(self.duty.term, Periodic):
            self.start = datetime(2024, 3, 31, 19, tzinfo=UTC)

    @property
    def backwards(self) -> bool:
        return getattr(self.duty.term, "direction", "after") == "before"

    @property
    def length(self) -> timedelta:
        """About how long the term is."""
        return (getattr(self.duty.term, "value", 1) or 1) * LENGTH.get(self.duty.term.unit, 4) * HOUR

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def moment(self) -> datetime:
        """Some instant at which something is said or done, often close to the deadline."""
        share = self.random.choice((0.001, 0.1, 0.5, 0.9, 1, 1, 1.1, 1.5, 2))
        near = self.random.choice((0, 0, 0, 1, -1)) * timedelta(microseconds=1)
        if self.backwards:
            return self.start - self.random.choice((0.5, 0.9, 1, 1.1, 1.4)) * self.length + near
        return self.start + share * self.length + near

    def say(self, kind: str, outbox: str, received: datetime, **fields: Any) -> Event:  # noqa: ANN401 - whatever JSON can say
        number = len(self.events) + 1
        event = {
            "n": number,
            "kind": kind,
            "outbox_of": outbox,
            "received_at": written(received),
            "subject": "subject-1",
            "occasion": "occasion-1",
            "message_id": f"m{number}",
            **fields,
        }
        self.events.append(event)
        return event


def _occasion(story: Story) -> None:
    duty = story.duty
    if story.chance(0.85):
        _trigger(story, duty.trigger or "", DEBTOR, story.start)
    if story.chance(0.15):
        shifted = story.start + story.random.choice((0, -1, 2)) * HOUR
        _trigger(story, duty.trigger or "", story.random.choice((DEBTOR, ANOTHER)), shifted)
    if duty.again_on and story.chance(0.3):
        _trigger(story, duty.again_on, DEBTOR, story.start + HOUR)
    if duty.must_precede and story.chance(0.7):
        at = story.moment()
        story.say("fact", COURT, _after(story, at), name=duty.must_precede, **_instants(duty.must_precede, at))
    for _ in range(story.random.choice((0, 1, 1, 1, 2))):
        _answer(story)


def _after(story: Story, at: datetime) -> datetime:
    """When a thing reaches the bus: at once, or long after it was done."""
    return at + story.random.choice((timedelta(seconds=36), timedelta(seconds=36), story.length))


def _instants(fact: str, at: datetime) -> dict[str, str]:
    names = catalogue().fact_by_code[fact].instants
    return dict.fromkeys(names, written(at)) or {"occurred_at": written(at)}


def _attributes(story: Story, fact: str) -> dict[str, Any]:
    values: dict[str, Sequence[str | int]] = {
        "foreigner": ("yes", "yes", "no", "unknown"),
        "case_term_hours": (48, 72, 96),
        "change": ("detained", "arrested"),
    }
    names = (str(attribute.code) for attribute in catalogue().fact_by_code[fact].attributes)
    declared = {name: story.random.choice(values[name]) for name in names if name in values and story.chance(0.8)}
    return {"attributes": declared} if declared else {}


def _trigger(story: Story, fact: str, outbox: str, at: datetime) -> None:
    planned = story.backwards
    received = story.moment() if planned or story.chance(0.2) else at + timedelta(minutes=1)
    fields = {**_instants(fact, at), story.duty.clock_from: written(at)}
    if planned:
        fields["occurred_at"] = written(received)
    elif received < at:
        received = at
    story.say("fact", outbox, received, name=fact, **fields, **_attributes(story, fact))


def _answer(story: Story) -> None:
    duty = story.duty
    if duty.closed_by is not None:
        for fact in duty.closed_by.facts:
            if story.chance(0.6):
                at, outbox = story.moment(), story.random.choice((DEBTOR, DEBTOR, COURT))
                story.say("fact", outbox, _after(story, at), name=fact, **_instants(fact, at))
        return
    start = story.start + (story.random.choice((-1, 1)) * HOUR if story.chance(0.1) else timedelta())
    _tell(story, {duty.clock_from: written(start)})


def _tell(story: Story, fields: Mapping[str, str], outbox: str = DEBTOR) -> None:
    """Notices to whom is on the bus, service records of who is not; sometimes not to all of them."""
    duty, roles = story.duty, catalogue().role_by_code
    outside = [role for role in duty.recipients if roles[role].outside]
    inside = [role for role in duty.recipients if not roles[role].outside]
    if inside and story.chance(0.9):
        to = story.random.choice((inside, story.random.sample(inside, 1)))
        spoiled = {"missing": ["an item"]} if story.chance(0.05) else {}
        forged = {"body_sender": "somebody-else"} if story.chance(0.03) else {}
        story.say("notice", outbox, story.moment(), name=duty.code, to=to, **fields, **spoiled, **forged)
    if outside and story.chance(0.9):
        at, by = story.moment(), story.random.choice((outbox, outbox, outbox, COURT))
        story.say(
            "service-record", by, _after(story, at), name=duty.code, to=outside[:1], told_at=written(at), **fields
        )


def _report(story: Story) -> None:
    duty = story.duty
    assert isinstance(duty.term, Periodic)
    period = periods.name(periods.ended_by(story.start, duty.term.every, zones.zone(ZONES[0])), duty.term.every)
    for outbox in (DEBTOR, ANOTHER)[: story.random.choice((1, 1, 2))]:
        if duty.closed_by is None:
            _tell(story, {"period": period}, outbox)
        else:
            at = story.moment() - 3 * story.length
            for fact in duty.closed_by.facts:
                story.say("fact", outbox, _after(story, at), name=fact, period=period, **_instants(fact, at))


def _change(story: Story) -> None:
    """Something is said about something said before."""
    said = [event for event in story.events if event["kind"] in ("fact", "notice", "service-record")]
    if not said:
        return
    kinds = (_correction, _correction, _withdrawal, _receipt, _receipt, _ruling, _calendar, _repeat)
    story.random.choice(kinds)(story, story.random.choice(said))


def _correction(story: Story, of: Event) -> None:
    received, duty = story.moment(), story.duty
    fields: dict[str, Any] = {}
    if duty.clock_from in of:
        fields[duty.clock_from] = written(story.start + story.random.choice((-2, 2, 24)) * HOUR)
    elif "told_at" in of or "occurred_at" in of:
        name = "told_at" if "told_at" in of else "occurred_at"
        fields[name] = written(story.start + story.random.choice((0.1, 0.9, 1.2)) * story.length)
    if "attributes" in of and story.chance(0.5):
        fields["attributes"] = {**of["attributes"], "foreigner": story.random.choice(("yes", "no"))}
    story.say("correction", of["outbox_of"], received, name=of["name"], corrects=of["message_id"], **fields)


def _withdrawal(story: Story, of: Event) -> None:
    story.say("withdrawal", of["outbox_of"], story.moment(), withdraws=of["message_id"])


def _receipt(story: Story, of: Event) -> None:
    if of["kind"] == "notice":
        kind = story.random.choice(("taken", "seen", "acted", "refused", "refused"))
        story.say("receipt", RECIPIENT, story.moment(), name=kind, regards=of["message_id"])


def _ruling(story: Story, of: Event) -> None:
    decision = story.random.choice(("uphold", "excuse", "annul", "deem-accepted"))
    story.say("ruling", OVERSEER, story.moment(), regards=of["message_id"], decision=decision)


def _calendar(story: Story, _: Event) -> None:
    corrections: tuple[dict[str, list[str]], ...] = (
        {"adds_off": ["2024-04-29"]},
        {"adds_off": ["2024-04-30", "2024-05-02"]},
        {"adds_worked": ["2024-04-28"]},
    )
    story.say("calendar-correction", OPERATOR, story.moment(), **story.random.choice(corrections))


def _repeat(story: Story, of: Event) -> None:
    """The same bytes again."""
    story.events.append({**of, "n": len(story.events) + 1, "received_at": written(story.moment())})


def _received(event: Event) -> datetime:
    return datetime.fromisoformat(event["received_at"])


def _mishaps(story: Story) -> None:
    """What the wire and we ourselves do wrong; and what cannot have happened yet is left out."""
    for event in story.events:
        planned = ahead.planned(event.get("name", ""), catalogue())
        said = [name for name in event if name in catalogue().instant_names or name in ("occurred_at", "told_at")]
        early = [
            name for name in said if name not in planned and datetime.fromisoformat(event[name]) > _received(event)
        ]
        if early:
            event["received_at"] = max(event[name] for name in early)
    if story.events and story.chance(0.08):
        event = story.random.choice(story.events)
        event["unreadable_until_at"] = written(_received(event) + story.random.choice((0.2, 3)) * story.length)
    if story.events and story.chance(0.08):
        event = story.random.choice(story.events)
        event["recorded_at"] = written(_received(event) + story.random.choice((0.2, 3)) * story.length)
    if story.chance(0.04):
        for event in story.events:
            event["drill"] = "drill-1"
