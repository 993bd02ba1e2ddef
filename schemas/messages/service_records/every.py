"""Every service record's body by its duty."""

from collections.abc import Mapping
from typing import Final

from schemas.messages.body import ServiceRecordBody
from schemas.messages.collecting import by_code
from schemas.messages.service_records import detention, dv, police, protection, report, sentence, transfer

BY_CODE: Final[Mapping[str, type[ServiceRecordBody]]] = by_code(
    ServiceRecordBody, (detention, dv, police, protection, report, sentence, transfer)
)
