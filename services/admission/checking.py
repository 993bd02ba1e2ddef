"""From the bytes of a record and the state of the directory to what is decided upon. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from schemas import contract, topics
from schemas.catalogue.catalogue import Catalogue
from schemas.codec import canonical, record
from schemas.codec.record import Opened, Record
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding, RefusedError
from schemas.fields import MintedId
from schemas.messages import envelope as says
from schemas.messages.envelope import FromAgency
from schemas.messages.parts import MessageRef
from services.admission import readers
from services.admission.dispositions import Presented, Signature
from services.admission.readers import Named
from services.keys import signing
from services.ledger.records import Arrival

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
_BY_KIND: Final = {topic.name: topic for topic in (topics.OUTBOX, topics.URGENT)}


@dataclass(frozen=True, slots=True)
class Checked:
    """A record as it was found to be."""

    arrival: Arrival
    presented: Presented
    record: Record | None = None
    """The record, where it is one."""
    claimed: MessageRef | None = None
    """The name that its bytes claim, where they can be read so far."""
    fault: str = ""

    @property
    def message(self) -> FromAgency | None:
        """What its sender says, where it is a message that agencies may send."""
        envelope = self.record.envelope if self.record is not None else None
        return envelope if isinstance(envelope, FromAgency) else None

    @property
    def verified(self) -> bool:
        """Whether its owner signed it: only then does it take the name that it claims."""
        signature = self.presented.signature
        return self.record is not None and signature is not None and signature.key is not None and signature.verifies


@dataclass(frozen=True, slots=True)
class Checking:
    """What every check needs."""

    network: str
    catalogue: Catalogue

    def check(self, arrival: Arrival, directory: Directory) -> Checked:
        """What the record is. Whatever fails in here is our fault, and never the sender's."""
        try:
            return self._check(arrival, directory)
        except Exception as error:  # noqa: BLE001 - fail closed: what we could not check is kept and not believed
            presented = Presented(arrival.outbox_of, arrival.received_at, our_fault=True)
            fault = f"{type(error).__name__}: {error}"[:500]
            return Checked(arrival, presented, claimed=_claimed(arrival.value), fault=fault)

    def _check(self, arrival: Arrival, directory: Directory) -> Checked:
        owner, at = arrival.outbox_of, arrival.received_at
        agency = directory.agency(owner, at)
        try:
            read = record.opened(key=arrival.key, value=arrival.value, headers=arrival.headers)
        except RefusedError as refused:
            claimed = _claimed(arrival.value)
            sender = str(claimed.sender) if claimed else None
            presented = Presented(owner, at, claimed_sender=sender, agency=agency, findings=refused.findings)
            return Checked(arrival, presented, claimed=claimed)
        signature = self._signature(read, arrival, agency)
        presented = Presented(owner, at, claimed_sender=str(read.envelope.sender), agency=agency, signature=signature)
        if not signature.verifies:
            return Checked(arrival, presented, claimed=_name(read))
        try:
            whole = record.whole(read)
        except RefusedError as refused:
            return Checked(arrival, replace(presented, findings=refused.findings), claimed=_name(read))
        findings = tuple(self._findings(whole, arrival, directory))
        return Checked(arrival, replace(presented, findings=findings), whole, _name(read))

    def _signature(self, read: Opened, arrival: Arrival, agency: AgencyVersion | None) -> Signature:
        said = read.signature
        key = next((key for key in agency.keys if key.id == said.key), None) if agency else None
        if key is None:
            return Signature(said.key, None, verifies=False)
        text = signing.signed_text(network=self.network, topic=arrival.place.topic, envelope_line=read.envelope_line)
        return Signature(said.key, key, verifies=signing.verifies(said.signature, text, public=key.public))

    def _findings(self, read: Record, arrival: Arrival, directory: Directory) -> Iterator[Finding]:
        message = read.envelope
        topic = _BY_KIND[arrival.place.topic.partition(".")[0]]
        if message.type not in topic.carries:
            yield Finding("HB-2414", "/type", {"type": message.type, "topic": topic.name})
        if not isinstance(message, FromAgency):
            return
        if message.sent_at > arrival.received_at + CLOCK_TOLERANCE:
            yield Finding("HB-2413", "/sent_at", {})
        yield from contract.findings(message, self.catalogue)
        yield from _roles(message, arrival, directory)


