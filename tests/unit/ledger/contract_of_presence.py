"""What every presence says of who is there, in memory or in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from services.ledger.presence import FIRST, Presence

ONE, OTHER, THIRD = FIRST, FIRST + 7, 2 * FIRST - 1
Opens = Callable[[int], AbstractAsyncContextManager[Presence]]
"""A process with this number, until it ends."""


class PresenceContract:
    """Subclasses give processes of one ledger."""

    async def test_whoever_is_there_sees_himself_and_the_others(self, opens: Opens) -> None:
        async with opens(ONE) as one, opens(OTHER) as other, opens(THIRD) as third:
            assert {await each.look() for each in (one, other, third)} == {frozenset({ONE, OTHER, THIRD})}
            assert [each.number for each in (one, other, third)] == [ONE, OTHER, THIRD]

    async def test_whoever_ended_is_there_no_more(self, opens: Opens) -> None:
        async with opens(ONE) as one:
            async with opens(OTHER):
                assert await one.look() == {ONE, OTHER}
            assert await one.look() == {ONE}

    async def test_looking_again_changes_nothing(self, opens: Opens) -> None:
        async with opens(ONE) as one:
            assert await one.look() == await one.look() == {ONE}
        async with opens(OTHER) as other:
            assert await other.look() == {OTHER}
