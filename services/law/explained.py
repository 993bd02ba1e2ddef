"""A deadline with all that stands behind it: its steps, the law word for word, our reading, the acts and the versions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.explanations import making, sentences
from schemas.messages.bus import Step
from schemas.texts import LANGUAGES, Text
from services.law import explaining, periods, zones
from services.law.deadlines import Deadline, Law


@dataclass(frozen=True)
class Explained:
    """Everything that a person needs to check a deadline by hand."""

    duty: Duty
    deadline: Deadline
    steps: tuple[Step, ...]
    acts: Mapping[str, Text]
    """What the steps name by the code of its act."""
    versions: Mapping[str, str]


def explain(duty: Duty, deadline: Deadline, law: Law) -> Explained:
    steps = explaining.steps(deadline, duty)
    return Explained(duty, deadline, steps, acts_of(steps, law), versions_of(law))


def acts_of(steps: tuple[Step, ...], law: Law) -> Mapping[str, Text]:
    """The acts that the steps name by their codes."""
    known = law.calendar.acts
    named = dict.fromkeys(str(step.particulars["act"]) for step in steps if "act" in step.particulars)
    return {code: known[code] for code in named if code in known}


def versions_of(law: Law) -> Mapping[str, str]:
    return {
        "catalogue": law.catalogue.version,
        "calendar": law.calendar.version,
        "policy": law.policy.version,
        "zones": zones.version(),
    }


def value(explained: Explained, catalogue: Catalogue) -> dict[str, Any]:
    """For a program: the same in every language of the caller."""
    duty, deadline = explained.duty, explained.deadline
    return {
        "duty": duty.code,
        "title": duty.title.model_dump(),
        **_instants(deadline),
        "basis": deadline.basis,
        "provisional": deadline.provisional,
        "term": deadline.term.model_dump(mode="json"),
        "period": _period(deadline),
        "policy": deadline.aim.model_dump(mode="json") if deadline.aim else None,
        "steps": [_step(step, deadline) for step in explained.steps],
        "reading": duty.reading.model_dump() if duty.reading else None,
        "sources": sources(duty, catalogue),
        "acts": {code: text.model_dump() for code, text in explained.acts.items()},
        "versions": dict(explained.versions),
    }


def _instants(deadline: Deadline) -> dict[str, str | None]:
    """UTC, and the same instants by the clock of the agency that owes."""
    at, start = deadline.at, deadline.start
    return {
        "starts_at": making.in_utc(start.at),
        "deadline": making.in_utc(at) if at else None,
        "zone": start.zone.key,
        "local_start": start.at.astimezone(start.zone).isoformat(),
        "local_deadline": at.astimezone(start.zone).isoformat() if at else None,
        "last_day": str(deadline.last_day) if deadline.last_day else None,
    }


def _period(deadline: Deadline) -> dict[str, str] | None:
    period, every = deadline.period, getattr(deadline.term, "every", None)
    if period is None or every is None:
        return None
    return {"name": periods.name(period, every), "start": str(period.first), "end": str(period.last)}


def _step(step: Step, deadline: Deadline) -> dict[str, Any]:
    said = {language: sentences.sentence(step, language, deadline.start.zone) for language in LANGUAGES}
    return {"code": step.code, "particulars": dict(step.particulars), "sentence": said}


def sources(duty: Duty, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Where the law says it: the act, what kind and how old, and its words with our translation."""
    found = []
    for source in duty.sources:
        document = catalogue.document_by_code[source.document]
        found.append(
            {"document": document.model_dump(mode="json"), **source.model_dump(mode="json", exclude={"document"})}
        )
    return found
