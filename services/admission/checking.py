"""From the bytes of a record and the state of the directory to what is decided upon. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(slots=True)
class _Course:
    """A record on its way through the checks, and what it was found to be once that is known."""

    arrival: Arrival
    agency: AgencyVersion | None = None
    read: Opened | None = None
    signature: Signature | None = None
    found: Checked | None = None

    @property
    def opened(self) -> Opened:
        assert self.read is not None  # noqa: S101 - the step before has read it, or found what it is
        return self.read

    @property
    def end(self) -> Checked:
        assert self.found is not None  # noqa: S101 - the last step finds whatever those before have not
        return self.found

    def presented(self, findings: tuple[Finding, ...]) -> Presented:
        return Presented(
            self.arrival.outbox_of,
            self.arrival.received_at,
            claimed_sender=str(self.opened.envelope.sender),
            agency=self.agency,
            signature=self.signature,
            findings=findings,
        )


_Step = Callable[[_Course, Directory], None]


@dataclass(frozen=True, slots=True)
class Checking:
    """What every check needs."""

    network: str
    catalogue: Catalogue

    def check(self, arrival: Arrival, directory: Directory) -> Checked:
        """What the record is. Whatever fails in here is our fault, and never the sender's."""
        return self.checked([arrival], directory)[0]

    def checked(self, arrivals: Sequence[Arrival], directory: Directory) -> list[Checked]:
        """What each of them is.

        One step is done for all of them before the next: what a step needs then stays close to the processor, which saves a third.
        """
        courses = [_Course(arrival) for arrival in arrivals]
        for step in (self._open, self._verify, self._look):
            for course in courses:
                if course.found is None:
                    _take(step, course, directory)
        return [course.end for course in courses]

    def _open(self, course: _Course, directory: Directory) -> None:
        arrival = course.arrival
        owner, at = arrival.outbox_of, arrival.received_at
        course.agency = directory.agency(owner, at)
        try:
            course.read = record.opened(key=arrival.key, value=arrival.value, headers=arrival.headers)
        except RefusedError as refused:
            claimed = _claimed(arrival.value)
            sender = str(claimed.sender) if claimed else None
            presented = Presented(owner, at, claimed_sender=sender, agency=course.agency, findings=refused.findings)
            course.found = Checked(arrival, presented, claimed=claimed)

    def _verify(self, course: _Course, directory: Directory) -> None:
        del directory
        course.signature = self._signature(course.opened, course.arrival, course.agency)
        if not course.signature.verifies:
            course.found = Checked(course.arrival, course.presented(()), claimed=_name(course.opened))

    def _look(self, course: _Course, directory: Directory) -> None:
        """Into the body too: that costs more, and is done for whoever signed it."""
        name = _name(course.opened)
        try:
            whole = record.whole(course.opened)
        except RefusedError as refused:
            course.found = Checked(course.arrival, course.presented(refused.findings), claimed=name)
            return
        findings = tuple(self._findings(whole, course.arrival, directory))
        course.found = Checked(course.arrival, course.presented(findings), whole, name)

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


def _take(step: _Step, course: _Course, directory: Directory) -> None:
    try:
        step(course, directory)
    except Exception as error:  # noqa: BLE001 - fail closed: what we could not check is kept and not believed
        course.found = _faulty(course.arrival, f"{type(error).__name__}: {error}"[:500])


def _faulty(arrival: Arrival, fault: str) -> Checked:
    presented = Presented(arrival.outbox_of, arrival.received_at, our_fault=True)
    return Checked(arrival, presented, claimed=_claimed(arrival.value), fault=fault)


def _roles(message: FromAgency, arrival: Arrival, directory: Directory) -> Iterator[Finding]:
    """Who speaks, and whom the message is for, must be what the directory shows."""
    role, at = getattr(message, "as_role", None), arrival.received_at
    sender = directory.agency(arrival.outbox_of, at)
    if role is not None and sender is not None and role not in sender.roles:
        yield Finding("HB-2410", "/as_role", {"agency": sender.id, "role": role})
    for one in readers.named(message):
        agency = directory.agency(one.agency, at)
        if agency is None or agency.closed is not None:
            yield Finding("HB-2412", one.where, {"agency": one.agency})
            continue
        astray = one.role if one.role not in agency.roles else None
        # An overseer reads in the place of a role that nobody holds, and what is complained about.
        if astray is not None and one.agency not in _overseers(message, arrival, directory):
            yield Finding("HB-2410", f"{one.where}/role", {"agency": agency.id, "role": astray})
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
