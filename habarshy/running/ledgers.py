"""Where the ledger is: as the call says, else the environment, else the stack that runs on this machine."""

from collections.abc import Mapping

from schemas.errors.tree import Finding, LedgerError


def address(said: str | None, environment: Mapping[str, str]) -> str:
    """A connection string as libpq knows it; LedgerError where there is none."""
    from habarshy.stack import settings, stack
    from habarshy.stack.errors import StackError

    configured = said or environment.get("HABARSHY_POSTGRES")
    if configured:
        return configured
    try:
        return stack.addresses(settings.from_environment(environment)).postgres.conninfo
    except StackError as error:
        raise LedgerError(Finding("HB-8506", "", {})) from error
