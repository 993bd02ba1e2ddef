"""What was answered for one message is answered again for those that are alike, and for no other."""

from itertools import groupby

from schemas import contract, law_of_the_day, likeness
from schemas.catalogue.catalogue import Catalogue
from schemas.errors.tree import Finding, RefusedError
from schemas.examples import reading
from schemas.messages.envelope import Fact, Notice, ServiceRecord
from schemas.messages.registry import Envelope
from tests.unit.contract import changed_example
from tests.unit.contract.refusals import FACTS, NOTICES, SERVICE_RECORDS


def messages() -> list[Envelope]:
    """The examples as they are, and each refusal of the contract's own tests."""
    rows = (*FACTS, *NOTICES, *SERVICE_RECORDS)
    changed = [changed_example.envelope(row.example, *row.path, to=row.value) for row in rows]
    return [*changed, *map(changed_example.unchanged, sorted({row.example for row in rows}))]


def by_itself(message: Envelope, catalogue: Catalogue) -> set[tuple[str, str]]:
    contract._by_duty_remembered.cache_clear()
    contract._fact_remembered.cache_clear()
    return said(contract.findings(message, catalogue))


def said(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in findings}


def alike(message: Envelope, catalogue: Catalogue) -> str | None:
    """What the contract looks at, as text; None where nothing is remembered."""
    match message:
        case Fact():
            entry = catalogue.fact_by_code.get(message.name)
            return repr(likeness.of_fact(message, entry, catalogue).alike) if entry else None
        case Notice() | ServiceRecord():
            duty = law_of_the_day.duty_of(message, catalogue)
            return repr(likeness.of(message, duty, catalogue).alike) if duty else None
        case _:
            return None


def test_an_answer_does_not_depend_on_what_was_asked_before(catalogue: Catalogue) -> None:
    expected = [by_itself(message, catalogue) for message in messages()]
    forwards = [said(contract.findings(message, catalogue)) for message in messages()]
    backwards = [said(contract.findings(message, catalogue)) for message in reversed(messages())]

    assert forwards == expected
    assert backwards == expected[::-1]
    assert contract._by_duty_remembered.cache_info().hits > 0


def test_messages_that_are_alike_have_one_answer(catalogue: Catalogue) -> None:
    known = [(found, message) for message in every_example() if (found := alike(message, catalogue)) is not None]
    known.sort(key=lambda pair: pair[0])
    for _, same in groupby(known, key=lambda pair: pair[0]):
        # When things happened is asked of each by itself, and is no part of what is remembered.
        answers = [{one for one in by_itself(message, catalogue) if one[0] != "HB-2313"} for _, message in same]
        assert all(answer == answers[0] for answer in answers)


def every_example() -> list[Envelope]:
    found = messages()
    for name in reading.names():
        try:
            found.append(changed_example.unchanged(name))
        except RefusedError:
            continue
    return found
