"""The whole contract on one screen: which type has which envelope, which names and which body."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from schemas.codec import canonical
from schemas.errors import guessing
from schemas.errors.translation import findings, shown
from schemas.errors.tree import Finding, RefusedError
from schemas.messages import bus, collecting, envelope, other_bodies
from schemas.messages.facts import every as facts
from schemas.messages.facts.statement import Statement
from schemas.messages.notices import every as notices
from schemas.messages.parts import Seal, SealedBody
from schemas.messages.service_records import every as service_records

AgencyEnvelope = Annotated[
    envelope.Fact
    | envelope.Notice
    | envelope.ServiceRecord
    | envelope.Receipt
    | envelope.Correction
    | envelope.Withdrawal
    | envelope.Objection
    | envelope.Ruling
    | envelope.HandoverOffered
    | envelope.HandoverAccepted
    | envelope.FallbackContact
    | envelope.FallbackConfirmed
    | envelope.DrillOpened
    | envelope.DrillClosed
    | envelope.Rewrap
    | envelope.Resync
    | envelope.Countersignature,
    Field(discriminator="type"),
]
BusEnvelope = Annotated[
    bus.Acceptance | bus.Rejection | bus.ObligationSnapshot | bus.DirectoryEntry | bus.ReferenceEntry | bus.Checkpoint,
    Field(discriminator="type"),
]
Envelope = AgencyEnvelope | BusEnvelope


@dataclass(frozen=True)
class Kind:
    """A type of message: its envelope, the body that it may carry, and how that body lies in the record."""

    envelope: type[BaseModel]
    body: type[BaseModel] | Literal["by-duty", "as-corrected", "published"] | None
    body_line: Literal["none", "sealed", "clear"]
    versions: tuple[str, ...] = ("1.0",)


KINDS: Final[Mapping[str, Kind]] = {
    "fact": Kind(envelope.Fact, None, "none"),
    "notice": Kind(envelope.Notice, "by-duty", "sealed"),
    "service-record": Kind(envelope.ServiceRecord, "by-duty", "sealed"),
    "receipt": Kind(envelope.Receipt, other_bodies.ReceiptBody, "sealed", versions=("1.1",)),
    "correction": Kind(envelope.Correction, "as-corrected", "sealed"),
    "withdrawal": Kind(envelope.Withdrawal, other_bodies.ReasonBody, "sealed"),
    "objection": Kind(envelope.Objection, other_bodies.ObjectionBody, "sealed"),
    "ruling": Kind(envelope.Ruling, other_bodies.RulingBody, "sealed"),
    "handover-offered": Kind(envelope.HandoverOffered, other_bodies.HandoverBody, "sealed"),
    "handover-accepted": Kind(envelope.HandoverAccepted, other_bodies.ReceiptBody, "sealed"),
    "fallback-contact": Kind(envelope.FallbackContact, other_bodies.FallbackBody, "sealed"),
    "fallback-confirmed": Kind(envelope.FallbackConfirmed, other_bodies.ReceiptBody, "sealed"),
    "drill-opened": Kind(envelope.DrillOpened, other_bodies.DrillBody, "sealed"),
    "drill-closed": Kind(envelope.DrillClosed, other_bodies.DrillBody, "sealed"),
    "rewrap": Kind(envelope.Rewrap, None, "none"),
    "resync": Kind(envelope.Resync, None, "none"),
    "countersignature": Kind(envelope.Countersignature, None, "none"),
    "acceptance": Kind(bus.Acceptance, None, "none"),
    "rejection": Kind(bus.Rejection, None, "none"),
    "obligation": Kind(bus.ObligationSnapshot, None, "none"),
    "directory-entry": Kind(bus.DirectoryEntry, None, "none", versions=("1.1",)),
    "reference-entry": Kind(bus.ReferenceEntry, "published", "clear", versions=("1.1",)),
    "checkpoint": Kind(bus.Checkpoint, other_bodies.Leaves, "clear"),
}


@cache
def _envelopes() -> TypeAdapter[Envelope]:
    return TypeAdapter(Annotated[AgencyEnvelope | BusEnvelope, Field(discriminator="type")])


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[BaseModel]:
    """Made once for each model: making one costs more than reading a body with it."""
    return TypeAdapter(model)


def read_envelope(line: bytes) -> Envelope:
    """The envelope of one line, in its canonical form, of a known name and version; RefusedError otherwise."""
    read = canonical.decode(line, _envelopes())
    check_names(read)
    return read


def read_again(line: bytes) -> Envelope:
    """The envelope of a line that was read and accepted before: nothing of it is doubted."""
    return _envelopes().validate_json(line)


def canonical_form(line: bytes) -> bytes | None:
    """The canonical form of an envelope that can be read and is only written otherwise; None where it cannot be read."""
    try:
        return canonical.encode(_envelopes().validate_json(line))
    except (ValidationError, ValueError):
        return None


def check_names(read: Envelope) -> None:
    """Refuses a name or version that this contract does not know, and a fact that does not say what its kind says."""
    match read:
        case envelope.Fact():
            _check_named(read.schema_version, facts.VERSIONS, "HB-2202", read.name)
            _check_statement(read)
        case envelope.Notice():
            _check_named(read.schema_version, notices.VERSIONS, "HB-2203", read.name)
        case envelope.ServiceRecord():
            _check_named(read.schema_version, service_records.VERSIONS, "HB-2205", read.name)
        case envelope.Correction():
            check_version(read.schema_version, KINDS[read.type].versions, "HB-2201", read.type)
            known = (
                *facts.VERSIONS.get(read.name, ()),
                *notices.VERSIONS.get(read.name, ()),
                *service_records.VERSIONS.get(read.name, ()),
            )
            check_version(read.corrected_version, known, "HB-2325", read.name)
        case _:
            check_version(read.schema_version, KINDS[read.type].versions, "HB-2201", read.type)


def _check_named(said: str, versions: Mapping[str, Sequence[str]], unknown_code: str, name: str) -> None:
    if name not in versions:
        raise RefusedError(Finding(unknown_code, "/name", {"name": name}, guessing.near(name, versions)))
    check_version(said, versions[name], unknown_code, name)


def check_version(said: str, known: Sequence[str], unknown_code: str, name: str) -> None:
    """A message of a later minor or of an unknown major version is not guessed at; older majors live on beside newer ones."""
    if not known:
        raise RefusedError(Finding(unknown_code, "/name", {"name": name}))
    if not _is_read(said, tuple(known)):
        raise RefusedError(
            Finding("HB-2204", "/schema_version", {"name": name, "said": said, "known": ", ".join(known)})
        )


@lru_cache(maxsize=1000)
def _is_read(said: str, known: tuple[str, ...]) -> bool:
    major, minor = _numbers(said)
    return any(major == known_major and minor <= known_minor for known_major, known_minor in map(_numbers, known))


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")
    return int(major), int(minor)


def _statement_model(fact: envelope.Fact) -> type[Statement]:
    return facts.BY_VERSION[fact.name, collecting.major(fact.schema_version)]


def statement(fact: envelope.Fact) -> Statement:
    """What a fact says, typed; pydantic's ValidationError where it does not say it."""
    return _statement_model(fact).of(occurred_at=fact.occurred_at, instants=fact.instants, attributes=fact.attributes)


