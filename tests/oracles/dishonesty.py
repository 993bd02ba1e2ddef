"""What an agency might say once its deadline has passed, to look better than it was: every kind of message, about anything, with any instant."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from schemas.catalogue import loading
from schemas.catalogue.duty import Duty

Event = dict[str, Any]
HOUR: Final = timedelta(hours=1)
DISTANCES: Final = (-60 * 24, -72, -24, -13, -2, -0.01, 0, 0.01, 2, 12, 24, 24 * 40)
RULINGS: Final = ("uphold", "excuse", "annul", "deem-accepted")


def attempts(  # noqa: PLR0913 - who, when, about what, and how often
    random: Random, events: Sequence[Event], *, by: str, after: datetime, duty: Duty, count: int
) -> list[Event]:
    """So many messages of that agency, each received after that instant."""
    made = list(events)
    start = len(made)
    for number in range(1, count + 1):
        received = after + timedelta(microseconds=random.choice((1, 1, 10**9, 10**11, 10**12)))
        event = random.choice(_ATTEMPTS)(random, made, by, received, duty)
        if event is not None:
            made.append(
                {
                    "n": f"dishonest-{number}",
                    "subject": "subject-1",
                    "occasion": "occasion-1",
                    "message_id": f"dishonest-{number}",
                    "outbox_of": by,
                    "received_at": written(received),
                    **event,
                }
            )
    return made[start:]


def written(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _own(events: Sequence[Event], by: str, *kinds: str) -> list[Event]:
    return [e for e in events if e["outbox_of"] == by and e["kind"] in kinds and "message_id" in e]


def _some_instant(random: Random, events: Sequence[Event], received: datetime) -> str:
    """Around anything that anybody named, or around now; the future only as far as clocks may differ."""
    named = [value for event in events for value in _instants(event)]
    near = datetime.fromisoformat(random.choice(named)) if named and random.random() < 0.8 else received
    return written(min(near + random.choice(DISTANCES) * HOUR, received))


def _instants(event: Event) -> Iterator[str]:
    return (value for key, value in event.items() if isinstance(value, str) and value[:2] == "20" and key != "period")


def _correction(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    own = _own(events, by, "fact", "notice", "service-record", "correction")
    if not own:
        return None
    of = random.choice(own)
    names = [
        key for key in of if key in (duty.clock_from, "told_at", "occurred_at", "protocol_drawn_at", "verified_at")
    ]
    fields: Event = {name: _some_instant(random, events, received) for name in names or [duty.clock_from]}
    if random.random() < 0.3:
        fields["attributes"] = {"foreigner": random.choice(("no", "unknown")), "case_term_hours": 72}
    if random.random() < 0.1 and duty.recipients:
        fields["to"] = [random.choice(duty.recipients)]
    return {"kind": "correction", "name": of.get("name", ""), "corrects": of["message_id"], **fields}


def _withdrawal(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    del received, duty
    own = _own(events, by, "fact", "notice", "service-record", "correction", "withdrawal", "receipt", "ruling")
    return {"kind": "withdrawal", "withdraws": random.choice(own)["message_id"]} if own else None


def _trigger(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    del by
    name = random.choice([name for name in (duty.trigger, duty.again_on) if name] or [None])
    if name is None:
        return None
    said = {"attributes": {"foreigner": random.choice(("no", "unknown")), "case_term_hours": 72}}
    return {"kind": "fact", "name": name, duty.clock_from: _some_instant(random, events, received), **said}


def _telling(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    """The notice at last, or an act or a telling said to have been in time."""
    del by
    at = _some_instant(random, events, received)
    periods = [event["period"] for event in events if "period" in event]
    period = {"period": random.choice(periods)} if periods else {}
    if duty.closed_by is not None:
        name = random.choice(duty.closed_by.facts)
        clock = next(iter(loading.load().fact_by_code[name].instants), "occurred_at")
        return {"kind": "fact", "name": name, clock: at, **period}
    outside = [role for role in duty.recipients if loading.load().role_by_code[role].outside]
    inside = [role for role in duty.recipients if role not in outside]
    start = {} if period or random.random() < 0.3 else {duty.clock_from: _some_instant(random, events, received)}
    if outside and (not inside or random.random() < 0.5):
        return {"kind": "service-record", "name": duty.code, "to": outside, "told_at": at, **start, **period}
    return {"kind": "notice", "name": duty.code, "to": inside, **start, **period}


def _ruling(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    del by, received
    ids = [event["message_id"] for event in events if "message_id" in event]
    about = random.choice([*ids, duty.code, "occasion-1"])
    return {"kind": "ruling", "regards": about, "decision": random.choice(RULINGS)}


def _receipt(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    del by, received
    ids = [event["message_id"] for event in events if event["kind"] == "notice" and "message_id" in event]
    if not ids:
        return None
    name = random.choice(("taken", "acted", "refused"))
    role = random.choice(duty.recipients or ("nobody",))
    return {"kind": "receipt", "name": name, "regards": random.choice(ids), "as_role": role}


def _blocker(random: Random, events: Sequence[Event], by: str, received: datetime, duty: Duty) -> Event | None:
    del by
    if duty.must_precede is None:
        return None
    return {"kind": "fact", "name": duty.must_precede, "occurred_at": _some_instant(random, events, received)}


_ATTEMPTS: Final = (
    _correction,
    _correction,
    _withdrawal,
    _withdrawal,
    _trigger,
    _trigger,
    _telling,
    _ruling,
    _receipt,
    _blocker,
)
