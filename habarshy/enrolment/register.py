"""Writes the reference log for an operator: reads it to its end, adds what follows, and looks whether it stands there."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from habarshy.enrolment import reading
from habarshy.enrolment.folders import OPERATOR, READER, OperatorFolder
from habarshy.stack import files
from producers import reference
from schemas.codec import record
from schemas.codec.record import Record
from schemas.errors.tree import EnrolmentError, Finding, LogError
from services.directory_log import accepting, writing
from services.directory_log.state import LogState
from services.directory_log.writing import Said

_PENDING = TypeAdapter(list[tuple[str, str, list[tuple[str, str]]]])


@dataclass(frozen=True)
class Register:
    """An operator's pen. The alarm is called for whatever in the log is not as it should be."""

    folder: OperatorFolder
    clock: Callable[[], datetime]
    alarm: Callable[[Alarm], None]

    async def read(self) -> LogState:
        return await reading.state_of(self.folder.profile(READER), self.alarm)

    async def publish(self, draft: Callable[[LogState], Sequence[Said]]) -> LogState:
        """What the draft says in view of the state is added to the log; nothing, if it says nothing. Answers the state with it."""
        async with self.folder.alone(), self._reading() as follower:
            state = await self._finish(follower, await follower.caught_up())
            said = draft(state)
            if not said:
                return state
            made = self._made(state, said, follower)
            # Kept before the first try: if nobody hears how it ended, the same bytes are written again.
            _keep(self.folder, made)
            return await self._write(follower, made)

    async def rehearse(self, draft: Callable[[LogState], Sequence[Said]]) -> tuple[LogState, tuple[Finding, ...]]:
        """The state as it stands, and why `publish` would refuse this draft. Nothing is written."""
        async with self._reading() as follower:
            state = await follower.caught_up()
            try:
                self._made(state, draft(state), follower)
            except (EnrolmentError, LogError) as error:
                return state, error.findings
            return state, ()

    def _made(self, state: LogState, said: Sequence[Said], follower: Follower) -> Sequence[Record]:
        own = self.folder.profile(OPERATOR)
        signer = own.keyring().newest_signer("directory")
        now = self.clock()
        made = writing.records(state, said, network=own.network, signer=signer, at=now)
        # The log cannot be mended: what would break it, or not be believed, is not written.
        if findings := accepting.rehearse(state, made, follower.trust, at=now):
            raise LogError(*findings)
        return made

    def _reading(self) -> Follower:
        return Follower(self.folder.profile(READER), alarm=self.alarm)

    async def _finish(self, follower: Follower, state: LogState) -> LogState:
        """What an earlier call began: it stands there, or it follows, or somebody else has written meanwhile."""
        begun = _kept(self.folder)
        missing = [one for one in begun if record.digest(one.envelope_line) not in state.recent]
        if not missing:
            self.folder.pending.unlink(missing_ok=True)
            return state
        if getattr(missing[0].envelope, "previous", None) != state.previous:
            self.folder.pending.unlink()
            raise LogError(Finding("HB-8215", "", {"sequence": state.sequence}))
        return await self._write(follower, missing)

    async def _write(self, follower: Follower, records: Sequence[Record]) -> LogState:
        await reference.write(self.folder.profile(OPERATOR), records)
        last = record.digest(records[-1].envelope_line)
        try:
            state = await follower.until(lambda state: last in state.recent)
        except LogError as error:
            raise LogError(*error.findings, Finding("HB-8215", "", {"sequence": follower.state.sequence})) from error
        self.folder.pending.unlink()
        return state


def _keep(folder: OperatorFolder, records: Sequence[Record]) -> None:
    rows = [
        (_text(one.key), _text(one.value), [(name, value.decode()) for name, value in one.headers]) for one in records
    ]
    files.write(folder.pending, _PENDING.dump_json(rows))


def _kept(folder: OperatorFolder) -> list[Record]:
    if not folder.pending.exists():
        return []
    rows = _PENDING.validate_json(folder.pending.read_bytes())
    return [
        record.decode(
            key=base64.b64decode(key),
            value=base64.b64decode(value),
            headers=[(name, said.encode()) for name, said in headers],
        )
        for key, value, headers in rows
    ]


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
