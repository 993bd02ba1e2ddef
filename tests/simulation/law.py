"""By which law and which directory everything of a run is judged."""

from functools import cache

from schemas.policy import model as policy
from services.admission.judging import Judge
from services.law import calendar
from services.law.deadlines import Law
from tests.unit.admission import world


@cache
def judge() -> Judge:
    law = Law(world.checking().catalogue, calendar.load(), policy.load())
    return Judge(law, world.directory())
