"""The ledger in PostgreSQL keeps the same contract, in few statements and by COPY."""

import pytest

from services.ledger import storing
from tests.unit.ledger.contract import LedgerContract
from tests.unit.ledger.contract_of_occasions import OccasionsContract
from tests.unit.ledger.contract_of_relay import RelayContract
from tests.unit.ledger.contract_of_reminding import RemindingContract


class TestIntake(LedgerContract): ...


class TestOccasions(OccasionsContract): ...


class TestRelay(RelayContract): ...


class TestReminding(RemindingContract): ...


class _Many:
    @pytest.fixture(autouse=True)
    def _all_are_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(storing, "MANY", 0)


class TestIntakeByCopy(_Many, LedgerContract): ...


class TestOccasionsByCopy(_Many, OccasionsContract): ...


class TestRelayByCopy(_Many, RelayContract): ...
