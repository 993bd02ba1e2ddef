"""`habarshy duty CODE`: one duty, whole, with the law behind it."""

from collections.abc import Iterator
from datetime import datetime

from habarshy.command import duties, helping, lookups, output, wording
from habarshy.command.output import Row
from schemas import fields
from schemas.catalogue import vocabulary
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import ContentItem, Source
from schemas.catalogue.rules import Rule
from schemas.catalogue.term import Unnumbered
from schemas.policy import model as policy
from schemas.texts import Text


@helping.command(
    "duty",
    params=[
        helping.argument("code", complete=lookups.duty_codes),
        helping.option("--on", key="on", type=helping.InstantType()),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, code: str, on: datetime | None, as_json: bool) -> None:
    duty = lookups.duty(code, on=on.astimezone(fields.COUNTRY).date() if on else None)
    if as_json:
        output.as_json({"catalogue": lookups.catalogue().version, "duty": duties.value(duty)})
        return
    show(duty)


def show(duty: Duty) -> None:
    output.sheet(f"{_in(duty.title)}  ({duty.code})", rows(duty))
    show_sources(duty)
    output.remark(wording.say("catalogue-version", version=lookups.catalogue().version))


def show_sources(duty: Duty) -> None:
    """Where the law says it, word for word."""
    for source in duty.sources:
        document = lookups.catalogue().document_by_code[source.document]
        output.sheet(f"\n{wording.say('source')}: {_in(document.title)}", _source_rows(source))


def rows(duty: Duty) -> Iterator[Row]:
    language, names = wording.language(), lookups.role_names()
    yield wording.say("tier"), vocabulary.word("tier", duty.tier, language)
    yield wording.say("sender"), names[duty.sender]
    yield wording.say("recipients"), _recipients(duty)
    yield wording.say("starts"), _fact(duty.trigger)
    yield wording.say("again"), _fact(duty.again_on)
    yield wording.say("clock"), vocabulary.word("instant", duty.clock_from, language)
    yield wording.say("term"), vocabulary.term_phrase(duty.term, language)
    yield wording.say("aim"), _aim(duty)
    yield wording.say("applies-if"), _condition(duty.applies_if)
    yield wording.say("form"), vocabulary.word("form", duty.form, language)
    yield wording.say("content"), [_item(item) for item in duty.content]
    yield wording.say("met-how"), vocabulary.word("tier-meaning", duty.tier, language)
    if duty.closed_by:
        key = "closed-by-all" if duty.closed_by.all else "closed-by-any"
        yield wording.say(key), [_fact(fact) or "" for fact in duty.closed_by.facts]
    yield wording.say("must-precede"), _fact(duty.must_precede)
    yield wording.say("raised-by"), _in(duty.raised_by.text) if duty.raised_by else None
    yield wording.say("rules"), [_rule(rule, duty) for rule in duty.rules]
    yield wording.say("confidentiality"), vocabulary.word("confidentiality", duty.confidentiality, language)
    yield wording.say("reading"), _in(duty.reading)
    yield wording.say("notes"), _in(duty.notes)
    yield wording.say("in-force"), in_force(duty)
    others = [entry for entry in lookups.catalogue().duties_by_code[duty.code] if entry != duty]
    yield wording.say("in-force-also"), [in_force(entry) for entry in others]


def _in(text: Text | None) -> str:
    return text.in_(wording.language()) if text else ""


def _fact(code: str | None) -> str | None:
    return f"{_in(lookups.catalogue().fact_by_code[code].text)} ({code})" if code else None


def _recipients(duty: Duty) -> list[str]:
    language, names = wording.language(), lookups.role_names()
    if not duty.recipients:
        return [wording.say("nobody")]
    roles = lookups.catalogue().role_by_code
    lines = [
        f"{names[role]} — {vocabulary.word('found-by', roles[role].found_by, language)}" for role in duty.recipients
    ]
    return [*lines, f"({wording.say(f'recipients-{duty.recipients_rule}')})"] if len(lines) > 1 else lines


def _aim(duty: Duty) -> str | None:
    """What policy aims at where the law has no number; always said to be policy."""
    if not isinstance(duty.term, Unnumbered):
        return None
    aim = policy.load().aim(duty.code, duty.term)
    match aim.within:
        case None:
            return wording.say("no-aim")
        case policy.OnTheDay():
            return f"{wording.say('aim-same-day')}. {_in(aim.why)}"
        case within:
            return f"{vocabulary.distance_phrase(within.value, within.unit, wording.language())}. {_in(aim.why)}"


def _condition(condition: dict[str, str] | None) -> str | None:
    language = wording.language()
    parts = [
        f"{vocabulary.word('attribute', name, language)}: {vocabulary.word('attribute-value', value, language)}"
        for name, value in (condition or {}).items()
    ]
    return "; ".join(parts) or None


def _rule(rule: Rule, duty: Duty) -> str:
    values = lookups.catalogue().attribute_values(duty, getattr(rule, "attribute", ""))
    return vocabulary.rule_sentence(rule, lookups.role_names(), wording.language(), values=values)


def _item(item: ContentItem) -> str:
    remarks = [", ".join(_in(option.text) for option in item.values)] if item.values else []
    if item.required_if:
        remarks.append(wording.say("content-if", condition=_condition(dict(item.required_if))))
    if item.one_of:
        remarks.append(wording.say("content-one-of"))
    return f"• {_in(item.text)}" + (f" ({'; '.join(remarks)})" if remarks else "") + f"  [{item.code}]"


def in_force(duty: Duty) -> str:
    start, until = duty.in_force.from_, duty.in_force.until
    if start is None and until is None:
        return wording.say("in-force-unknown")
    return wording.say("in-force-line", start=start or "…", end=until or "…")


def _source_rows(source: Source) -> Iterator[Row]:
    language = wording.language()
    document = lookups.catalogue().document_by_code[source.document]
    kind = vocabulary.word("document-kind", document.kind, language)
    rank = vocabulary.word("document-rank", document.rank, language)
    yield "", wording.say("source-kind", kind=kind, rank=rank, date=_in(document.as_of))
    yield wording.say("provision"), _in(source.provision)
    yield wording.say("cites"), _in(source.cites) or None
    yield wording.say("quote"), f"«{source.quote_kk}»"
    if language != "kk":
        yield wording.say("translation"), source.translation.ru if language == "ru" else source.translation.en
