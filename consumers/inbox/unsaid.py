"""An answer of ours that the Outbox does not take, as a letter: whoever mends the cause has it handed over again. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Letter, Outgoing
from schemas import topics
from schemas.errors.tree import Finding, HabarshyError, NotSayableError, RefusedError

_OF_ITSELF: Final = frozenset({"HB-8307", "HB-8308", "HB-8311"})
"""What the Outbox objects to in one message. Its other errors are the agency's own: a full disk, a key that is not known yet."""
_NOWHERE: Final = -1
"""It is on no wire, so it has no place there."""
_REGARDED: Final = "regarded"


def refused(error: HabarshyError) -> bool:
    """Whether this answer is refused, and not every answer just now."""
    return isinstance(error, NotSayableError | RefusedError) or error.findings[0].code in _OF_ITSELF


def letter(outgoing: Outgoing, findings: Sequence[Finding], *, agency: str, at: datetime) -> Letter:
    key, headers = str(outgoing.id).encode(), ((_REGARDED, outgoing.regarded.encode()),)
    topic = topics.OUTBOX.of(agency)
    return Letter(RawRecord(topic, _NOWHERE, _NOWHERE, at, key, outgoing.line, headers), "unsaid", findings[0])


def outgoing(letter: Letter) -> Outgoing:
    """The answer again, as it was decided."""
    ((_, regarded),) = letter.record.headers
    return Outgoing(UUID((letter.record.key or b"").decode()), letter.record.value or b"", (regarded or b"").decode())
