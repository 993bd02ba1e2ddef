"""A connection to the wire that is lost where nobody expects it."""

from tests.unit.admission import world
from tests.unit.intake.fakes import CutOffReference
from tests.unit.intake.rig import Rig, became, memory, notices, wire_with


async def test_a_connection_that_is_lost_in_the_middle_of_a_turn_costs_no_record() -> None:
    """The library cancels its own futures then; whoever awaits one looks cancelled though nobody asked for it."""
    ledger, cut = memory(), CutOffReference(world.directory())
    one = Rig(wire_with(*notices(3)), ledger, reference=cut)

    assert await one.intake.step() == 0
    assert cut.asked == 1
    await one.settle()

    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED"), (2, "ROUTED")]
