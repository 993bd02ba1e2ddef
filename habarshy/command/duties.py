"""`habarshy duties`: the catalogue as a list."""

from dataclasses import dataclass

import click

from habarshy.command import helping, lookups, output, wording
from schemas.catalogue import vocabulary
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import Document


def roles() -> list[str]:
    return [role.code for role in lookups.catalogue().roles]


def families() -> list[str]:
    return sorted({duty.family for duty in lookups.catalogue().duties})


def _text(duty: Duty) -> str:
    """Everything in a duty that a search looks through."""
    parties = [
        role.text.model_dump_json()
        for role in lookups.catalogue().roles
        if role.code in (duty.sender, *duty.recipients)
    ]
    return duty.model_dump_json(exclude={"sources": {"__all__": {"lines"}}}) + " ".join(parties)


@dataclass(frozen=True)
class Wanted:
    """Which duties a call asks for; what is None does not matter."""

    family: str | None
    tier: str | None
    sender: str | None
    recipient: str | None

    def fits(self, duty: Duty) -> bool:
        same = (self.family, duty.family), (self.tier, duty.tier), (self.sender, duty.sender)
        return all(wish in (None, has) for wish, has in same) and (
            self.recipient is None or self.recipient in duty.recipients
        )


@helping.command(
    "duties",
    params=[
        helping.known_option("--family", families, key="family"),
        helping.option("--tier", key="tier", type=click.Choice(("notice", "service", "limit", "report"))),
        helping.known_option("--sender", roles, key="sender"),
        helping.known_option("--recipient", roles, key="recipient"),
        helping.option("--search", key="search"),
        *helping.output_options(),
    ],
)
def command(*, shape: str | None, search: str | None, **wanted: str | None) -> None:
    everything = lookups.catalogue().duties
    found = lookups.matching(filter(Wanted(**wanted).fits, everything), search, _text)
    if shape:
        output.documents(
            [value(duty) for duty in found], shape=shape, name="duties", head={"catalogue": lookups.catalogue().version}
        )
        return
    show(found)
    output.remark(wording.say("counted-duties", shown=len(found), all=len(everything)))


def show(duties: tuple[Duty, ...]) -> None:
    language = wording.language()
    names = lookups.role_names()
    rows = [
        (
            duty.code,
            _title(duty),
            vocabulary.word("tier", duty.tier, language),
            f"{names[duty.sender]} → {', '.join(names[role] for role in duty.recipients) or '—'}",
            vocabulary.term_phrase(duty.term, language),
            " | ".join(vocabulary.source_phrase(document, language) for document in documents(duty)),
        )
        for duty in duties
    ]
    output.table([wording.say(key) for key in ("code", "duty", "tier", "who-whom", "term", "source")], rows)


def _title(duty: Duty) -> str:
    """The title; with the dates in force where the law was amended and the duty stands twice."""
    title = duty.title.in_(wording.language())
    amended = len(lookups.catalogue().duties_by_code[duty.code]) > 1
    dates = wording.say("in-force-line", start=duty.in_force.from_ or "…", end=duty.in_force.until or "…")
    return f"{title} ({dates})" if amended else title


def documents(duty: Duty) -> list[Document]:
    """The sources of a duty, each once."""
    codes = dict.fromkeys(source.document for source in duty.sources)
    return [lookups.catalogue().document_by_code[code] for code in codes]


def value(duty: Duty) -> dict[str, object]:
    """A duty for a program, with what kind of source it rests on."""
    return duty.model_dump(mode="json", by_alias=True) | {
        "documents": [d.model_dump(mode="json") for d in documents(duty)]
    }
