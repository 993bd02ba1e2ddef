"""The one fold: from all accepted messages of an occasion to its obligations, each with its verdict and its history. Pure.

Records are taken in the order in which they reached the bus, whatever order they are given in, so any order of arrival gives the same answer.
Before each record time passes: what is overdue by then is a breach. Intake applies records, the monitor adds only time.
"""

from services.law.deadlines import Law
from services.obligations import changing, obligation, opening, settling
from services.obligations.cases import Case, Until
from services.obligations.folding import Fold
from services.obligations.obligation import Obligation
from services.obligations.parts import Parts
from services.obligations.records import Record


def judge(case: Case, *, law: Law, parts: Parts, until: Until) -> tuple[Obligation, ...]:
    """The obligations of a case, in the order in which they opened."""
    fold = Fold(case, law, parts, until)
    for due in case.dues:
        opening.open_due(fold, due)
    settling.begin(fold)
    waiting: list[Record] = []
    for record in sorted(case.records, key=lambda record: record.order):
        settling.pass_time(fold, record.received_at)
        waiting = _applied(fold, record, waiting=waiting)
        settling.settle(fold, record)
    settling.finish(fold)
    return tuple(obligation.of(t, case=case, until=until) for t in fold.tracks if t.applied_once)


def _applied(fold: Fold, record: Record, *, waiting: list[Record]) -> list[Record]:
    """Takes up a record and whatever waited for it, and for that in turn. Answers what still waits."""
    if not changing.apply(fold, record):
        return [*waiting, record]
    left = [early for early in waiting if not changing.apply(fold, early)]
    while len(left) < len(waiting):
        waiting, left = left, [early for early in left if not changing.apply(fold, early)]
    return left
