"""Bugs of deadlines and of judging, as rows: what it would do, where, the right text and the wrong one, and which tests are asked."""

from typing import Final

_DEADLINES: Final = "tests/unit/law/test_named_deadlines.py"
_TABLES: Final = "tests/unit/obligations"
_ADMITTING: Final = "tests/unit/scenarios/test_admitting.py"
_CASES: Final = "tests/unit/scenarios/test_cases.py"
_OUTCOMES: Final = "services/obligations/outcomes.py"
_CHANGING: Final = "services/obligations/changing.py"
_SETTLING: Final = "services/obligations/settling.py"
_VERDICTS: Final = "services/obligations/verdicts.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "hours are counted by the clock on the wall",
        "services/law/deadlines.py",
        'Deadline(start.at.astimezone(UTC) + way * _length(term), "law"',
        'Deadline((start.at.astimezone(start.zone) + way * _length(term)).astimezone(UTC), "law"',
        _DEADLINES,
    ),
    (
        "the day of the event is taken in UTC",
        "services/law/deadlines.py",
        "return start.at.astimezone(start.zone).date()",
        "return start.at.astimezone(UTC).date()",
        _DEADLINES,
    ),
    (
        "worked Saturdays are not known",
        "services/law/calendar.py",
        '_WORKED: Final = ("worked", "override-worked")',
        '_WORKED: Final = ("override-worked",)',
        _DEADLINES,
    ),
    (
        "a month that is too short runs over into the next",
        "services/law/civil_time.py",
        "return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))",
        "return date(year, month + 1, 1) + (day.day - 1) * _DAY",
        _DEADLINES,
    ),
    (
        "the due day lies in the month that is reported",
        "services/law/deadlines.py",
        "civil_time.months_later(last.replace(day=1), 1).replace(",
        "last.replace(",
        _DEADLINES,
    ),
    (
        "the term ends when its last day begins",
        "services/law/civil_time.py",
        "return beginning_of(day + _DAY, zone)",
        "return beginning_of(day, zone)",
        _DEADLINES,
    ),
    (
        "a case may have a longer term than the law's",
        "services/law/deadlines.py",
        "return shorter if _length(shorter) < _length(term) else term",
        "return shorter",
        f"{_DEADLINES} {_TABLES}/test_time.py",
    ),
    (
        "a target of policy is taken for law",
        "services/law/deadlines.py",
        'return Deadline(end, "policy", term, start, calendar, aim=aim)',
        'return Deadline(end, "law", term, start, calendar, aim=aim)',
        f"{_DEADLINES} {_TABLES}/test_limits.py",
    ),
    (
        "exactly at the deadline is too late",
        _VERDICTS,
        "outcome.met.judged_at <= end:",
        "outcome.met.judged_at < end:",
        f"{_TABLES}/test_tiers.py",
    ),
    (
        "a breach is found at the deadline itself",
        _VERDICTS,
        "if at <= end:",
        "if at < end:",
        f"{_TABLES}/test_tiers.py",
    ),
    (
        "an act is judged by when its record came",
        _OUTCOMES,
        "return Met((told,), done_at, recorded_late=",
        "return Met((told,), told.received_at, recorded_late=",
        f"{_TABLES}/test_limits.py",
    ),
    (
        "a notice is judged by when the ledger had it",
        "services/scenarios/admitting.py",
        "Record(name, content, event.received_at, place",
        "Record(name, content, event.known_from, place",
        _ADMITTING,
    ),
    (
        "events are matched by the person and not by the occasion",
        "services/scenarios/cases.py",
        '            return CaseKey("occasion", named, event.drill)',
        '            return CaseKey("subject", event.subject or named, event.drill)',
        _CASES,
    ),
    (
        "a late record of the debtor is believed",
        _OUTCOMES,
        "if late_record and track.owed_by(told.author):",
        "if late_record and track.debtor.agency is None:",
        f"{_TABLES}/test_limits.py",
    ),
    (
        "a correction after the deadline heals its author",
        _CHANGING,
        "for t in tracks if t.owed_by(record.author) and",
        "for t in tracks if t.debtor.agency is None and",
        f"{_TABLES}/test_changes.py",
    ),
    (
        "who handed over may heal what he opened",
        _CHANGING,
        "            track.debtors.add(handed.by)\n",
        "",
        f"{_TABLES}/test_rulings.py",
    ),
    (
        "an agency rules on what it owes",
        _CHANGING,
        "    if agency == told.author:\n        return False\n",
        "    if agency == told.author:\n        return True\n",
        f"{_TABLES}/test_rulings.py",
    ),
    (
        "a breach is decided before everything was read",
        "services/obligations/cases.py",
        "return self.read_to >= end and not any(self.missing(end, at))",
        "return not any(self.missing(end, at))",
        f"{_TABLES}/test_time.py",
    ),
    (
        "what we could not read holds no breach up",
        "services/obligations/cases.py",
        "return self.read_to >= end and not any(self.missing(end, at))",
        "return self.read_to >= end",
        f"{_TABLES}/test_time.py",
    ),
    (
        "a breach that was wrong is not retracted",
        _SETTLING,
        "track.retracted, what = track.retracted + 1",
        "track.retracted, what = track.retracted",
        f"{_TABLES}/test_tiers.py",
    ),
    (
        "a drill answers what is real",
        "services/scenarios/cases.py",
        '            return CaseKey("occasion", named, event.drill)',
        '            return CaseKey("occasion", named, None)',
        _CASES,
    ),
    (
        "a later trigger of another agency resets the clock",
        _OUTCOMES,
        "at, told = min(starts, key=lambda start: start[0])",
        "at, told = starts[-1]",
        f"{_TABLES}/test_starts.py",
    ),
    (
        "a further trigger of the same agency joins the round",
        "services/obligations/threads.py",
        "            and not round_.told_by(told.author)\n",
        "",
        f"{_TABLES}/test_rounds.py",
    ),
    (
        "a refused report still counts",
        _CHANGING,
        "        track.refused.add(told.message)\n",
        "",
        f"{_TABLES}/test_reports.py",
    ),
    (
        "a refused notice still counts",
        _OUTCOMES,
        "if statement is None or (told.message in track.refused and not told.deemed_accepted):",
        "if statement is None:",
        f"{_TABLES}/test_changes.py",
    ),
    (
        "a lone notice leaves no trace when it is withdrawn late",
        _CHANGING,
        "beginning if end is not None and at > end else None",
        "None",
        f"{_TABLES}/test_starts.py",
    ),
    (
        "an unknown condition is taken for none",
        _OUTCOMES,
        'return "unknown" if any(declared is None for declared, _ in said) else "yes"',
        'return "yes"',
        f"{_TABLES}/test_starts.py",
    ),
    (
        "a corrected calendar moves what was met",
        _CHANGING,
        "        if verdicts.current(track).met is not None:\n",
        "        if track.annulled:\n",
        f"{_TABLES}/test_time.py",
    ),
    (
        "what is in shadow is a breach",
        _SETTLING,
        'if bad == track.standing_breach or track.debtor.mode != "binding":',
        "if bad == track.standing_breach:",
        f"{_TABLES}/test_parts.py",
    ),
    (
        "the bus does not take back what it asked in vain",
        _SETTLING,
        "track.check.retracted = not track.check.retracted",
        "track.check.retracted = False",
        f"{_TABLES}/test_time.py",
    ),
    (
        "any of all acts is enough",
        _OUTCOMES,
        "if len(found) == len(needed) else None",
        "if found else None",
        f"{_TABLES}/test_limits.py",
    ),
    (
        "what had to wait need not have waited",
        _OUTCOMES,
        "kept = end is None or (met is not None and met.judged_at <= end)",
        "kept = end is None or met is not None",
        f"{_TABLES}/test_limits.py",
    ),
)
