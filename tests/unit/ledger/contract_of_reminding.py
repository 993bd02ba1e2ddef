"""What every ledger does so that who waits long is told so once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.ledger.entries import Outgoing
from services.ledger.port import Recorded
from services.ledger.reminding import Overdue
from tests.unit.ledger.batches import AT, COURT, OCCASION, POLICE, Intake, deliver, inbox, made, named, said
from tests.unit.ledger.contract_of_relay import Closing

LATER = AT + timedelta(days=36_500)


class Reminders:
    """Tells each sender, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Sequence[Overdue]] = []

    def __call__(self, overdue: Sequence[Overdue], *, at: datetime, epoch: int) -> Sequence[Outgoing]:
        assert at >= AT
        self.asked.append(overdue)
        return [
            Outgoing(inbox(one.parked.name.sender), made("waits", one.parked.name, epoch), key=b"k", value=b"waits\n")
            for one in overdue
        ]


class RemindingContract:
    """Subclasses give a ledger."""

    async def test_what_waits_is_told_of_once_and_goes_out(self, ledger: Closing) -> None:
        intake, reminders = Intake(ledger), Reminders()
        outcome = await intake.record(said(2, sender=COURT, regards=named(1)), said(3, sender=COURT, regards=named(2)))
        await deliver(ledger)

        told = await ledger.remind(LATER, reminders, limit=10)

        assert [one.parked.name for one in reminders.asked[0]] == [named(2, COURT), named(3, COURT)]
        assert isinstance(outcome, Recorded)
        assert [one.leaf for one in reminders.asked[0]] == [entry.leaf.hash for entry in outcome.entries]
        assert [one.digest for one in reminders.asked[0]] == [entry.arrival.digest for entry in outcome.entries]
        await ledger.share()
        assert list(await ledger.waiting(10, besides=frozenset())) == list(told)
        assert [(row.topic, row.value) for row in told] == [(inbox(COURT), b"waits\n")] * 2
        assert list(await ledger.remind(LATER, reminders, limit=10)) == []

    async def test_what_has_not_waited_so_long_is_not_told_of(self, ledger: Closing) -> None:
        await Intake(ledger).record(said(2, sender=COURT, regards=named(1)))
        assert list(await ledger.remind(AT - timedelta(days=1), Reminders(), limit=10)) == []

    async def test_what_was_released_waits_no_more(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(said(2, sender=COURT, regards=named(1)))
        await intake.record(said(1, occasion=OCCASION))
        assert list(await ledger.remind(LATER, Reminders(), limit=10)) == []

    async def test_a_part_at_a_time_is_told_of_and_what_was_told_is_released_all_the_same(
        self, ledger: Closing
    ) -> None:
        intake, reminders = Intake(ledger), Reminders()
        await intake.record(*(said(number, sender=COURT, regards=named(1)) for number in (2, 3, 4)))
        assert [len(await ledger.remind(LATER, reminders, limit=2)) for _ in range(3)] == [2, 1, 0]

        outcome = await intake.record(said(1, sender=POLICE, occasion=OCCASION))
        assert isinstance(outcome, Recorded)
        assert len(outcome.entries[0].released) == 3
