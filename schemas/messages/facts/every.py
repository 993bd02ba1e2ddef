"""Every fact by its code."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.collecting import by_code
from schemas.messages.facts import (
    custody,
    dv,
    information,
    juvenile,
    office,
    police,
    prevention,
    protection,
    sentence,
    transfer,
    weapons,
)
from schemas.messages.facts.statement import Statement

BY_CODE: Final[Mapping[str, type[Statement]]] = by_code(
    Statement, (custody, dv, information, juvenile, office, police, prevention, protection, sentence, transfer, weapons)
)
