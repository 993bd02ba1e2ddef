"""What the tests of the bus's middle have, which one at a time has; and a load whose network may be cut."""

from tests.chaos.cluster import cluster
from tests.chaos.network import suffering
from tests.integration.bus.conftest import alone, command, ledger, middle, pair
from tests.integration.running.conftest import folder

__all__ = ["alone", "cluster", "command", "folder", "ledger", "middle", "pair", "suffering"]
