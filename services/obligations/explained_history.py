"""What happened to an obligation between its opening and its verdict, as steps: what changed it, and by which rule it did or did not. Pure."""

from collections.abc import Iterator
from typing import Final

from schemas.explanations.making import step
from schemas.messages.bus import Step
from services.obligations.explained_words import fitting, named
from services.obligations.obligation import Obligation
from services.obligations.records import MessageName
from services.obligations.tracks import Happened, Happening

_TIME_ALONE: Final[dict[Happening, str]] = {"breach": "breach-recorded", "retracted": "breach-retracted"}
_DISPUTES: Final[dict[str | None, str]] = {
    "nobody-heals-himself": "change-not-followed",
    "refused-late": "refused-late",
    "objection": "objected",
}
_NO_LONGER: Final[dict[str | None, str]] = {
    "withdrawn": "next-after-withdrawal",
    "refused": "next-after-refusal",
    "another": "met-by-another",
}


def steps(obligation: Obligation) -> Iterator[Step]:
    """In the order in which it happened; that it opened and what meets it now is said elsewhere."""
    version, met = 1, None
    for happened in obligation.history:
        if happened.what == "deadline-moved":
            version += 1
            yield from _moved(happened, version)
        elif happened.what == "met":
            yield from _met_by_another(happened, met)
            met = happened.by
        elif happened.what == "handed-over":
            yield _handed_over(happened)
        else:
            yield from _said(happened)


def _said(happened: Happened) -> Iterator[Step]:
    match happened.what:
        case "breach" | "retracted":
            yield step(_TIME_ALONE[happened.what], at=happened.at)
        case "law-corrected":
            yield step("law-corrected", at=happened.at, message=named(happened.by)["message"])
        case "disputed":
            if happened.note in _DISPUTES:
                yield step(_DISPUTES[happened.note], at=happened.at, **named(happened.by))
        case "ruled":
            yield step(f"ruled-{happened.note}", at=happened.at, **named(happened.by))
        case "reopened" | "refused":
            yield step(happened.what, at=happened.at, **named(happened.by))
        case _:
            return


def _moved(happened: Happened, version: int) -> Iterator[Step]:
    if happened.deadline is not None:
        yield step("deadline-moved", at=happened.at, deadline=happened.deadline, version=version, **named(happened.by))


def _met_by_another(happened: Happened, before: MessageName | None) -> Iterator[Step]:
    if happened.note in _NO_LONGER:
        yield step(_NO_LONGER[happened.note], at=happened.at, **named(before))


def _handed_over(happened: Happened) -> Step:
    message = named(happened.by)["message"]
    return step("handed-over", at=happened.at, agency=fitting(happened.note or ""), message=message)
