"""The middle of the bus at work, and agencies that may say and do what no client of ours would."""

from tests.integration.bus.conftest import alone, ledger, middle, pair

__all__ = ["alone", "ledger", "middle", "pair"]
