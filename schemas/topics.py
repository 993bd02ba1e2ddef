"""The topics, and what each carries. Who may write and read them follows from the names: only X writes outbox.X and reads inbox.X."""

import re
from dataclasses import dataclass
from typing import Final

from schemas.catalogue.catalogue import Catalogue
from schemas.messages.envelope import Correction, Fact, Notice, ServiceRecord
from schemas.messages.parts import ObligationRef
from schemas.messages.registry import KINDS, Envelope

_FROM_BUS: Final = frozenset(
    {"acceptance", "rejection", "obligation", "directory-entry", "reference-entry", "checkpoint"}
)
_FROM_AGENCIES: Final = frozenset(KINDS) - _FROM_BUS


@dataclass(frozen=True)
class Topic:
    """A topic, or one for each agency; and the types of message that it carries."""

    name: str
    per_agency: bool
    carries: frozenset[str]

    def of(self, agency: str) -> str:
        """The topic's name, for an agency where each has its own."""
        return f"{self.name}.{agency}" if self.per_agency else self.name

    @property
    def prefix(self) -> str:
        """How the names of all agencies' topics of this kind begin; the dot is part of it, for an agency has none in its name."""
        return f"{self.name}."

    @property
    def pattern(self) -> str:
        """The regular expression by which a consumer subscribes to all of this kind, and to no other."""
        return rf"^{re.escape(self.prefix)}[a-z0-9-]+$" if self.per_agency else rf"^{re.escape(self.name)}$"


OUTBOX: Final = Topic("outbox", per_agency=True, carries=_FROM_AGENCIES)
URGENT: Final = Topic("urgent", per_agency=True, carries=_FROM_AGENCIES - {"resync", "countersignature"})
INBOX: Final = Topic(
    "inbox",
    per_agency=True,
    carries=(_FROM_AGENCIES - {"resync", "countersignature"}) | {"acceptance", "rejection", "obligation"},
)
OBLIGATIONS: Final = Topic("obligations", per_agency=False, carries=frozenset({"obligation"}))
PROTECTED: Final = Topic("obligations.protected", per_agency=False, carries=frozenset({"obligation"}))
REFERENCE: Final = Topic(
    "reference", per_agency=False, carries=frozenset({"directory-entry", "reference-entry", "checkpoint"})
)
EVIDENCE: Final = Topic("evidence", per_agency=False, carries=frozenset({"checkpoint"}))
PULSE: Final = Topic("pulse", per_agency=False, carries=frozenset())
"""The bus's heartbeat; its message comes with the monitor."""

TOPICS: Final = (OUTBOX, URGENT, INBOX, OBLIGATIONS, PROTECTED, REFERENCE, EVIDENCE, PULSE)


def owner(topic: str) -> str:
    """Whose topic it is, of those of which each agency has one."""
    return topic.partition(".")[2]


def outgoing(message: Envelope, catalogue: Catalogue, *, regarded: str = "") -> Topic:
    """By which of its two topics an agency sends a message: what is immediate goes by its own, and so does what regards it.

    Regarded is the fact or duty of the message that is answered, where the answer itself names none: a receipt, a withdrawal.
    """
    if message.type not in URGENT.carries:
        return OUTBOX
    obligation = getattr(message, "regards", None)
    name = obligation.duty if isinstance(obligation, ObligationRef) else regarded
    if isinstance(message, Fact | Notice | ServiceRecord | Correction):
        name = message.name
    duties = (*catalogue.opened_by(name), *catalogue.closed_by(name), *catalogue.duties_by_code.get(name, ()))
    return URGENT if any(duty.code in catalogue.immediate for duty in duties) else OUTBOX
