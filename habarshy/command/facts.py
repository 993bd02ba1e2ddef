"""`habarshy facts`: what agencies publish."""

from habarshy.command import helping, lookups, output, wording
from habarshy.command.duties import roles
from schemas.catalogue.entries import FactEntry


def _text(fact: FactEntry) -> str:
    names = [role.text.model_dump_json() for role in lookups.catalogue().roles if role.code in fact.by]
    return fact.model_dump_json() + " ".join(names)


@helping.command(
    "facts",
    params=[
        helping.known_option("--by", lambda: [*roles(), "bus"], key="by"),
        helping.option("--search", key="search"),
        *helping.output_options(),
    ],
)
def command(*, shape: str | None, by: str | None, search: str | None) -> None:
    catalogue = lookups.catalogue()
    found = lookups.matching([fact for fact in catalogue.facts if by is None or by in fact.by], search, _text)
    if shape:
        output.documents(
            [_value(fact) for fact in found], shape=shape, name="facts", head={"catalogue": catalogue.version}
        )
        return
    names, language = lookups.role_names(), wording.language()
    rows = [
        (
            fact.code,
            fact.text.in_(language),
            ", ".join(names[role] for role in fact.by),
            "\n".join(_opens(fact)),
            "\n".join(_closes(fact)),
        )
        for fact in found
    ]
    output.table([wording.say(key) for key in ("code", "fact", "published-by", "opens", "closes")], rows)
    output.remark(wording.say("counted-facts", shown=len(found), all=len(catalogue.facts)))


def _opens(fact: FactEntry) -> list[str]:
    return [duty.code for duty in lookups.catalogue().opened_by(fact.code)]


def _closes(fact: FactEntry) -> list[str]:
    return [duty.code for duty in lookups.catalogue().closed_by(fact.code)]


def _value(fact: FactEntry) -> dict[str, object]:
    return fact.model_dump(mode="json") | {"opens": _opens(fact), "closes": _closes(fact)}
