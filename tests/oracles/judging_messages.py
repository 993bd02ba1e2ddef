"""What was said, for the oracle of judging: events as they stand in a scenario, each with what was said about it since, and what became of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue

TELLINGS: Final = ("fact", "notice", "service-record")
REGARDS: Final = {"correction": "corrects", "withdrawal": "withdraws", "receipt": "regards", "ruling": "regards"}
TOLERANCE: Final = timedelta(minutes=5)
PLANNED: Final = "release_on"
DAY: Final = timedelta(days=1)


@cache
def catalogue() -> Catalogue:
    return loading.load()


@dataclass(eq=False)
class Message:
    """One event. What is said about it is appended in the order in which it took effect."""

    raw: Mapping[str, Any]
    zone: ZoneInfo
    place: int = 0
    accepted: bool = True
    changes: list["Message"] = field(default_factory=list)
    receipts: list["Message"] = field(default_factory=list)
    deemed: bool = False
    taken_back: bool = False
    """For what the bus asked: that it had no reason to."""
    disputed: set[str] = field(default_factory=set)
    """Changes that some obligation does not follow."""
    refused_to: set[str | None] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - an event has whatever JSON gave it
        return self.raw.get(name)

    @property
    def id(self) -> str:
        return str(self.raw["message_id"])

    @property
    def author(self) -> str:
        return str(self.raw["outbox_of"])

    @property
    def received(self) -> datetime:
        return instant(self.raw["received_at"])

    @property
    def order(self) -> tuple[datetime, str, int]:
        return (self.received, self.author, self.place)

    @property
    def regarded(self) -> str | None:
        return self.raw.get(REGARDS.get(self.kind, ""))

    @property
    def known_at(self) -> datetime:
        """When the ledger could read it, by both of its own clocks."""
        clocks = (self.raw.get(name) for name in ("received_at", "recorded_at", "unreadable_until_at"))
        return max(instant(clock) for clock in clocks if clock)

    def says(self, ignoring: Collection[str] = ()) -> dict[str, Any] | None:
        """Its fields after what was said about it; nothing where it does not stand."""
        if self.taken_back or not (self.accepted or self.deemed):
            return None
        followed = [change for change in self.changes if change.id not in ignoring]
        if any(change.kind == "withdrawal" and change.withdraws == self.id for change in followed):
            return None
        fields = dict(self.raw)
        for change in followed:
            for name, value in change.raw.items() if change.kind == "correction" else ():
                if name == "attributes":
                    fields[name] = {**fields.get(name, {}), **value}
                elif name in (*catalogue().instant_names, "occurred_at", "told_at", "to"):
                    fields[name] = value
        return fields

    def start(self, clock: str, ignoring: Collection[str] = ()) -> datetime | None:
        """When it says that a clock started."""
        fields = self.says(ignoring)
        said = fields and (fields.get(clock) or (fields.get("occurred_at") if self.kind == "fact" else None))
        return instant(said) if said else None

    def done(self, ignoring: Collection[str] = ()) -> datetime | None:
        """When the act that it tells of was done."""
        fields = self.says(ignoring)
        if fields is None:
            return None
        names = (*catalogue().fact_by_code[self.name].instants, *sorted(catalogue().instant_names), "occurred_at")
        said = next((fields[name] for name in names if fields.get(name)), None)
        return instant(said) if said else self.received

    def roles(self, ignoring: Collection[str] = ()) -> tuple[str, ...]:
        fields = self.says(ignoring)
        to = fields.get("to") if fields else None
        return (to,) if isinstance(to, str) else tuple(to or ())


def instant(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)


def days_of(period: str) -> tuple[date, date]:
    """First and last day of a period, by its name."""
    year = int(period[:4])
    if "Q" in period:
        first, months = date(year, 3 * int(period[-1]) - 2, 1), 3
    elif "H" in period:
        first, months = date(year, 6 * int(period[-1]) - 5, 1), 6
    elif len(period) == len("2024-03"):
        first, months = date(year, int(period[5:]), 1), 1
    else:
        return date.fromisoformat(period), date.fromisoformat(period)
    last = first
    while (last + DAY).day != 1 or (last.year * 12 + last.month) - (first.year * 12 + first.month) < months - 1:
        last += DAY
    return first, last


def admitted(events: list[Message], as_of: datetime) -> tuple[dict[str, str], list[Message]]:
    """The disposition of each event, and those that take part in judging, rejected statements included: a ruling may revive them."""
    became: dict[str, str] = {}
    taking_part: dict[str, Message] = {}
    genuine = {e.id for e in events if e.body_sender in (None, e.author)}
    on_time = [e for e in events if instant(e.raw.get("recorded_at") or e.raw["received_at"]) <= as_of]
    for place, event in enumerate(on_time):
        event.place = place
        late = event.unreadable_until_at
        if late and instant(late) > as_of:
            became[str(event.n)] = "QUARANTINED"
        elif event.id in taking_part:
            became[str(event.n)] = "QUARANTINED" if late else "DUPLICATE"
        else:
            disposition = _disposition(event, taking_part, genuine)
            became[str(event.n)] = "QUARANTINED" if late else disposition
            event.accepted = disposition != "REJECTED"
            taking_part[event.id] = event
    return became, [event for event in taking_part.values() if event.accepted or event.kind in TELLINGS]


def _disposition(event: Message, before: Mapping[str, Message], genuine: Collection[str]) -> str:
    if any(_objections(event)):
        return "REJECTED"
    if event.kind not in REGARDS:
        return "ROUTED"
    about = before.get(str(event.regarded)) if event.regarded in genuine else None
    if about is None or (about.unreadable_until_at and instant(about.unreadable_until_at) > event.received):
        return "PARKED"
    if event.kind in ("correction", "withdrawal") and about.author != event.author:
        return "REJECTED"
    return "ROUTED" if about.accepted or event.kind == "ruling" else "PARKED"


def _objections(event: Message) -> Iterator[bool]:
    """What its sender did wrong, as far as the maker of scenarios does wrong."""
    yield event.body_sender not in (None, event.author)
    yield bool(event.missing)
    happened = (*(catalogue().instant_names - {PLANNED}), "occurred_at", "told_at")
    yield any(event.raw.get(name) and instant(event.raw[name]) > event.received + TOLERANCE for name in happened)
    if event.kind in ("notice", "service-record"):
        duty = catalogue().duties_by_code[event.name][0]
        outside = event.kind == "service-record"
        for role in event.roles():
            yield role not in duty.recipients or catalogue().role_by_code[role].outside is not outside
