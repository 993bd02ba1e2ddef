"""Every service record's body by its duty."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.body import ServiceRecordBody
from schemas.messages.collecting import by_version, newest, versions
from schemas.messages.service_records import detention, dv, police, protection, report, sentence, transfer

BY_VERSION: Final[Mapping[tuple[str, int], type[ServiceRecordBody]]] = by_version(
    ServiceRecordBody, (detention, dv, police, protection, report, sentence, transfer)
)
BY_CODE: Final[Mapping[str, type[ServiceRecordBody]]] = newest(BY_VERSION)
VERSIONS: Final[Mapping[str, tuple[str, ...]]] = versions(BY_VERSION)
