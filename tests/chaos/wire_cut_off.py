"""The network between clients and broker is cut, deaf, slow and broken while notices are told: each has its effect once, and nobody lends a hand."""

from tests.chaos.network import Suffering
from tests.chaos.proxy import BROKEN, CUT, DEAF, FAIR, SLOW, Proxy, Weather
from tests.chaos.whole_load import Load


async def nothing_is_acknowledged(load: Load, proxy: Proxy, weather: Weather) -> None:
    """The sender goes on telling: what it says is in its spool, and not known to be on the wire."""
    before = len(load.kept())
    proxy.turns(weather)
    await load.told(5)
    said = load.kept()[before:]
    assert not set(said) & {words[1] for words in load.sender.history("acked")}


async def test_a_wire_that_is_cut_deaf_slow_and_broken_costs_nothing_and_needs_nobody(suffering: Suffering) -> None:
    """For 2 s each, or as many as HABARSHY_TEST_CUT_SECONDS says."""
    load, proxy = suffering.load, suffering.network.kafka
    await load.flows()
    for weather, counts in ((CUT, "held there"), (DEAF, "lost back")):
        await nothing_is_acknowledged(load, proxy, weather)
        await suffering.from_(weather, proxy, counts=counts)
    await suffering.from_(BROKEN, proxy, counts="broken off")
    proxy.turns(SLOW)
    await load.flows()
    assert proxy.counted["delayed"] > 0
    proxy.turns(FAIR)
    await load.drained()

    await suffering.check()
    assert load.faults == {"held there": 1, "lost back": 1, "broken off": 1}
