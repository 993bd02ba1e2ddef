"""`habarshy judge FILE|-`: a scenario judged, and why. With --batch, whole scenarios judged for programs, one a line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from habarshy.command import files, helping, lookups, output, streaming, wording
from habarshy.command.output import Row
from schemas.errors.tree import CallError, Finding, LineError
from schemas.explanations import making, sentences
from schemas.policy import model as policy
from services.law import calendar, lines
from services.law import explained as law_explained
from services.law.deadlines import Law
from services.obligations import explaining
from services.obligations.obligation import Obligation
from services.scenarios import explained, judged_lines
from services.scenarios.judged_lines import Judged


@helping.command(
    "judge",
    params=[
        helping.argument("file", required=False),
        helping.option("--json", "as_json", key="json", is_flag=True),
        helping.option("--batch", key="batch-scenarios", is_flag=True),
    ],
)
def command(*, file: str | None, as_json: bool, batch: bool) -> None:
    law = Law(lookups.catalogue(), calendar.load(), policy.load())
    if batch:
        alone = not as_json and file is None
        streaming.answer_batch(judged_lines.Answering(law, wording.language()), alone=alone)
        return
    known, judged = _judged(_read(file or helping.missing("file")), law)
    if as_json:
        output.as_json(explained.value(known, judged, law))
        return
    show(judged)
    output.remark(wording.say("deadline-versions", **law_explained.versions_of(law)))


def _judged(content: bytes, law: Law) -> tuple[str | int | None, Judged]:
    """The scenario's id, and what it came to."""
    try:
        values = lines.object_of(content)
        return lines.id_of(values), judged_lines.judge(values, law)
    except LineError as error:
        # What is wrong with a line names its field itself.
        raise LineError(*(replace(finding, where="") for finding in error.findings)) from error
    except OverflowError:
        raise LineError(Finding("HB-7117", "", {})) from None


def _read(file: str) -> bytes:
    """At most one byte more than a scenario may have: enough to know that it is too long."""
    limit = judged_lines.LINE_LIMIT
    try:
        if file == "-":
            content = streaming.piped_in().read(limit + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(limit + 1)
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": file, "what": files.reason(error)})) from error
    if len(content) > limit:
        raise LineError(Finding("HB-7103", "", {"limit": limit}))
    return content


def show(judged: Judged) -> None:
    """Each obligation with its reasons, then what did not become part of any."""
    if not judged.owed:
        output.remark(wording.say("judged-nothing"))
    for number, obligation in enumerate(judged.owed):
        _show(obligation, first=number == 0)
    events = [(n, _became(n, judged)) for n, what in judged.dispositions.items() if what != "ROUTED"]
    if events:
        output.sheet(f"\n{wording.say('judged-events')}", events)


def _became(n: str, judged: Judged) -> list[str]:
    """What became of an event, and what its sender would be told."""
    found = judged.objections.get(n, ())
    return [wording.say(f"event-{judged.dispositions[n]}"), *(f.sentence(wording.language()) for f in found)]


def _show(obligation: Obligation, *, first: bool) -> None:
    language, zone = wording.language(), obligation.debtor.zone
    title = f"{obligation.duty.title.in_(language)}  ({obligation.key.duty})"
    output.sheet(title if first else f"\n\n{title}", _rows(obligation))
    steps = [sentences.sentence(step, language, zone) for step in explaining.steps(obligation)]
    numbered = [(f"{number}.", text) for number, text in enumerate(steps, start=1)]
    output.sheet(f"\n{wording.say('judged-why')}", numbered)


def _rows(obligation: Obligation) -> Iterator[Row]:
    names, key, met = lookups.role_names(), obligation.key, obligation.met
    deadline = obligation.outcome.deadline
    yield wording.say("verdict"), wording.say(f"verdict-{obligation.verdict}")
    yield wording.say("judged-to"), names[key.recipient] if key.recipient else None
    target = deadline is not None and deadline.basis == "policy"
    yield wording.say("deadline-target" if target else "deadline-at"), _deadline(obligation)
    yield wording.say("deadline-utc"), making.in_utc(obligation.deadline_at) if obligation.deadline_at else None
    certain = deadline is None or not deadline.provisional
    yield wording.say("deadline-certain"), None if certain else wording.say("deadline-provisional")
    yield wording.say("judged-met"), _instant(met.judged_at if met else None, obligation)
    yield wording.say("judged-claimed"), _instant(met.claimed_at if met else None, obligation)
    yield wording.say("judged-owes"), f"{obligation.debtor.agency} ({names[obligation.duty.sender]})"
    yield wording.say("judged-occasion"), key.occasion
    yield wording.say("judged-remarks"), "; ".join(_marks(obligation))


def _deadline(obligation: Obligation) -> str | None:
    """By the clock of the agency that owes; a day's end as 24:00 of that day, or it would be taken for the next."""
    at, deadline = obligation.deadline_at, obligation.outcome.deadline
    if at is None:
        return wording.say("deadline-none")
    last = deadline.last_day if deadline is not None else None
    language, zone = wording.language(), obligation.debtor.zone
    shown = sentences.end_of(last, at, language, zone=zone) if last else sentences.instant(at, language, zone)
    version = obligation.deadline_version
    return wording.say("judged-deadline-moved", deadline=shown, version=version) if version > 1 else shown


def _instant(at: datetime | None, obligation: Obligation) -> str | None:
    return sentences.instant(at, wording.language(), obligation.debtor.zone) if at is not None else None


def _marks(obligation: Obligation) -> Iterator[str]:
    marks = {
        "judged-disputed": obligation.disputed,
        "judged-recorded-late": obligation.met is not None and obligation.met.recorded_late,
        "judged-hopeless": obligation.could_not_have_been_met,
    }
    yield from (wording.say(mark) for mark, stands in marks.items() if stands)
    if obligation.breach_events:
        yield wording.say("judged-breaches", number=obligation.breach_events)
    if obligation.retracted:
        yield wording.say("judged-retracted", number=obligation.retracted)
