"""The whole catalogue: what it holds, and whether its parts agree with each other."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import StringConstraints

from schemas import fields
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import Document, FactEntry, RoleEntry
from schemas.catalogue.rules import CaseTerm, MovesWithEvent, NeverThrough, NotTo, SeparateBy
from schemas.catalogue.term import Unnumbered

CatalogueVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{1,3}$")]


@dataclass(frozen=True)
class Problem:
    """One thing on which two entries disagree: which error, in which entry and field, with which particulars."""

    code: str
    entry: str
    field: str
    particulars: dict[str, str]


def _problem(code: str, entry: str, field: str, **particulars: str) -> Problem:
    return Problem(code, entry, field, particulars)


@dataclass(frozen=True)
class Catalogue:
    """The law as data. Its version names the state of the data."""

    version: CatalogueVersion
    documents: tuple[Document, ...]
    roles: tuple[RoleEntry, ...]
    facts: tuple[FactEntry, ...]
    duties: tuple[Duty, ...]

    @cached_property
    def document_by_code(self) -> dict[str, Document]:
        return {document.code: document for document in self.documents}

    @cached_property
    def role_by_code(self) -> dict[str, RoleEntry]:
        return {role.code: role for role in self.roles}

    @cached_property
    def fact_by_code(self) -> dict[str, FactEntry]:
        return {fact.code: fact for fact in self.facts}

    @cached_property
    def duties_by_code(self) -> dict[str, tuple[Duty, ...]]:
        """A code may have several entries: the law before and after an amendment."""
        found: dict[str, tuple[Duty, ...]] = {}
        for duty in self.duties:
            found[duty.code] = (*found.get(duty.code, ()), duty)
        return found

    def duty(self, code: str, on: date | None = None) -> Duty | None:
        """The duty as it stood on that day; the newest entry where no day is given."""
        entries = self.duties_by_code.get(code, ())
        if on is not None:
            return next((duty for duty in entries if duty.in_force.covers(on)), None)
        return max(entries, key=lambda duty: duty.in_force.from_ or date.min, default=None)

    @cached_property
    def _by_opening_fact(self) -> dict[str, tuple[Duty, ...]]:
        return _index(self.duties, lambda duty: {duty.trigger, duty.again_on} - {None})

    @cached_property
    def _by_closing_fact(self) -> dict[str, tuple[Duty, ...]]:
        return _index(self.duties, lambda duty: set(duty.closed_by.facts) if duty.closed_by else set())

    @cached_property
    def _by_waiting_fact(self) -> dict[str, tuple[Duty, ...]]:
        return _index(self.duties, lambda duty: {duty.must_precede} - {None})

    @cached_property
    def _by_unmet_duty(self) -> dict[str, tuple[Duty, ...]]:
        return _index(self.duties, lambda duty: {duty.raised_by.unmet} if duty.raised_by else set())

    @cached_property
    def excluding_parties(self) -> frozenset[str]:
        """The parties by which a message may name an agency that must not be told."""
        return frozenset(rule.party for duty in self.duties if (rule := duty.rule(NeverThrough)))

    @cached_property
    def instant_names(self) -> frozenset[str]:
        """Every name under which a message may give an instant."""
        return frozenset(name for fact in self.facts for name in fact.instants)

    @cached_property
    def immediate(self) -> frozenset[str]:
        """The duties that are owed at once, in whichever of their entries."""
        return frozenset(
            duty.code for duty in self.duties if isinstance(duty.term, Unnumbered) and duty.term.unit == "immediately"
        )

    def opened_by(self, fact: str) -> tuple[Duty, ...]:
        return self._by_opening_fact.get(fact, ())

    def closed_by(self, fact: str) -> tuple[Duty, ...]:
        return self._by_closing_fact.get(fact, ())

    def periodic_about(self, code: str) -> tuple[Duty, ...]:
        """The duties owed once a period that a message of this name may meet: its own, or those that the fact closes."""
        return tuple(d for d in (*self.duties_by_code.get(code, ()), *self.closed_by(code)) if d.periodic)

    def to_be_preceded(self, fact: str) -> tuple[Duty, ...]:
        """The duties that must be done before this fact."""
        return self._by_waiting_fact.get(fact, ())

    def raised_when_unmet(self, duty: str) -> tuple[Duty, ...]:
        """The duties whose trigger the bus raises itself when this one is unmet at its deadline."""
        return self._by_unmet_duty.get(duty, ())

    def attribute_values(self, duty: Duty, name: str) -> tuple[str, ...]:
        """The words that the duty's trigger may declare under this name."""
        for fact in _starts(self, duty):
            for attribute in fact.attributes:
                if attribute.code == name and attribute.kind == "choice":
                    return attribute.values
        return ()

    def problems(self) -> Iterator[Problem]:
        """Whatever does not agree between the entries; nothing for a sound catalogue."""
        yield from _duplicates(self)
        for fact in self.facts:
            for role in fact.by:
                if role != "bus" and role not in self.role_by_code:
                    yield _problem("HB-3011", f"fact {fact.code}", "by", name=role)
        for duty in self.duties:
            yield from _unknown_references(self, duty)
            yield from _clock(self, duty)
            yield from _attributes(self, duty)
            yield from _rules(self, duty)
            yield from _same_instants(duty)

    def unused_facts(self) -> Iterator[fields.FactCode]:
        """Facts that no duty speaks of."""
        spoken = {
            code
            for d in self.duties
            for code in (d.trigger, d.again_on, d.must_precede, *(d.closed_by.facts if d.closed_by else ()))
        }
        yield from (fact.code for fact in self.facts if fact.code not in spoken)


