"""The policy: targets, warning ladders, receipt targets and escalation times. Each value is marked as policy."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictInt, StringConstraints, ValidationError

from schemas import fields, packaged
from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.term import Unnumbered
from schemas.errors import translation
from schemas.errors.tree import Finding, PolicyError
from schemas.texts import Text
from schemas.unreadable import UnreadableError
from schemas.values import Value

PolicyVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{1,3}$")]


class Distance(Value):
    """A length of time that runs through nights and weekends."""

    unit: Literal["minutes", "hours", "calendar-days"]
    value: StrictInt = Field(ge=1, le=1_000)

    @property
    def minutes(self) -> int:
        return self.value * {"minutes": 1, "hours": 60, "calendar-days": 24 * 60}[self.unit]


class OnTheDay(Value):
    """Until the end of the day of the event."""

    unit: Literal["same-day"]


class Aim(Value):
    """Where a duty has no number in law: what we aim at. Missing it is a warning, never a breach."""

    basis: Literal["policy"]
    within: Annotated[Distance | OnTheDay, Field(discriminator="unit")] | None
    why: Text


class HalfOfTerm(Value):
    at: Literal["half-of-term"]


class Before(Value):
    at: Literal["before-deadline"]
    by: Distance


class Ladder(Value):
    """When the debtor is warned. The first ladder whose terms fit is used."""

    basis: Literal["policy"]
    for_terms: Literal["running", "days", "reports"]
    rungs: tuple[Annotated[HalfOfTerm | Before, Field(discriminator="at")], ...] = Field(min_length=1)
    why: Text


class ReceiptAim(Value):
    """How soon a message should be taken, seen and acted on."""

    basis: Literal["policy"]
    taken: Distance
    seen: Distance
    acted: Distance | None
    why: Text


class Escalation(Value):
    """Who hears of an unanswered alert, and after how long."""

    basis: Literal["policy"]
    steps: tuple["EscalationStep", ...] = Field(min_length=1)
    why: Text


class EscalationStep(Value):
    after: Distance
    to: Literal["duty-officer", "second-duty-officer", "superior", "overseer"]


class ReceiptAims(Value):
    immediate: ReceiptAim
    ordinary: ReceiptAim


class Escalations(Value):
    immediate: Escalation
    ordinary: Escalation


class Switch(Value):
    """Something that policy may turn on or off."""

    basis: Literal["policy"]
    value: bool
    why: Text


class Policy(Value):
    """All of it, with a version of its own."""

    version: PolicyVersion
    immediately: Aim
    none: Aim
    by_duty: dict[fields.Duty, Aim] = {}
    ladders: tuple[Ladder, ...]
    receipts: ReceiptAims
    escalation: Escalations
    breach_tells_recipient: Switch

    def aim(self, duty: str, term: Unnumbered) -> Aim:
        return self.by_duty.get(fields.DutyCode(duty)) or (
            self.immediately if term.unit == "immediately" else self.none
        )

    def problems(self, catalogue: Catalogue) -> Iterator[Finding]:
        for code in self.by_duty:
            duty = catalogue.duty(code)
            if duty is None or not isinstance(duty.term, Unnumbered):
                yield Finding("HB-5002", f"by_duty/{code}", {"name": code})
        for ladder in self.ladders:
            distances = [rung.by.minutes for rung in ladder.rungs if isinstance(rung, Before)]
            halves = len(ladder.rungs) - len(distances)
            if len(set(distances)) < len(distances) or halves > 1:
                yield Finding("HB-5001", f"ladders/{ladder.for_terms}", {"name": ladder.for_terms})
            elif distances != sorted(distances, reverse=True):
                yield Finding("HB-5004", f"ladders/{ladder.for_terms}", {"name": ladder.for_terms})
        for name, aim in {"immediate": self.receipts.immediate, "ordinary": self.receipts.ordinary}.items():
            yield from _ascending(f"receipts/{name}", [aim.taken, aim.seen, *([aim.acted] if aim.acted else [])])
        for name, escalation in {"immediate": self.escalation.immediate, "ordinary": self.escalation.ordinary}.items():
            yield from _ascending(f"escalation/{name}", [step.after for step in escalation.steps])
        terms = [ladder.for_terms for ladder in self.ladders]
        for name in sorted({t for t in terms if terms.count(t) > 1}):
            yield Finding("HB-5003", f"ladders/{name}", {"name": name})
        for name in sorted({"running", "days", "reports"} - set(terms)):
            yield Finding("HB-5005", "ladders", {"name": name})


def _ascending(place: str, distances: Sequence[Distance]) -> Iterator[Finding]:
    minutes = [distance.minutes for distance in distances]
    if any(later <= earlier for earlier, later in pairwise(minutes)):
        yield Finding("HB-5004", place, {"name": place})


@cache
def load() -> Policy:
    """The packaged policy: our defaults."""
    return of(packaged.ROOT / "policy" / "policy.yaml", catalogue_loading.load())


def of(file: Path, catalogue: Catalogue) -> Policy:
    """The policy of a YAML file; PolicyError with every finding."""
    try:
        raw = packaged.yaml_value(file, file.name)
    except UnreadableError as error:
        raise PolicyError(translation.unreadable(error)) from error
    try:
        policy = Policy.model_validate(raw)
    except ValidationError as error:
        raise PolicyError(*(translation.placed(f, file.name) for f in translation.findings(error, raw))) from error
    if findings := tuple(policy.problems(catalogue)):
        raise PolicyError(*findings)
    return policy
