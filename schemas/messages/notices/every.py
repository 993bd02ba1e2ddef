"""Every notice's body by its duty."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.body import NoticeBody
from schemas.messages.collecting import by_code
from schemas.messages.notices import (
    custody,
    detention,
    juvenile,
    office,
    police,
    prevention,
    protection,
    report,
    sentence,
    transfer,
    weapons,
)

BY_CODE: Final[Mapping[str, type[NoticeBody]]] = by_code(
    NoticeBody,
    (custody, detention, juvenile, office, police, prevention, protection, report, sentence, transfer, weapons),
)
