"""Agencies with real keys, and records as they come from the wire."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson

from schemas.catalogue import loading
from schemas.codec import canonical
from schemas.codec.record import RawHeaders
from schemas.directory import loading as directory_loading
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.examples import reading
from schemas.messages import registry
from services.admission.checking import Checked, Checking
from services.keys import sealing
from services.keys.keyring import Keyring
from services.keys.sealing import Named, Reader
from services.ledger.records import Arrival, Place

NETWORK: Final = "sandbox"
INVESTIGATOR: Final = "investigation-bostandyk"
PROSECUTOR: Final = "prosecutor-bostandyk"
STRANGER: Final = "prosecutor-almaty"
NOTICE: Final = "prosecutor-told-of-a-detention"
SENT_AT: Final = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
RECEIVED_AT: Final = SENT_AT + timedelta(seconds=12)
_FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)
_UNTIL: Final = datetime(2028, 1, 1, tzinfo=UTC)


@cache
def keyring(agency: str) -> Keyring:
    return Keyring(NETWORK, agency).with_new("sign", "2026-01").with_new("seal", "2026-01")


@cache
def directory() -> Directory:
    """The sample, with keys whose private halves the tests have."""
    return Directory(tuple(_keyed(version) for version in directory_loading.sample().versions))


def _keyed(version: AgencyVersion) -> AgencyVersion:
    sign, seal = keyring(version.id).signers[0], keyring(version.id).openers[0]
    keys = (
        AgencyKey(id=sign.key_id, purpose="sign", public=sign.public, valid_from=_FROM, valid_until=_UNTIL),
        AgencyKey(id=seal.key_id, purpose="seal", public=seal.public, valid_from=_FROM, valid_until=_UNTIL),
    )
    return version.model_copy(update={"keys": keys})


@cache
def checking() -> Checking:
    return Checking(NETWORK, loading.load())


def message_id(number: int) -> str:
    """An id as agencies mint them, the same for the same number."""
    return str(UUID(int=(0x019CC151F5E0 << 80) | (7 << 76) | (2 << 62) | number))


def reader(agency: str) -> Reader:
    opener = keyring(agency).openers[0]
    return Reader(agency, opener.key_id, opener.public)


@dataclass
class Wire:
    """Gives each record the next offset of its topic."""

    kind: str = "outbox"
    ends: dict[str, int] = field(default_factory=dict)

    def arrival(
        self,
        key: bytes | None,
        value: bytes | None,
        headers: RawHeaders,
        *,
        topic: str,
        at: datetime = RECEIVED_AT,
    ) -> Arrival:
        offset = self.ends.get(topic, 0)
        self.ends[topic] = offset + 1
        return Arrival(Place(topic, 0, 1, offset), at, key, value, headers)

    def said(
        self,
        envelope: Mapping[str, Any],
        body_line: bytes = b"",
        *,
        outbox_of: str | None = None,
        signed_by: str | None = None,
        at: datetime = RECEIVED_AT,
    ) -> Arrival:
        """A record as its sender writes it, unless it is told to lie."""
        line = orjson.dumps(dict(envelope), option=orjson.OPT_SORT_KEYS)
        topic = f"{self.kind}.{outbox_of or envelope['sender']}"
        key = registry.read_envelope(line).record_key.encode()
        signer = keyring(signed_by or str(envelope["sender"])).signers[0]
        signature = signer.record(network=NETWORK, topic=topic, envelope_line=line)
        headers = (
            ("habarshy-signature", signature.signature.encode()),
            ("habarshy-key", signature.key.encode()),
        )
        return self.arrival(key, line + b"\n" + body_line, headers, topic=topic, at=at)

    def notice(self, number: int = 1, *, to: tuple[str, ...] = (PROSECUTOR,), **said: Any) -> Arrival:  # noqa: ANN401 - whatever `said` takes
        envelope, body_line = notice(number, to=to)
        return self.said(envelope, body_line, **said)

    def example(self, name: str, number: int, *, at: datetime = RECEIVED_AT, **changes: Any) -> Arrival:  # noqa: ANN401 - whatever an envelope may say
        """An example under an id of its own; a body is sealed for whom it names."""
        raw = reading.example(name).envelope | {"id": message_id(number)} | changes
        raw = {field: value for field, value in raw.items() if value is not None}
        return self.said(*_sealed(raw), at=at)


def notice(number: int = 1, *, to: tuple[str, ...] = (PROSECUTOR,), **changes: Any) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401 - likewise
    """Envelope and body line of the notice of a detention."""
    raw = reading.example(NOTICE).envelope | {"id": message_id(number)} | changes
    raw["seal"] = {"recipients": [{"role": "prosecutor", "agency": agency} for agency in to]}
    return _sealed(raw)


def _sealed(raw: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if "seal" not in raw:
        return raw, b""
    named = Named(NETWORK, raw["sender"], UUID(raw["id"]))
    recipients = [(one["role"], reader(one["agency"])) for one in raw["seal"]["recipients"]]
    sealed = sealing.seal(b"{}", message=named, recipients=recipients, sender=reader(raw["sender"]), random=os.urandom)
    return raw | {"seal": orjson.loads(canonical.encode(sealed.seal))}, sealed.body_line


def receipt(wire: Wire, about: int, number: int, *, sender: str = PROSECUTOR, **said: Any) -> Arrival:  # noqa: ANN401 - likewise
    """The prosecutor's system took the notice of that number."""
    envelope = reading.example("prosecutors-system-takes-the-notice").envelope | {
        "id": message_id(number),
        "sender": sender,
        "regards": {"sender": INVESTIGATOR, "id": message_id(about)},
        "occasion": reading.example(NOTICE).envelope["occasion"],
        "occurred_at": "2026-03-06T04:05:10Z",
        "sent_at": "2026-03-06T04:05:11Z",
    }
    return wire.said(envelope, **said)


def checked(*arrivals: Arrival) -> list[Checked]:
    return [checking().check(arrival, directory()) for arrival in arrivals]
