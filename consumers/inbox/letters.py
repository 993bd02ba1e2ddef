"""A dead letter that a person wants to be taken once more."""

from consumers.inbox.errors import broken
from consumers.inbox.store.port import Store


async def ask_again(store: Store, number: int) -> None:
    """Leaves word for the Inbox that runs; refused where there is no such letter, and where nothing is left to take."""
    kept = await store.letter(number)
    if kept is None:
        raise broken("HB-8410", number=number)
    if kept.letter.because == "lost":
        raise broken("HB-8414", number=number)
    await store.want_again(number)
