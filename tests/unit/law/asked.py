"""Lines as programs ask them, and what they are answered."""

from typing import Any, Final

import orjson

from schemas.catalogue.loading import load
from schemas.policy import model as policy
from services.law import calendar
from services.law.deadline_lines import Answering
from services.law.deadlines import Law

RULES: Final = Law(load(), calendar.load(), policy.load())
ANSWERING: Final = Answering(RULES)
EVENT: Final = "2024-04-30T05:00:00Z"
HOURS: Final = {"unit": "hours", "value": 1}


def answer(**fields: Any) -> Any:  # noqa: ANN401 - whatever JSON can say
    return orjson.loads(ANSWERING.answer(orjson.dumps(fields)))
