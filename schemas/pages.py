"""Reference pages that are made from the contract itself, so that they cannot say anything else."""

from collections.abc import Iterator

from schemas.catalogue import loading, vocabulary
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.errors import registry
from schemas.explanations import vocabulary as explanations
from schemas.messages.registry import KINDS
from schemas.permissions import page as permissions

_MADE = "<!-- Made by `make generated`; change what it is made from, not this page. -->\n\n"


def files() -> dict[str, str]:
    return {
        "errors.md": errors(),
        "duties.md": duties(loading.load()),
        "facts.md": facts(loading.load()),
        "messages.md": messages(),
        "permissions.md": permissions.text(_MADE),
        "steps.md": steps(),
    }


def errors() -> str:
    """Every error code in three languages."""
    lines = [
        "# Error codes\n",
        _MADE.strip(),
        "\nThe words in `<angle brackets>` are filled in with the particulars of the case.\n",
    ]
    for error in registry.load().values():
        lines.append(f"## {error.code}\n")
        for language in ("en", "kk", "ru"):
            filled = registry.Filled({})
            meaning = error.meaning.in_(language).format_map(filled)
            remedy = error.remedy.in_(language).format_map(filled)
            lines.append(f"- **{language}**: {_escaped(meaning)} *{_escaped(remedy)}*")
        lines.append("")
    return "\n".join(lines)


def _escaped(sentence: str) -> str:
    return sentence.replace("<", "&lt;").replace("*", "\\*")


def duties(catalogue: Catalogue) -> str:
    """Every duty in one table per family."""
    lines = [
        "# Duties\n",
        _MADE.strip(),
        f"\nCatalogue {catalogue.version}. One duty whole, with the law behind it: `habarshy duty CODE`.\n",
    ]
    families = sorted({duty.family for duty in catalogue.duties})
    for family in families:
        lines += [
            f"## {family}\n",
            "| Code | Duty | Tier | Owed by | To | Term | Source |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [_row(duty, catalogue) for duty in catalogue.duties if duty.family == family]
        lines.append("")
    return "\n".join(lines)


def _row(duty: Duty, catalogue: Catalogue) -> str:
    titles = f"{duty.title.en}<br>{duty.title.kk}<br>{duty.title.ru}"
    recipients = ", ".join(duty.recipients) or "—"
    term = vocabulary.term_phrase(duty.term, "en")
    codes = dict.fromkeys(source.document for source in duty.sources)
    sources = "<br>".join(vocabulary.source_phrase(catalogue.document_by_code[code], "en") for code in codes)
    return f"| `{duty.code}` | {titles} | {duty.tier} | {duty.sender} | {recipients} | {term} | {sources} |"


def facts(catalogue: Catalogue) -> str:
    """Every fact: who may publish it, what it carries, what it opens and closes."""
    lines = [
        "# Facts\n",
        _MADE.strip(),
        "",
        "| Code | Fact | Published by | Instants and attributes | Opens | Closes |",
        "|---|---|---|---|---|---|",
    ]
    for fact in catalogue.facts:
        carries = [*fact.instants, *(attribute.code for attribute in fact.attributes)]
        cells = (
            f"`{fact.code}`",
            f"{fact.text.en}<br>{fact.text.kk}<br>{fact.text.ru}",
            ", ".join(fact.by),
            ", ".join(carries) or "occurred_at",
            "<br>".join(duty.code for duty in catalogue.opened_by(fact.code)) or "—",
            "<br>".join(duty.code for duty in catalogue.closed_by(fact.code)) or "—",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def messages() -> str:
    """Every type of message: its envelope and how its body lies in the record."""
    lines = [
        "# Types of message\n",
        _MADE.strip(),
        "\nThe fields of each: `habarshy schema export DIR`, or `schemas/exported/`.\n",
    ]
    lines += ["| Type | In Kazakh | In Russian | What it says | Body |", "|---|---|---|---|---|"]
    lines += list(_kinds())
    return "\n".join([*lines, ""])


def _kinds() -> Iterator[str]:
    words = vocabulary.load()["type"]
    for name, kind in KINDS.items():
        says = (kind.envelope.__doc__ or "").split("\n")[0]
        yield f"| `{name}` | {words[name].kk} | {words[name].ru} | {says} | {kind.body_line} |"


def steps() -> str:
    """Every step of an explanation: its particulars with their kinds, and what it says."""
    lines = [
        "# Steps of an explanation\n",
        _MADE.strip(),
        "\nHow the steps follow each other: [deadlines](deadlines.md#the-explanation), [judging](judging.md#the-explanation).\n",
        "| Code | Particulars | What it says |",
        "|---|---|---|",
    ]
    for code, phrase in sorted(explanations.load().steps.items()):
        particulars = "<br>".join(f"`{name}`: {kind}" for name, kind in sorted(phrase.particulars.items())) or "—"
        said = "<br>".join(phrase.text.in_(language) for language in ("en", "kk", "ru"))
        lines.append(f"| `{code}` | {particulars} | {said} |")
    return "\n".join([*lines, ""])