def _roles(message: FromAgency, arrival: Arrival, directory: Directory) -> Iterator[Finding]:
    """Who speaks, and whom the message is for, must be what the directory shows."""
    role, at = getattr(message, "as_role", None), arrival.received_at
    sender = directory.agency(arrival.outbox_of, at)
    if role is not None and sender is not None and role not in sender.roles:
        yield Finding("HB-2410", "/as_role", {"agency": sender.id, "role": role})
    overseers = set(_overseers(message, arrival, directory))
    for one in readers.named(message):
        agency = directory.agency(one.agency, at)
        if agency is None or agency.closed is not None:
            yield Finding("HB-2412", one.where, {"agency": one.agency})
            continue
        # An overseer reads in the place of a role that nobody holds, and what is complained about.
        if one.role is not None and one.role not in agency.roles and one.agency not in overseers:
            yield Finding("HB-2410", f"{one.where}/role", {"agency": agency.id, "role": one.role})
        yield from _sealed(one, agency, message, at=at)
    yield from _unseen(message, arrival, directory)


def _unseen(message: FromAgency, arrival: Arrival, directory: Directory) -> Iterator[Finding]:
    """Who speaks as an overseer oversees all of whom he speaks. Whose obligation a ruling means is not known here."""
    owner, at = arrival.outbox_of, arrival.received_at
    of: Mapping[str, str] = {}
    match message:
        case says.DrillOpened(agencies=agencies):
            of = {f"/agencies/{number}": agency for number, agency in enumerate(agencies)}
        case says.Ruling(regards=MessageRef(sender=author)):
            of = {"/regards/sender": author}
        case _:
            return
    for where, agency in of.items():
        if owner not in _line(agency, directory, at):
            yield Finding("HB-2416", where, {"sender": owner, "agency": agency})
            return


def _line(agency: str, directory: Directory, at: datetime) -> Collection[str]:
    """Its overseer, the overseer of that one, and so on."""
    line: dict[str, None] = {}
    above = directory.overseer(agency, at)
    while above is not None and above.id not in line:
        line[above.id] = None
        above = directory.overseer(above.id, at)
    return line


def _overseers(message: FromAgency, arrival: Arrival, directory: Directory) -> Iterator[str]:
    """The overseer of who speaks, and of whom it is about."""
    about = getattr(message, "regards", None)
    concerned = [arrival.outbox_of, *([about.sender] if isinstance(about, MessageRef) else [])]
    found = (directory.overseer(agency, arrival.received_at) for agency in concerned)
    return (overseer.id for overseer in found if overseer is not None)


def _sealed(one: Named, agency: AgencyVersion, message: FromAgency, *, at: datetime) -> Iterator[Finding]:
    """A message that waited in its sender's spool may have been sealed for a key that has ended meanwhile: it still opens."""
    if one.key is None:
        return
    key = next((key for key in agency.keys if key.id == one.key), None)
    if key is None or key.purpose != "seal" or not (key.holds(at) or key.holds(message.sent_at)):
        yield Finding("HB-2411", f"{one.where}/key", {"key": one.key, "agency": agency.id})


def _name(read: Opened) -> MessageRef | None:
    message = read.envelope
    return MessageRef(sender=message.sender, id=message.id) if isinstance(message, FromAgency) else None


_MINTED: Final = TypeAdapter(MintedId)


def _claimed(value: bytes | None) -> MessageRef | None:
    """The sender and the id in what is no record, so that its sender can be told which message was meant."""
    line = (value or b"")[: record.ENVELOPE_LIMIT].partition(b"\n")[0]
    try:
        canonical.check_extent(line, fields=record.FIELD_LIMIT)
        said, _ = canonical.plain(line)
        if not isinstance(said, dict):
            return None
        identifier = _MINTED.validate_python(UUID(str(said.get("id"))))
        return MessageRef(sender=said.get("sender"), id=identifier)  # type: ignore[arg-type] # the model says whether it is one
    except (RefusedError, ValidationError, ValueError):
        return None
