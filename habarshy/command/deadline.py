"""`habarshy deadline CODE --at INSTANT`: by when, and why. With --batch, the same for lines of JSON."""

from habarshy.command import helping, lookups, streaming, wording
from schemas.policy import model as policy
from services.law import calendar, deadline_lines
from services.law.deadlines import Law


@helping.command(
    "deadline",
    params=[
        helping.argument("code", complete=lookups.duty_codes, required=False),
        helping.option("--batch", key="batch", is_flag=True),
    ],
)
def command(*, code: str | None, batch: bool) -> None:
    if batch:
        streaming.answer_lines(deadline_lines.Answering(_law(), wording.language()), limit=deadline_lines.LINE_LIMIT)


def _law() -> Law:
    return Law(lookups.catalogue(), calendar.load(), policy.load())
