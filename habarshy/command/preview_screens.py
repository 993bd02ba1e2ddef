"""What would follow from a message, before it is sent: to people in their language, to programs as JSON."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from habarshy.command import message_words, output, wording
from habarshy.command.message_words import AgencyNames
from habarshy.command.output import Row
from producers.outbox.preview import Foreseen, Preview
from schemas.explanations import making, sentences


def show(preview: Preview, names: AgencyNames, *, named: UUID | None) -> None:
    """The id is shown where the message has one already: another would be minted for it when it is sent."""
    readers = [f"{message_words.role(r.role)}: {message_words.agency(r.agency.id, names)}" for r in preview.recipients]
    if any(r.how == "unresolved" for r in preview.recipients):
        readers.append(wording.say("outbox-unresolved"))
    output.sheet(
        message_words.title(lambda field: getattr(preview.envelope, field, None)),
        [
            (wording.say("spool-id"), str(named) if named else None),
            (wording.say("outbox-readers"), readers),
            (wording.say("outbox-topic-alone"), preview.topic),
        ],
    )
    for foreseen in preview.obligations:
        output.sheet(f"\n{message_words.duty(foreseen.obligation.duty.code)}", _rows(foreseen, names))


def _rows(foreseen: Foreseen, names: AgencyNames) -> Iterator[Row]:
    obligation, language = foreseen.obligation, wording.language()
    zone = obligation.debtor.zone
    end = obligation.deadline_at
    debtor = obligation.debtor.agency
    yield wording.say("outbox-debtor"), message_words.agency(debtor, names) if debtor else None
    yield wording.say("outbox-told"), _told(foreseen, names)
    yield wording.say("deadline-at"), sentences.instant(end, language, zone) if end else wording.say("deadline-none")
    yield wording.say("outbox-verdict"), wording.say(f"verdict-{obligation.verdict}")
    yield wording.say("deadline-steps"), [sentences.sentence(step, language, zone) for step in foreseen.explanation]


def _told(foreseen: Foreseen, names: AgencyNames) -> str | None:
    holder, role = foreseen.obligation.holder, foreseen.obligation.key.recipient
    if role is None:
        return None
    if holder is None or holder.agency is None:
        return message_words.role(role)
    return f"{message_words.role(role)}: {message_words.agency(holder.agency, names)}"


def value(preview: Preview, *, named: UUID | None) -> dict[str, Any]:
    return {
        "id": str(named) if named else None,
        "topic": preview.topic,
        "recipients": [{"role": r.role, "agency": r.agency.id, "found": r.how} for r in preview.recipients],
        "doubts": [output.finding(doubt) for doubt in preview.doubts],
        "obligations": [
            {
                "duty": f.obligation.duty.code,
                "debtor": f.obligation.debtor.agency,
                "recipient": f.obligation.key.recipient,
                "recipient_agency": f.obligation.holder.agency if f.obligation.holder else None,
                "deadline": _utc(f.obligation.deadline_at),
                "verdict": f.obligation.verdict,
                "explanation": [step.model_dump(mode="json") for step in f.explanation],
            }
            for f in preview.obligations
        ],
    }


def _utc(instant: datetime | None) -> str | None:
    return making.in_utc(instant) if instant is not None else None
