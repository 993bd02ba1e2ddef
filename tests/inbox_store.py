"""What every store of an Inbox must do. Each implementation inherits the suite and gives its own `store` and `again`."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Because, Letter, Outgoing, Step, Store
from schemas.errors.tree import Finding

TOPIC = "inbox.prosecutor-bostandyk"
ID = UUID("019cc151-f5e0-78b9-a1b2-ceb6836d0821")
LATER_ID = UUID("019cc151-f5e0-7fff-a1b2-ceb6836d0821")
AT = datetime(2026, 3, 6, 4, 5, 12, 345_678, tzinfo=UTC)
MADE = "create table made (what text not null)"
AWKWARD = (("text", b"\xff\x00"), (b"\xfename", None), ("", b""))


def letter(value: bytes | None = b"value", offset: int = 3) -> Letter:
    record = RawRecord(TOPIC, 0, offset, AT, None, value, AWKWARD)
    return Letter(record, "failed", Finding("HB-8407", "/body", {"what": "ValueError", "attempt": 1}))


class StoreContract:
    """Inherit it, and define the fixtures `store` (open) and `again` (opens the same store anew)."""

    make_row = "insert into made values (?)"

    async def made(self, store: Store) -> list[str]:
        async with store.taking() as taking:
            return [what for (what,) in await taking.effect.execute("select what from made order by what")]

    async def make(self, store: Store, what: str, *, step: Step, sender: str = "police-medeu") -> bool:
        """Takes one message whose effect is a row; whether it was the first time."""
        async with store.taking() as taking:
            first = await taking.first(sender, ID)
            await taking.effect.execute(self.make_row, (what,))
            await taking.move(step)
            return first

    @pytest.fixture(autouse=True)
    async def table(self, store: Store) -> None:
        async with store.taking() as taking:
            await taking.effect.execute(MADE)

    async def test_a_message_counts_as_taken_once(self, store: Store) -> None:
        assert await self.make(store, "a", step=Step(TOPIC, 0, None, 1))
        assert not await self.make(store, "b", step=Step(TOPIC, 0, 1, 2))
        assert await self.make(store, "c", step=Step(TOPIC, 0, 2, 3), sender="police-auezov")
        assert (await store.counted())["taken"] == 2

    async def test_what_was_kept_is_there_after_it_is_opened_anew(
        self, store: Store, again: Callable[[], Store]
    ) -> None:
        await self.make(store, "a", step=Step(TOPIC, 0, None, 8))
        await store.close()
        other = again()
        await other.open()
        assert await other.position(TOPIC, 0) == 8
        assert await self.made(other) == ["a"]
        assert not await self.make(other, "b", step=Step(TOPIC, 0, 8, 9))
        await other.close()

    async def test_nothing_holds_of_a_transaction_that_an_error_leaves(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 - what leaves the transaction is the point
            async with store.taking() as taking:
                await taking.first("police-medeu", ID)
                await taking.effect.execute(self.make_row, ("a",))
                await taking.answer(Outgoing(ID, b"{}", ""))
                await taking.keep(letter(), AT)
                await taking.move(Step(TOPIC, 0, None, 1))
                raise ZeroDivisionError
        assert (await self.made(store), await store.position(TOPIC, 0), await store.outgoing()) == ([], None, [])
        assert await store.counted() == {"taken": 0, "letters": 0, "outgoing": 0}

    async def test_nothing_holds_of_a_transaction_that_is_cancelled(self, store: Store) -> None:
        inside = asyncio.Event()

        async def stuck() -> None:
            async with store.taking() as taking:
                await taking.first("police-medeu", ID)
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(stuck())
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await store.counted())["taken"] == 0

    async def test_a_part_that_an_error_leaves_is_undone_by_itself(self, store: Store) -> None:
        async with store.taking() as taking:
            async with taking.apart():
                await taking.effect.execute(self.make_row, ("a",))
            with pytest.raises(Exception, match="nowhere"):  # noqa: PT012 - what leaves the part is the point
                async with taking.apart():
                    await taking.effect.execute(self.make_row, ("b",))
                    await taking.first("police-medeu", ID)
                    await taking.effect.execute("select * from nowhere")
            async with taking.apart():
                await taking.effect.execute(self.make_row, ("c",))
            await taking.move(Step(TOPIC, 0, None, 3))
        assert (await self.made(store), await store.position(TOPIC, 0)) == (["a", "c"], 3)
        assert (await store.counted())["taken"] == 0

    async def test_a_position_moves_from_where_it_was_seen_alone(self, store: Store) -> None:
        for was, following, moved in ((None, 5, True), (None, 9, False), (4, 9, False), (5, 2, True), (2, 3, True)):
            async with store.taking() as taking:
                assert await taking.move(Step(TOPIC, 0, was, following)) == moved
        assert await store.position(TOPIC, 0) == 3
        assert await store.position(TOPIC, 1) is None
        assert await store.positions(TOPIC) == {0: 3}

    async def test_the_mark_of_the_last_record_moves_with_the_position_and_is_given_for_that_one_alone(
        self, store: Store
    ) -> None:
        async with store.taking() as taking:
            await taking.move(Step(TOPIC, 0, None, 1, "first"))
        assert await store.mark(TOPIC, 0, position=1) == "first"
        async with store.taking() as taking:
            await taking.move(Step(TOPIC, 0, 1, 2, "second"))
        assert [await store.mark(TOPIC, 0, position=at) for at in (1, 2)] == [None, "second"]
        async with store.taking() as taking:
            await taking.move(Step(TOPIC, 0, 2, 0))
        assert await store.mark(TOPIC, 0, position=0) is None

    async def test_a_store_of_before_there_were_marks_keeps_its_position_and_gets_them(
        self, store: Store, again: Callable[[], Store]
    ) -> None:
        async with store.taking() as taking:
            await taking.move(Step(TOPIC, 0, None, 7, "first"))
            await taking.effect.execute("alter table habarshy_inbox_position drop column mark")
        await store.close()
        for _ in range(2):
            other = again()
            await other.open()
            assert (await other.position(TOPIC, 0), await other.mark(TOPIC, 0, position=7)) == (7, None)
            await other.close()
        await store.open()
        async with store.taking() as taking:
            assert await taking.move(Step(TOPIC, 0, 7, 8, "second"))
        assert await store.mark(TOPIC, 0, position=8) == "second"

    async def test_a_later_state_of_an_obligation_replaces_an_earlier_one(self, store: Store) -> None:
        seen = [(1, 1, True), (1, 3, True), (1, 2, False), (1, 3, False), (2, 1, True), (1, 9, False)]
        async with store.taking() as taking:
            for epoch, version, newest in seen:
                assert await taking.newest(b"{}", epoch=epoch, version=version) == newest
            assert await taking.newest(b'{"other":1}', epoch=1, version=1)

    async def test_answers_wait_in_their_order_until_they_are_handed_over(self, store: Store) -> None:
        first, second = Outgoing(ID, b'{"a":1}', "detention.prosecutor-notice"), Outgoing(LATER_ID, b"{}", "")
        async with store.taking() as taking:
            await taking.answer(second)
            await taking.answer(first)
            await taking.answer(first)
        assert await store.outgoing() == [first, second]
        await store.handed_over([ID])
        assert await store.outgoing() == [second]

    async def test_a_letter_keeps_every_byte_and_its_reason(self, store: Store) -> None:
        async with store.taking() as taking:
            await taking.keep(letter(), AT)
            await taking.keep(letter(value=None), AT)
        kept = await store.letters()
        assert [one.letter for one in kept] == [letter(), letter(value=None)]
        assert [(one.kept_at, one.times, one.wanted_again) for one in kept] == [(AT, 1, False)] * 2
        assert await store.letter(kept[0].number) == kept[0]
        assert await store.letter(10_000) is None

    async def test_the_same_bytes_are_one_letter_and_counted(self, store: Store) -> None:
        async with store.taking() as taking:
            await taking.keep(letter(), AT)
        number = (await store.letters())[0].number
        await store.want_again(number)
        assert (await store.letters())[0].wanted_again
        assert [one.number for one in await store.wanted()] == [number]
        async with store.taking() as taking:
            await taking.keep(letter(offset=99), AT)
        (kept,) = await store.letters()
        assert (kept.number, kept.times, kept.wanted_again) == (number, 2, False)
        assert await store.wanted() == []

    async def test_a_letter_whose_message_counts_stays_one_whatever_fails_later(self, store: Store) -> None:
        reasons: tuple[Because, ...] = ("failed", "unusable", "unproved", "failed", "unheard", "unusable", "failed")
        seen = []
        for because in reasons:
            async with store.taking() as taking:
                await taking.keep(replace(letter(), because=because), AT)
            seen.append((await store.letters())[0].letter.because)
        assert seen == ["failed", "unusable", "unusable", "unusable", "unheard", "unheard", "unheard"]

    async def test_a_letter_is_settled_once(self, store: Store) -> None:
        async with store.taking() as taking:
            await taking.keep(letter(), AT)
        number = (await store.letters())[0].number
        async with store.taking() as taking:
            assert await taking.settle(number)
            assert not await taking.settle(number)
        assert await store.letters() == []

    async def test_a_wrong_statement_does_not_pass_by_waiting(self, store: Store) -> None:
        with pytest.raises(Exception, match="nowhere") as wrong:
            async with store.taking() as taking:
                await taking.effect.execute("select * from nowhere")
        assert not store.passes(wrong.value)
