"""The network between the bus and its ledger is cut, deaf, broken and slow while notices are told. Asked for by `make proof`.

Named so that it is run only where it is named: what it shows takes minutes.
"""

from tests.chaos.network import Suffering
from tests.chaos.proxy import BROKEN, CUT, DEAF, SLOW


async def test_a_ledger_that_is_cut_off_deaf_slow_and_broken_costs_nothing_and_needs_nobody(
    suffering: Suffering,
) -> None:
    """Of a commit whose answer is lost nobody knows whether it was done; it is done once."""
    load, proxy = suffering.load, suffering.network.postgres
    await load.flows()
    for weather, counts in ((CUT, "held there"), (DEAF, "lost back"), (BROKEN, "broken off"), (SLOW, "delayed")):
        await suffering.from_(weather, proxy, counts=counts)
    await load.drained()

    await suffering.check()
    assert load.faults == {"held there": 1, "lost back": 1, "broken off": 1, "delayed": 1}