def _check_statement(fact: envelope.Fact) -> None:
    model = _statement_model(fact)
    strange = [
        *_strange("/instants", fact.instants, model.instant_names()),
        *_strange("/attributes", fact.attributes, model.attribute_names()),
    ]
    if strange:
        raise RefusedError(*strange, *_missing(fact, model))
    try:
        said = statement(fact)
    except ValidationError as error:
        said_so = {"occurred_at": fact.occurred_at, **fact.instants, **fact.attributes}
        found = (replace(f, where=_place(f.where, fact, model)) for f in findings(error, said_so))
        raise RefusedError(*found) from error
    if said.occurred != fact.occurred_at:
        raise RefusedError(Finding("HB-2206", "/occurred_at", {"instant": model.happened}))


def _strange(where: str, said: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    names = frozenset(known)
    yield from (
        Finding("HB-2102", f"{where}/{shown(name)}", {}, guessing.near(name, names))
        for name in said
        if name not in names
    )


def _missing(fact: envelope.Fact, model: type[Statement]) -> Iterator[Finding]:
    """The instants that the fact must name and does not: perhaps one of them was only misspelt."""
    yield from (
        Finding("HB-2101", f"/instants/{name}", {}) for name in model.instant_names() if name not in fact.instants
    )


def _place(where: str, fact: envelope.Fact, model: type[Statement]) -> str:
    """Where in the envelope a field of the statement stands, or should stand."""
    name = where.removeprefix("/")
    if name == "occurred_at":
        return where
    return f"/instants{where}" if name in fact.instants or name in model.instant_names() else f"/attributes{where}"


def body_digest(read: Envelope) -> str | None:
    """The digest that the envelope names of its body line; None where it has no body."""
    if isinstance(read, bus.ReferenceEntry | bus.Checkpoint):
        return read.body_digest
    seal = seal_of(read)
    return seal.body_digest if seal is not None else None


def seal_of(read: BaseModel) -> Seal | None:
    """None where nothing is sealed."""
    return getattr(read, "seal", None) if _may_have_seal(type(read)) else None


@cache
def _may_have_seal(kind: type[BaseModel]) -> bool:
    """To ask a model for what it has not takes longer than all else about it."""
    return "seal" in kind.model_fields


def read_body_line(read: Envelope, line: bytes) -> Any:  # noqa: ANN401 - a published document is of any shape
    """The body line as it lies in the record: sealed, or clear where it is the bus's own."""
    if KINDS[read.type].body_line == "sealed":
        return canonical.decode(line, _adapter(SealedBody), where="/body")
    if isinstance(read, bus.Checkpoint):
        return canonical.decode(line, _adapter(other_bodies.Leaves), where="/body")
    return canonical.decode_any(line, where="/body")


def body_model(read: Envelope) -> type[BaseModel] | None:
    """The model of what the body says once it is unsealed."""
    match read:
        case envelope.Notice():
            return notices.BY_VERSION[read.name, collecting.major(read.schema_version)]
        case envelope.ServiceRecord():
            return service_records.BY_VERSION[read.name, collecting.major(read.schema_version)]
        case envelope.Correction():
            key = read.name, collecting.major(read.corrected_version)
            corrected = notices.BY_VERSION.get(key) or service_records.BY_VERSION.get(key)
            return other_bodies.CorrectedBody[corrected] if corrected else other_bodies.ReasonBody  # type: ignore[valid-type] # made for the name at hand
        case _:
            body = KINDS[read.type].body
            return body if isinstance(body, type) else None


def read_body(read: Envelope, line: bytes) -> BaseModel | None:
    """What the body says, from its unsealed line; RefusedError where it is not what the envelope announces."""
    model = body_model(read)
    if model is None:
        return None
    return canonical.decode(line, _adapter(model), where="/body")