def _index(duties: Iterable[Duty], codes_of: Callable[[Duty], set[Any]]) -> dict[str, tuple[Duty, ...]]:
    found: dict[str, tuple[Duty, ...]] = {}
    for duty in duties:
        for code in codes_of(duty):
            found[code] = (*found.get(code, ()), duty)
    return found


def _duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    coded: dict[str, list[str]] = {
        "document": [d.code for d in catalogue.documents],
        "role": [r.code for r in catalogue.roles],
        "fact": [f.code for f in catalogue.facts],
    }
    for kind, codes in coded.items():
        for code in sorted({c for c in codes if codes.count(c) > 1}):
            yield _problem("HB-3004", f"{kind} {code}", "code")
    for number, duty in enumerate(catalogue.duties):
        for other in catalogue.duties[:number]:
            if not duty.in_force.overlaps(other.in_force):
                continue
            if duty.code == other.code:
                yield _problem("HB-3004", f"duty {duty.code}", "code")
            elif _say_the_same(duty, other):
                yield _problem("HB-3006", f"duty {duty.code}", "trigger", other=other.code)


def _say_the_same(duty: Duty, other: Duty) -> bool:
    """Whether some event would make both be owed, by the same role, to a common recipient, by the same act."""
    if (duty.tier, duty.trigger, duty.clock_from, duty.sender) != (
        other.tier,
        other.trigger,
        other.clock_from,
        other.sender,
    ):
        return False
    if duty.periodic and (duty.term, duty.family) != (other.term, other.family):
        return False
    mine, theirs = duty.applies_if or {}, other.applies_if or {}
    if any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys()):
        return False
    return _common(duty.recipients, other.recipients) and _common(_closing(duty), _closing(other))


def _closing(duty: Duty) -> tuple[str, ...]:
    return duty.closed_by.facts if duty.closed_by else ()


def _common(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(set(mine) & set(theirs)) or (not mine and not theirs)


def _unknown_references(catalogue: Catalogue, duty: Duty) -> Iterator[Problem]:
    closing = list(duty.closed_by.facts) if duty.closed_by else []
    rows: tuple[tuple[str, str, list[str | None], Container[str]], ...] = (
        ("HB-3010", "trigger", [duty.trigger], catalogue.fact_by_code),
        ("HB-3010", "again_on", [duty.again_on], catalogue.fact_by_code),
        ("HB-3010", "must_precede", [duty.must_precede], catalogue.fact_by_code),
        ("HB-3010", "closed_by", [*closing], catalogue.fact_by_code),
        ("HB-3011", "sender", [duty.sender], catalogue.role_by_code),
        ("HB-3011", "recipients", [*duty.recipients], catalogue.role_by_code),
        ("HB-3012", "sources", [source.document for source in duty.sources], catalogue.document_by_code),
        ("HB-3013", "raised_by", [duty.raised_by.unmet if duty.raised_by else None], catalogue.duties_by_code),
    )
    for code, field, names, known in rows:
        for name in names:
            if name is not None and name not in known:
                yield _problem(code, f"duty {duty.code}", field, name=name)


def _starts(catalogue: Catalogue, duty: Duty) -> list[FactEntry]:
    codes = (duty.trigger, duty.again_on)
    return [catalogue.fact_by_code[code] for code in codes if code and code in catalogue.fact_by_code]


def _clock(catalogue: Catalogue, duty: Duty) -> Iterator[Problem]:
    if duty.periodic and duty.clock_from != "period_end":
        yield _problem("HB-3018", f"duty {duty.code}", "clock_from")
    for fact in _starts(catalogue, duty):
        if duty.clock_from not in fact.instants:
            instants = ", ".join(fact.instants) or "-"
            yield _problem(
                "HB-3014", f"duty {duty.code}", "clock_from", fact=fact.code, name=duty.clock_from, instants=instants
            )


def _same_instants(duty: Duty) -> Iterator[Problem]:
    for item in duty.content:
        if item.same_as is not None and item.same_as != duty.clock_from:
            yield _problem(
                "HB-3019", f"duty {duty.code}", f"content/{item.code}/same_as", name=item.same_as, clock=duty.clock_from
            )


def _attributes(catalogue: Catalogue, duty: Duty) -> Iterator[Problem]:
    """A condition may only ask what every fact that opens the duty can declare."""
    conditions = {"applies_if": duty.applies_if or {}}
    conditions |= {f"content/{item.code}/required_if": item.required_if for item in duty.content if item.required_if}
    for field, condition in conditions.items():
        for name, wanted in condition.items():
            for fact in _starts(catalogue, duty):
                declared = next((a for a in fact.attributes if a.code == name), None)
                if declared is None:
                    yield _problem("HB-3015", f"duty {duty.code}", field, fact=fact.code, name=name)
                elif declared.kind != "choice" or wanted not in declared.values:
                    yield _problem("HB-3016", f"duty {duty.code}", field, fact=fact.code, name=name, value=wanted)


def _rules(catalogue: Catalogue, duty: Duty) -> Iterator[Problem]:
    where = f"duty {duty.code}"
    if not_to := duty.rule(NotTo):
        for role in not_to.roles:
            if role not in catalogue.role_by_code:
                yield _problem("HB-3011", where, "rules/not-to", name=role)
            if role in duty.recipients:
                yield _problem("HB-3017", where, "rules/not-to", name=role)
    for rule in (duty.rule(CaseTerm), duty.rule(SeparateBy)):
        for fact in _starts(catalogue, duty) if rule else ():
            if rule and rule.attribute not in {a.code for a in fact.attributes}:
                yield _problem("HB-3015", where, f"rules/{rule.kind}", fact=fact.code, name=rule.attribute)
    if (moves := duty.rule(MovesWithEvent)) and moves.instant != duty.clock_from:
        yield _problem("HB-3019", where, "rules/moves-with-event", name=moves.instant, clock=duty.clock_from)
