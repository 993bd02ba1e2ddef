"""Every notice's body by its duty."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.body import NoticeBody
from schemas.messages.collecting import by_version, newest, versions
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

BY_VERSION: Final[Mapping[tuple[str, int], type[NoticeBody]]] = by_version(
    NoticeBody,
    (custody, detention, juvenile, office, police, prevention, protection, report, sentence, transfer, weapons),
)
BY_CODE: Final[Mapping[str, type[NoticeBody]]] = newest(BY_VERSION)
VERSIONS: Final[Mapping[str, tuple[str, ...]]] = versions(BY_VERSION)
