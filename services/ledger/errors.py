"""What can go wrong with a ledger."""

from schemas.errors.tree import Finding, LedgerError


class BatchRefusedError(LedgerError):
    """The ledger refuses something in this batch; nothing of it is stored."""

    def __init__(self, what: str = "") -> None:
        super().__init__(Finding("HB-8505", "", {"what": what}))
