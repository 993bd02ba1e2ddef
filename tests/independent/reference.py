"""Section 8 of the page: whom to believe. The chain of entries, and the proofs of keys."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.independent import canonical, records
from tests.independent.canonical import Object, RefusedError, joined
from tests.independent.records import Record

NOT_PROVED = ("proof", "proved_by", "vouch", "vouched_by", "revoked_at", "suspect_since")
NOT_VOUCHED = ("vouch", "vouched_by", "revoked_at", "suspect_since")


def proof_text(key: Object, network: str) -> bytes:
    return joined("habarshy/1 key", network, _without(key, NOT_PROVED))


def vouch_text(key: Object, network: str) -> bytes:
    return joined("habarshy/1 vouch", network, _without(key, NOT_VOUCHED))


def _without(key: Object, names: Sequence[str]) -> bytes:
    return canonical.write({name: value for name, value in key.items() if name not in names})


def holds(key: Object, at: str) -> bool:
    """Instants of one form compare as texts, once they are of one length."""
    until = [_long(key["valid_until"]), *([_long(key["revoked_at"])] if "revoked_at" in key else [])]
    return _long(key["valid_from"]) <= _long(at) < min(until)


def _long(instant: str) -> str:
    return instant if "." in instant else f"{instant.removesuffix('Z')}.000000Z"


@dataclass
class Log:
    """What is believed so far; the anchor is all that was known before."""

    network: str
    anchor: dict[str, str]
    bus_keys: dict[str, Object] | None = None
    agencies: dict[str, Object] = field(default_factory=dict)
    believed: dict[str, Object] = field(default_factory=dict)
    """Keys of agencies, by their ids."""
    lines: list[bytes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, record: Record, at: str) -> None:
        """One record with the timestamp that Kafka gave it; refused where nothing may be believed from here on."""
        try:
            read = records.read(record, network=self.network, publics=self._publics(at))
        except RefusedError:
            return
        envelope = read.envelope
        if envelope["type"] == "checkpoint" or read.envelope_line in self.lines:
            return
        if not read.signed_with.startswith("bus/directory-"):
            return
        self._check_place(envelope)
        self.lines.append(read.envelope_line)
        if envelope["type"] == "directory-entry":
            self._take_agency(envelope["agency"], at)
        elif envelope["name"] == "keys":
            self.bus_keys = {key["id"]: key for key in canonical.read(read.body_line)["keys"]}

    def _publics(self, at: str) -> dict[str, str]:
        if self.bus_keys is None:
            return self.anchor
        return {name: key["public"] for name, key in self.bus_keys.items() if holds(key, at)}

    def _check_place(self, envelope: Object) -> None:
        before = canonical.sha256(self.lines[-1]) if self.lines else None
        if (envelope["sequence"], envelope.get("previous")) != (len(self.lines) + 1, before):
            raise RefusedError("the chain is broken")
        if self.bus_keys is None and envelope.get("name") != "keys":
            raise RefusedError("the first entry is not the bus's keys")

    def _take_agency(self, agency: Object, at: str) -> None:
        had_keys = any(name.startswith(f"{agency['id']}/") for name in self.believed)
        for key in agency.get("keys", []):
            if key["id"] in self.believed:
                continue
            try:
                self._check_key(key, agency, at=at, had_keys=had_keys)
            except RefusedError:
                self.left_out.append(key["id"])
                continue
            self.believed[key["id"]] = key
        self.agencies[agency["id"]] = agency

    def _check_key(self, key: Object, agency: Object, *, at: str, had_keys: bool) -> None:
        own = {one["id"]: one for one in agency["keys"]}
        prover = own.get(key.get("proved_by", key["id"]))
        if prover is None or prover["purpose"] != "sign" or "proof" not in key:
            raise RefusedError("nobody proves it")
        records.check(key["proof"], proof_text(key, self.network), public=prover["public"])
        if "vouched_by" not in key:
            if "superior" in agency or had_keys:
                raise RefusedError("nobody vouches for it")
            return
        owner = key["vouched_by"].partition("/")[0]
        voucher = self.believed.get(key["vouched_by"])
        if voucher is None or owner not in (agency["id"], agency.get("superior")) or voucher["purpose"] != "sign":
            raise RefusedError("somebody vouches who may not")
        if not holds(voucher, at):
            raise RefusedError("the voucher's key does not hold")
        records.check(key["vouch"], vouch_text(key, self.network), public=voucher["public"])
