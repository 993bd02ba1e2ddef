"""Whose message has waited for 24 hours for what it is about is told once more that it is parked."""

from datetime import timedelta

from schemas.messages import registry
from schemas.messages.bus import Acceptance
from services.admission import reminding
from services.admission.reminding import Reminders
from services.ledger.entries import Waiting
from tests.unit.admission import world
from tests.unit.admission.world import NETWORK, PROSECUTOR, Wire
from tests.unit.intake.rig import Rig, memory, wire_with


def read(row: Waiting) -> Acceptance:
    message = registry.read_again(row.value.rstrip(b"\n"))
    assert isinstance(message, Acceptance)
    return message


async def test_the_reminder_is_the_acceptance_once_more_under_an_id_of_its_own() -> None:
    ledger, wire = memory(), Wire()
    one = Rig(wire_with(world.receipt(wire, 1, 2)), ledger)
    await one.settle()
    (first,) = map(read, one.handed)

    before = ledger.clock() + timedelta(days=1)
    (row,) = await ledger.remind(before, Reminders(NETWORK), limit=10)

    again = read(row)
    assert (row.topic, first.disposition, again.disposition) == (f"inbox.{PROSECUTOR}", "PARKED", "PARKED")
    assert again.id != first.id
    assert again.emitted_at > first.emitted_at
    changed = {"id": first.id, "emitted_at": first.emitted_at}
    assert again.model_copy(update=changed) == first
    assert timedelta(hours=24) == reminding.PATIENCE


async def test_what_it_waited_for_still_releases_it_and_its_sender_is_told_last_that_it_went_out() -> None:
    ledger, wire = memory(), Wire()
    one = Rig(wire_with(world.receipt(wire, 1, 2)), ledger)
    await one.settle()
    await ledger.remind(ledger.clock() + timedelta(days=1), Reminders(NETWORK), limit=10)

    one.wire.put(wire.notice(1))
    one.wire.assign(*one.wire.log)
    await one.settle()

    rows = sorted((row.waiting for row in ledger.store.outgoing.values()), key=lambda row: row.sequence)
    told = [read(row) for row in rows if row.topic == f"inbox.{PROSECUTOR}" and b'"acceptance"' in row.value]
    assert [answer.disposition for answer in told] == ["PARKED", "PARKED", "ROUTED"]
    assert len({answer.id for answer in told}) == 3
