"""Every fact by its code."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.collecting import by_version, newest, versions
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

BY_VERSION: Final[Mapping[tuple[str, int], type[Statement]]] = by_version(
    Statement, (custody, dv, information, juvenile, office, police, prevention, protection, sentence, transfer, weapons)
)
BY_CODE: Final[Mapping[str, type[Statement]]] = newest(BY_VERSION)
VERSIONS: Final[Mapping[str, tuple[str, ...]]] = versions(BY_VERSION)
