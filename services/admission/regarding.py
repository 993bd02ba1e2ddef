"""Which message another is about, and who may speak of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from schemas.messages import envelope as says
from schemas.messages.envelope import FromAgency
from schemas.messages.parts import MessageRef
from services.ledger.entries import Held, message_name
from services.obligations.records import MessageName


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may send such a message about another, and whether it may be about what was rejected."""

    by: Literal["author", "told", "anybody"]
    of_rejected: bool = False


# What is not listed is about no message, or waits for none: a notice that answers another is judged without it.
RULES: Final[Mapping[type, Rule]] = {
    says.Receipt: Rule("told"),
    says.Correction: Rule("author"),
    says.Withdrawal: Rule("author"),
    says.Rewrap: Rule("author"),
    says.HandoverAccepted: Rule("told"),
    says.Ruling: Rule("anybody", of_rejected=True),
}
Regarded = Literal["nothing", "here", "not-yet", "another-agencys", "not-told"]


def name_of(message: FromAgency) -> MessageName | None:
    """The message that this one is about, where it has to be known first."""
    if type(message) not in RULES:
        return None
    regards = getattr(message, "regards", None)
    if not isinstance(regards, MessageRef):
        return None
    return message_name(regards.sender, regards.id)


def regarded(message: FromAgency, held: Held | None) -> Regarded:
    """Whether what it is about is here, and whether its sender may speak of it. What waits itself is not here yet."""
    name = name_of(message)
    if name is None:
        return "nothing"
    rule, author = RULES[type(message)], str(message.sender)
    if rule.by == "author" and name.sender != author:
        return "another-agencys"
    if held is None or held.disposition not in (("ROUTED", "REJECTED") if rule.of_rejected else ("ROUTED",)):
        return "not-yet"
    return "not-told" if rule.by == "told" and author not in held.told else "here"
