"""Every closed word of the contract has a text in three languages, and no text stands for a word that is gone."""

from typing import Any, get_args

import pytest

from schemas import texts
from schemas.catalogue import duty, entries, loading, rules, vocabulary
from schemas.catalogue.rules import Rule
from schemas.directory import agency
from schemas.messages import body, bus, envelope, other_bodies
from schemas.messages.registry import KINDS
from schemas.texts import LANGUAGES, Language

CATALOGUE = loading.load()
RULES = tuple({rule.kind: rule for duty in CATALOGUE.duties for rule in duty.rules}.values())
KINDS_OF_RULES = get_args(get_args(Rule)[0])


def choices(model: type[Any], field: str) -> set[str]:
    """The words that a field's Literal allows."""
    return words_of(model.model_fields[field].annotation)


def words_of(annotation: Any) -> set[str]:  # noqa: ANN401 - an annotation is of any shape
    parts = get_args(annotation)
    return {part for part in parts if isinstance(part, str)} | {
        word for part in parts if not isinstance(part, str) for word in words_of(part)
    }


def attribute_values() -> set[str]:
    attributes = [attribute for fact in CATALOGUE.facts for attribute in fact.attributes]
    return {value for attribute in attributes if attribute.kind == "choice" for value in attribute.values}


def rule_words() -> set[str]:
    return (
        choices(rules.Continuous, "regardless_of")
        | choices(rules.NeverThrough, "party")
        | choices(rules.ProofKeptByBus, "proof_of")
        | choices(rules.OnlyAPerson, "act")
        | choices(rules.SignedBy, "positions")
    )


GROUPS = {
    "tier": words_of(duty.Tier),
    "tier-meaning": words_of(duty.Tier),
    "form": words_of(duty.Form),
    "confidentiality": words_of(duty.Confidentiality),
    "found-by": words_of(entries.FoundBy),
    "document-kind": choices(entries.Document, "kind"),
    "document-rank": choices(entries.Document, "rank"),
    "channel": words_of(rules.Channel),
    "told-as": words_of(rules.ToldAs),
    "attribute": {attribute.code for fact in CATALOGUE.facts for attribute in fact.attributes},
    "attribute-value": attribute_values(),
    "rule": {word for model in KINDS_OF_RULES for word in choices(model, "kind")},
    "rule-word": rule_words(),
    "mode": words_of(agency.Mode),
    "closed": choices(agency.AgencyVersion, "closed"),
    "purpose": choices(agency.AgencyKey, "purpose"),
    "language": words_of(texts.Language),
    "instant": {name for fact in CATALOGUE.facts for name in fact.instants} | {"period_end"},
    "type": set(KINDS),
    "disposition": choices(bus.Acceptance, "disposition"),
    "disposition-meaning": choices(bus.Acceptance, "disposition"),
    "receipt": choices(envelope.Receipt, "name"),
    "refusal": choices(envelope.Receipt, "reason"),
    "decision": choices(envelope.Ruling, "decision"),
}


@pytest.mark.parametrize(("group", "codes"), GROUPS.items(), ids=list(GROUPS))
def test_every_word_of_a_group_has_a_text_and_no_other(group: str, codes: set[str]) -> None:
    assert set(vocabulary.load()[group]) == codes
    assert codes


def test_every_field_of_a_body_has_a_text_or_is_an_item_of_its_duty() -> None:
    others = (kind.body for kind in KINDS.values() if isinstance(kind.body, type) and issubclass(kind.body, body.Body))
    named = {field for model in others for field in model.model_fields}
    corrected = set(other_bodies.CorrectedBody.model_fields)
    common = set(body.NoticeBody.model_fields) | set(body.ServiceRecordBody.model_fields)
    instants = {"occurred_at", "told_at", "contacted_at", "since", "opens_at", "closes_at"}

    assert set(vocabulary.load()["field"]) == named | corrected | common | instants


def test_every_instant_that_a_clock_runs_from_has_a_text() -> None:
    assert {duty.clock_from for duty in CATALOGUE.duties} <= set(vocabulary.load()["instant"])


def test_a_word_is_shown_in_the_language_asked_for() -> None:
    shown = {language: vocabulary.word("type", "notice", language) for language in LANGUAGES}

    assert shown == {"en": "notice", "kk": "хабарлама", "ru": "уведомление"}


def test_an_unknown_word_is_not_shown_as_something_else() -> None:
    with pytest.raises(KeyError):
        vocabulary.word("type", "rumour", "en")


def test_every_kind_of_rule_is_used_in_the_law() -> None:
    assert {rule.kind for rule in RULES} == GROUPS["rule"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_a_sentence_without_codes(rule: Rule, language: Language) -> None:
    names = {str(role.code): role.text.in_(language) for role in CATALOGUE.roles}

    sentence = vocabulary.rule_sentence(rule, names, language)

    assert sentence.endswith(".")
    assert "{" not in sentence
    codes = [code for value in rule.model_dump(exclude={"kind"}).values() for code in _codes(value)]
    assert [code for code in codes if code in sentence and ("-" in code or "_" in code)] == []


def _codes(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def test_a_rule_says_its_words_in_the_language() -> None:
    rule = rules.NotDischargedBy(kind="not-discharged-by", channels=("own-call", "letter"))

    assert vocabulary.rule_sentence(rule, {}, "ru") == (
        "Не считается исполненным: собственный телефонный звонок лица, письмом."
    )


def test_a_rule_names_roles_by_their_names() -> None:
    rule = rules.NotTo.model_validate({"kind": "not-to", "roles": ["prosecutor"]})

    assert vocabulary.rule_sentence(rule, {"prosecutor": "прокурор"}, "ru") == "Кому не направляется: прокурор."
