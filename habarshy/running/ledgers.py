"""Where the ledger is: as the call says, else the environment, else the stack that runs on this machine."""

import logging
import re
from collections.abc import Mapping
from typing import Final

from schemas.errors.tree import Finding, LedgerError

_PASSWORD: Final = re.compile(r"password\s*=|://[^/@:]*:[^/@]+@")
"""In either form of an address."""
_log: Final = logging.getLogger(__name__)


def address(said: str | None, environment: Mapping[str, str]) -> str:
    """A connection string as libpq knows it; LedgerError where there is none."""
    from habarshy.stack import settings, stack
    from habarshy.stack.errors import StackError

    if said is not None and _PASSWORD.search(said):
        _log.warning(
            "everybody on this machine sees a password on the command line: say the address in HABARSHY_POSTGRES",
            extra={"action": "ledger.password-shown"},
        )
    configured = said or environment.get("HABARSHY_POSTGRES")
    if configured:
        return configured
    try:
        return stack.addresses(settings.from_environment(environment)).postgres.conninfo
    except StackError as error:
        raise LedgerError(Finding("HB-8506", "", {})) from error
