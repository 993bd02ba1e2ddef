"""`habarshy judge --batch`: whole scenarios judged, one a line."""

from habarshy.command import helping, lookups, streaming, wording
from schemas.policy import model as policy
from services.law import calendar
from services.law.deadlines import Law
from services.scenarios import judged_lines


@helping.command("judge", params=[helping.option("--batch", key="batch-scenarios", is_flag=True, required=True)])
def command(*, batch: bool) -> None:  # noqa: ARG001 - the flag says what the call is; there is no other way yet
    law = Law(lookups.catalogue(), calendar.load(), policy.load())
    streaming.answer_lines(judged_lines.Answering(law, wording.language()), limit=judged_lines.LINE_LIMIT)
