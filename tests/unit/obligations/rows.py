"""A table's row: a sentence, what was said, and what must come of it, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.obligations import judging
from services.obligations.cases import Case, Due, HeldBack, Until
from services.obligations.obligation import Obligation
from services.obligations.parts import Parts
from services.obligations.records import Record
from services.scenarios.parts import ScenarioParts
from tests.unit.obligations import saying

LONG_AFTER = "20 May 00:00"


@dataclass(frozen=True)
class Row:
    """Then: what each obligation came to, by its recipient (or its duty, where nobody is named), and its round from the second on.

    One text by itself stands for the one obligation. It lists the verdict and every remark that is made ("1 breach", "1 retracted", "disputed",
    "recorded late", "hopeless", "version 2"); what is only looked at where it is asked about follows: "met 26 Apr 10:00", "claims …", "by notice",
    "ends …", "starts …", "owed by …", "receipt taken".
    """

    sentence: str
    given: tuple[Record, ...]
    then: str | Mapping[str, str]
    as_of: str = LONG_AFTER
    read_to: str | None = None
    held_back: tuple[HeldBack, ...] = ()
    of: str | None = None
    """The duty that is looked at, where others open as well."""
    dues: tuple[Due, ...] = ()
    drill: str | None = None
    parts: Parts | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.sentence

    @property
    def case(self) -> Case:
        return Case(self.given, occasion="occasion-1", subject="subject-1", drill=self.drill, dues=self.dues)

    @property
    def until(self) -> Until:
        return Until(saying.at(self.as_of), saying.at(self.read_to or self.as_of), self.held_back)


def judged(row: Row) -> tuple[Obligation, ...]:
    """What was never owed after all is not shown to anybody."""
    found = judging.judge(
        row.case,
        law=saying.law(),
        parts=row.parts or ScenarioParts(saying.ALMATY, saying.catalogue()),
        until=row.until,
    )
    return tuple(o for o in found if row.of in (None, o.key.duty) and not o.taken_back)


def holds(row: Row) -> None:
    """Fails with the whole difference, in words."""
    found = judged(row)
    expected = {name_of(found[0]): row.then} if isinstance(row.then, str) and found else row.then
    assert isinstance(expected, Mapping), f"{row.sentence}: no obligation at all"
    came = {name_of(o): in_words(o, like=expected.get(name_of(o), "")) for o in found}
    assert came == dict(expected), f"{row.sentence}: it came to {came}"


def name_of(obligation: Obligation) -> str:
    """Its recipient or duty; then its period with who owes it, or its round."""
    key = obligation.key
    who = key.recipient or key.duty
    if key.period is not None:
        return f"{who} {key.period.first} {obligation.debtor.agency}"
    return who if key.round == 1 else f"{who} {key.round}"


def in_words(obligation: Obligation, *, like: str) -> str:
    """Every remark, and of what is only looked at where it is asked about as much as the expected text asks."""
    words = [obligation.verdict, *_remarks(obligation)]
    asked = [word.partition(" ")[0] for word in like.split(", ")]
    words += [f"{what} {shown}" for what in asked if (shown := _detail(obligation, what)) is not None]
    return ", ".join(words)


def _remarks(obligation: Obligation) -> Iterable[str]:
    if obligation.breach_events:
        yield f"{obligation.breach_events} breach"
    if obligation.retracted:
        yield f"{obligation.retracted} retracted"
    if obligation.disputed:
        yield "disputed"
    if obligation.met is not None and obligation.met.recorded_late:
        yield "recorded late"
    if obligation.met is not None and obligation.met.off_the_bus:
        yield "off the bus"
    if obligation.could_not_have_been_met:
        yield "hopeless"
    if obligation.deadline_version > 1:
        yield f"version {obligation.deadline_version}"


def _detail(obligation: Obligation, what: str) -> str | None:
    met = obligation.met
    match what:
        case "met":
            return _shown(met.judged_at if met else None)
        case "claims":
            return _shown(met.claimed_at if met else None)
        case "by":
            return met.message.id if met else "nothing"
        case "ends":
            return _shown(obligation.deadline_at)
        case "starts":
            return _shown(obligation.clock_start)
        case "owed":
            return f"by {obligation.debtor.agency}"
        case "receipt":
            return str(obligation.receipt)
        case _:
            return None


def _shown(instant: datetime | None) -> str:
    if instant is None:
        return "never"
    local = instant.astimezone(saying.ALMATY)
    exact = f"{local:%d %b %H:%M:%S.%f}".lstrip("0")
    return exact.removesuffix(".000000").removesuffix(":00")
