"""The chain as one client reads it: record by record, with what it remembers and what it must be told."""

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from consumers.reference import own_keys
from consumers.reference.alarms import Alarm, Kind
from consumers.reference.memory import Memory
from schemas import versions
from schemas.errors.tree import Finding, LogError
from schemas.messages.bus import DirectoryEntry, ReferenceEntry
from services.directory_log import accepting, writing
from services.directory_log.outcomes import Believed, Beside, Broken, Outcome, Repeated, Unsigned
from services.directory_log.state import Entry, LogState, Trust


class Chain:
    """Takes records in their order. Its state is immutable and may be kept by whoever asked for it."""

    def __init__(self, trust: Trust, *, agency: str, memory: Path, alarm: Callable[[Alarm], None]) -> None:
        self.trust = trust
        self.state = LogState()
        self.next_offset = 0
        self.broken: Broken | None = None
        self._agency = agency
        self._alarm = alarm
        self._file = memory
        self._known = self._read_memory()
        self._own = self._known.own if self._known else None
        self._first_reading = True
        self._has_said_unsigned = False

    def take(self, offset: int, entry: Entry) -> Outcome:
        """What became of the record at this offset. After a break nothing more is taken."""
        if self.broken is not None:
            return self.broken
        outcome = self._remembered(accepting.accept(self.state, entry, self.trust))
        match outcome:
            case Believed():
                self._believe(offset, outcome)
            case Unsigned(findings=findings):
                self._say_unsigned(offset, findings)
            case Broken(findings=findings):
                self.broken = outcome
                self._say("broken", offset, *findings)
            case Repeated() | Beside():
                pass
            case _:
                assert_never(outcome)
        self.next_offset = offset + 1
        return outcome

    def skip(self, offset: int) -> None:
        """A record that the client library cannot read."""
        self._say("unsigned", offset, Finding("HB-8208", "", {"offset": offset}))
        self.next_offset = offset + 1

    def at_its_end(self) -> None:
        """The log was read to an end that it had: what is not there by now is gone, revocations too, so nothing is believed."""
        if self.broken is not None:
            return
        if self.state.previous is None and self.next_offset:
            self._break("nothing-believed", Finding("HB-8219", "", {"network": self.trust.network}))
            return
        if self._known is None or self.state.sequence >= self._known.sequence:
            self._remember()
        elif self._first_reading:
            said = {"sequence": self.state.sequence, "known": self._known.sequence}
            self._break("went-back", Finding("HB-8207", "", said))
            return
        if self._first_reading:
            for entries in self.state.published.values():
                self._compare(self.next_offset, entries[-1])
        self._first_reading = False

    def _read_memory(self) -> Memory | None:
        """Without it the log is read as for the first time."""
        try:
            return Memory.read(self._file)
        except LogError as error:
            self._say("memory-unreadable", 0, *error.findings)
            return None

    def _write_memory(self, known: Memory) -> None:
        """What was believed stands, whether or not the disk takes it."""
        try:
            known.write(self._file)
        except LogError as error:
            self._say("memory-unwritable", self.next_offset, *error.findings)

    def _remember(self) -> None:
        if self.state.previous is None:
            return
        known = Memory(sequence=self.state.sequence, digest=self.state.previous, own=self._own)
        if known != self._known:
            self._write_memory(known)
        self._known = known

    def _remembered(self, outcome: Outcome) -> Outcome:
        """A log that differs from what was read of it before is another log, whoever signed it."""
        if isinstance(outcome, Believed) and self._known is not None:
            state = outcome.state
            if state.sequence == self._known.sequence and state.previous != self._known.digest:
                return Broken((Finding("HB-8206", "", {"sequence": state.sequence}),))
        return outcome

    def _believe(self, offset: int, believed: Believed) -> None:
        before, self.state = self.state, believed.state
        if believed.left_out:
            self._say("keys-left-out", offset, *believed.left_out)
        match believed.entry:
            case DirectoryEntry() as entry if entry.agency.id == self._agency:
                self._notice(offset, entry, before)
            case ReferenceEntry() as entry if not self._first_reading:
                self._compare(offset, entry)
            case _:
                pass

    def _notice(self, offset: int, entry: DirectoryEntry, earlier: LogState) -> None:
        """The first reading of a client that knew nothing is no change; what came since the last reading is one."""
        before, self._own = self._own, str(entry.id)
        is_new = not self._first_reading if self._known is None else entry.sequence > self._known.sequence
        if is_new and before != self._own:
            said: dict[str, str | int] = {"agency": entry.agency.id, "sequence": entry.sequence}
            if keys := own_keys.were_added(entry.agency.id, earlier.directory, self.state.directory):
                self._say("own-keys-added", offset, Finding("HB-8236", "", said | {"keys": ", ".join(keys)}))
                return
            self._say("own-entry-changed", offset, Finding("HB-8209", "", said))

    def _compare(self, offset: int, entry: ReferenceEntry) -> None:
        if (finding := _unlike_ours(entry)) is not None:
            self._say("version-unknown", offset, finding)

    def _say_unsigned(self, offset: int, findings: tuple[Finding, ...]) -> None:
        """Before the first entry that is believed it is said once: to whoever trusts other keys than this log's, all of it is unsigned."""
        if self.state.previous is not None or not self._has_said_unsigned:
            self._say("unsigned", offset, *findings)
        self._has_said_unsigned = True

    def _break(self, kind: Kind, finding: Finding) -> None:
        self.broken = Broken((finding,))
        self._say(kind, self.next_offset, finding)

    def _say(self, kind: Kind, offset: int, *findings: Finding) -> None:
        self._alarm(Alarm(kind, offset, findings))


def _unlike_ours(entry: ReferenceEntry) -> Finding | None:
    """What came into force and is not what this package ships; the bus's keys ship with nobody."""
    ours = next((content for name, content in versions.shipped().items() if name == entry.name), None)
    if ours is None or writing.digest_of(ours) == entry.body_digest:
        return None
    return Finding("HB-8210", "", {"name": entry.name, "version": entry.version, "ours": ours.version})
