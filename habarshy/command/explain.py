"""`habarshy explain CODE`: what an error means and what to do."""

from habarshy.command import helping, lookups, output, wording
from schemas.errors import registry


def _codes() -> list[str]:
    return list(registry.load())


@helping.command(
    "explain",
    params=[
        helping.argument("code", complete=_codes, required=False),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, code: str | None, as_json: bool) -> None:
    known = registry.load()
    if code is None:
        _list(as_json=as_json)
        return
    name = code.upper() if code.upper().startswith("HB-") else f"HB-{code}"
    error = known.get(name) or lookups.missing("HB-6009", code, _codes())
    if as_json:
        output.as_json(error.model_dump(mode="json"))
        return
    language = wording.language()
    output.sheet(
        error.code,
        [
            (wording.say("meaning"), _readable(error.meaning.in_(language))),
            (wording.say("remedy"), _readable(error.remedy.in_(language))),
        ],
    )


def _list(*, as_json: bool) -> None:
    known = registry.load()
    if as_json:
        output.as_json([error.model_dump(mode="json") for error in known.values()])
        return
    language = wording.language()
    output.table(
        [wording.say("code"), wording.say("meaning")],
        [(error.code, _readable(error.meaning.in_(language))) for error in known.values()],
    )
    output.remark(wording.say("counted-codes", all=len(known)))


def _readable(sentence: str) -> str:
    """The sentence with its particulars shown as <names>."""
    return sentence.format_map(registry.Filled({}))
