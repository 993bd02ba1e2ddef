"""What agencies say of one occasion: whole tales with real signatures and seals, near a deadline; and what liars make of them."""

import hashlib
import re
from base64 import b32encode, b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final, Literal

import orjson

from schemas.codec.record import RawHeaders
from schemas.examples import reading
from services.obligations.records import MessageName
from tests.simulation.cluster import EPOCH
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, STRANGER, Wire

_STORIES: Final = (
    "an-exercise-at-night",
    "convict-moves-closer-to-his-family",
    "detention-from-restriction-to-ruling",
    "foreigner-in-custody-and-moved",
    "minor-released-earlier-than-planned",
    "threat-to-a-protected-home-at-night",
    "told-by-telephone-while-the-wire-was-down",
)
_STEPS: Final = 100
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_REFERENCE: Final = re.compile(r"([a-z-]+)/[a-z2-7]{26}")
_IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Fate = Literal["good", "bad", "denied", "unfit"]


@dataclass(frozen=True)
class Message:
    """A record as an agency, or a liar, writes it; and what an honest bus makes of it."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: RawHeaders
    fate: Fate
    """Denied is who speaks of what he was not told; unfit is signed rightly, and says too little."""
    kind: str
    name: MessageName | None = None
    regards: MessageName | None = None
    to: frozenset[str] = frozenset()
    """Who has to get it, by its own words."""
    occasion: tuple[str, str] | None = None

    @property
    def line(self) -> bytes:
        return (self.value or b"").partition(b"\n")[0]


@dataclass
class _Telling:
    """Names things anew, so that each tale is its own."""

    number: int
    shift: timedelta
    urgent: bool
    ids: dict[str, str] = field(default_factory=dict)

    def envelope(self, said: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._anew(value) for name, value in said.items()}

    def _anew(self, value: Any) -> Any:  # noqa: ANN401 - whatever an envelope may hold
        match value:
            case dict():
                return self.envelope(value)
            case list():
                return [self._anew(one) for one in value]
            case str() if _INSTANT.fullmatch(value):
                return said_at(datetime.fromisoformat(value) + self.shift)
            case str() if _IDENTIFIER.fullmatch(value):
                return self.ids.setdefault(value, world.message_id(self.number * _STEPS + len(self.ids)))
            case str() if found := _REFERENCE.fullmatch(value):
                return f"{found[1]}/{opaque(f'{self.number} {value}')}"
        return value


@cache
def tale(number: int) -> tuple[Message, ...]:
    """In the order in which an orderly country would say it."""
    if number % 3:
        return _detention(number)
    return _story(number, _STORIES[number // 3 % len(_STORIES)])


def liars(message: Message, chance: Random) -> Message:
    """Something that nobody may take for true, or for what was said before."""
    return chance.choice(_LIES)(message, chance)


def _story(number: int, name: str) -> tuple[Message, ...]:
    """Moved by whole days: some instants stand for a day."""
    steps = reading.story(name).steps
    last = max(datetime.fromisoformat(step.envelope["sent_at"]) for step in steps)
    telling = _Telling(number, timedelta(days=(EPOCH - last) // timedelta(days=1)), urgent=number % 2 == 0)
    return tuple(said(telling.envelope(_others(step.envelope)), urgent=telling.urgent) for step in steps)


def _others(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """Who opens a drill does not oversee itself."""
    if "agencies" not in envelope:
        return envelope
    return {**envelope, "agencies": [one for one in envelope["agencies"] if one != envelope["sender"]]}


def _detention(number: int) -> tuple[Message, ...]:
    """The protocol, twelve hours before some instant of the run; told, corrected, withdrawn, told again, contested, and excused."""
    chance = Random(number)  # noqa: S311 - one number is one tale
    telling = _Telling(number, timedelta(), urgent=chance.random() < 0.3)
    drawn = EPOCH - timedelta(hours=12) + timedelta(seconds=chance.randrange(-20, 90))
    other = drawn + timedelta(minutes=chance.choice((-8, -1, 1, 8)))
    drill = f"{PROSECUTOR}/{opaque(f'drill {number}')}" if chance.random() < 0.3 else None
    steps = list(_steps(said_at(drawn), said_at(other), chance.choice((PROSECUTOR, PROSECUTOR, STRANGER))))
    kept = [step for step in steps if step["id"] in _ALWAYS or chance.random() < 0.7]
    named = {step["id"] for step in kept}
    whole = [one for one in kept if not isinstance(one.get("regards"), dict) or one["regards"].get("id", one["id"]) in named]  # fmt: skip
    drilled = [step | ({"drill": drill} if drill else {}) for step in whole]
    return tuple(said(telling.envelope(step), urgent=telling.urgent) for step in drilled)


_FACT, _TOLD, _UNFIT, _CORRECTED = (world.message_id(10_000_000 + number) for number in range(4))
_ALWAYS: Final = (_FACT, _TOLD)


def _steps(drawn: str, corrected: str, to: str) -> Iterator[dict[str, Any]]:
    about = {"occasion": reading.example(world.NOTICE).envelope["occasion"], "sent_at": said_at(EPOCH)}
    sealed = {"seal": {"recipients": [{"role": "prosecutor", "agency": to}]}}
    protocol = {"instants": {"protocol_drawn_at": drawn}}
    fact, notice = _example("detention-protocol-drawn-at-night"), _example(world.NOTICE)
    yield fact | about | protocol | {"id": _FACT, "occurred_at": drawn}
    yield notice | about | protocol | sealed | {"id": _TOLD}
    taken = _example("prosecutors-system-takes-the-notice") | about | {"sender": to, "occurred_at": said_at(EPOCH)}
    yield taken | _regards(INVESTIGATOR, _TOLD) | {"id": _id(5)}
    yield taken | _regards(INVESTIGATOR, _TOLD) | {"id": _id(6), "name": "seen"}
    again = {"name": "custody.protocol-drawn", "as_role": "investigator", "occurred_at": corrected}
    correction = _example("minute-of-the-detention-corrected") | about | sealed | again
    now = {"instants": {"protocol_drawn_at": corrected}}
    yield correction | now | _regards(INVESTIGATOR, _FACT) | {"id": _CORRECTED}
    yield taken | _regards(INVESTIGATOR, _CORRECTED) | {"id": _id(7)}
    withdrawal = _example("notice-sent-under-the-wrong-case-withdrawn") | about | sealed | {"sender": INVESTIGATOR}
    yield withdrawal | _regards(INVESTIGATOR, _TOLD) | {"id": _id(8)}
    yield notice | about | now | sealed | {"id": _id(9)}
    unfit = notice | about | protocol | sealed | {"id": _UNFIT, "checklist": ["detention-carried-out"]}
    yield unfit
    deemed = _example("protocol-rejected-for-a-mistyped-time-deemed-accepted") | about | {"sender": PROSECUTOR}
    back = {"seal": {"recipients": [{"role": "investigator", "agency": INVESTIGATOR}]}}
    yield deemed | back | _regards(INVESTIGATOR, _UNFIT) | {"id": _id(10)}
    meant = {"duty": "detention.prosecutor-notice", "occasion": about["occasion"], "recipient": "prosecutor"}
    excused = _example("breach-excused-as-the-line-was-down") | about | back | {"sender": PROSECUTOR, "regards": meant}
    yield {name: value for name, value in excused.items() if name != "answers"} | {"id": _id(11)}


def _example(name: str) -> dict[str, Any]:
    return dict(reading.example(name).envelope)


def _id(number: int) -> str:
    return world.message_id(10_000_000 + number)


def _regards(sender: str, identifier: str) -> dict[str, Any]:
    return {"regards": {"sender": sender, "id": identifier}}


def said(envelope: Mapping[str, Any], *, urgent: bool = False, fate: Fate | None = None, kind: str = "") -> Message:
    """As its sender writes it, sealed for whom it names."""
    raw, body_line = world._sealed(dict(envelope))
    arrival = Wire("urgent" if urgent else "outbox").said(raw, body_line)
    regards = raw.get("regards", {})
    about = MessageName(regards["sender"], regards["id"]) if "id" in regards else None
    found = fate or ("unfit" if raw.get("checklist") == ["detention-carried-out"] else "good")
    occasion = (raw["occasion"], raw.get("drill", "")) if "occasion" in raw else None
    name = MessageName(raw["sender"], raw["id"])
    to = frozenset(one["agency"] for one in raw.get("seal", {}).get("recipients", ()))
    return Message(
        arrival.place.topic, arrival.key, arrival.value, arrival.headers, found, kind or raw["type"], name, about, to, occasion
    )  # fmt: skip


def said_at(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def opaque(of: str) -> str:
    return b32encode(hashlib.sha256(of.encode()).digest()).decode().lower()[:26]


# What liars make of a message.


def _forged(message: Message, _: Random) -> Message:
    (name, signature), key = message.headers
    flipped = bytearray(b64decode(signature or b""))
    flipped[7] ^= 1
    return _lie(message, "forged", headers=((name, b64encode(flipped)), key))


def _stolen(message: Message, chance: Random) -> Message:
    thief = chance.choice([one for one in (INVESTIGATOR, PROSECUTOR) if not message.topic.endswith(one)])
    return _lie(message, "in another's outbox", topic=f"outbox.{thief}")


def _in_anothers_name(message: Message, chance: Random) -> Message:
    """With the liar's own key, in the liar's own outbox."""
    liar = chance.choice([one for one in (INVESTIGATOR, PROSECUTOR) if not message.topic.endswith(one)])
    return _signed_by(message, liar)


@cache
def _signed_by(message: Message, liar: str) -> Message:
    body_line = (message.value or b"").partition(b"\n")[2]
    arrival = Wire().said(_envelope(message), body_line, outbox_of=liar, signed_by=liar)
    return _lie(message, "in another's name", topic=arrival.place.topic, headers=arrival.headers)


def _moved(message: Message, _: Random) -> Message:
    kind, agency = message.topic.split(".")
    return _lie(message, "in another topic", topic=f"{'outbox' if kind == 'urgent' else 'urgent'}.{agency}")


def _undecodable(message: Message, _: Random) -> Message:
    return _lie(message, "undecodable", headers=(*message.headers, (b"\xff\xfe", b"x")))


def _garbage(message: Message, chance: Random) -> Message:
    value = chance.choice((None, b"", b"{" * 300, b"\xff\n\xfe", (message.value or b"")[:-9], b'{"id":1}\n'))
    return _lie(message, "garbage", value=value)


def _lie(message: Message, kind: str, **changed: Any) -> Message:  # noqa: ANN401 - fields of a message
    return replace(message, fate="bad", kind=kind, name=None, regards=None, to=frozenset(), occasion=None, **changed)


_LIES: Final = (_forged, _stolen, _in_anothers_name, _moved, _undecodable, _garbage)


@cache
def another_text(message: Message) -> Message:
    """Another text under the same id, signed rightly: whichever comes first is the message."""
    raw = _envelope(message)
    return said(
        raw | {"language": "ru" if raw["language"] == "kk" else "kk"}, urgent=_urgent(message), kind="other text"
    )


@cache
def of_a_stranger(message: Message, number: int) -> Message:
    """A receipt by an agency that was never told."""
    name = message.name
    assert name is not None
    stranger = next(one for one in ("prosecutor-medeu", "prosecutor-nura") if one not in message.to)
    raw = _example("prosecutors-system-takes-the-notice") | {"sender": stranger, "id": _id(20_000 + number)}
    about = {"occasion": _envelope(message)["occasion"], "sent_at": said_at(EPOCH), "occurred_at": said_at(EPOCH)}
    return said(raw | about | _regards(name.sender, name.id), fate="denied", kind="receipt of a stranger")


@cache
def to_nothing(message: Message, number: int) -> Message:
    """A receipt of what nobody ever sends."""
    raw = _example("prosecutors-system-takes-the-notice") | {"id": _id(30_000 + number)}
    about = {"occasion": _envelope(message)["occasion"], "sent_at": said_at(EPOCH), "occurred_at": said_at(EPOCH)}
    return said(raw | about | _regards(INVESTIGATOR, _id(40_000 + number)), kind="receipt of nothing")


def _urgent(message: Message) -> bool:
    return message.topic.startswith("urgent.")


def _envelope(message: Message) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(message.line)
    return read


def every(numbers: Sequence[int]) -> list[Message]:
    return [message for number in numbers for message in tale(number)]
