"""The small parts of the Inbox: what comes next, who listens, how long to wait."""

import pytest
from pydantic import BaseModel

from consumers.inbox import inbox, positions, routing
from consumers.inbox.errors import InboxError
from consumers.inbox.positions import Elsewhere, Log, Lost, Next
from consumers.inbox.received import Received
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Effect
from schemas.messages.bus import Acceptance
from schemas.messages.envelope import Receipt
from schemas.messages.facts.custody import ProtocolDrawn
from schemas.messages.notices.detention import ProsecutorNotice
from tests import inbox_world


@pytest.mark.parametrize(
    ("offset", "expected", "log", "found"),
    [
        (7, None, Log(0, 9), Next()),
        (7, 7, Log(0, 9), Next()),
        (9, 7, Log(0, 20), Elsewhere(7)),
        (3, 7, Log(0, 20), Elsewhere(7)),
        (12, 7, Log(12, 20), Lost(7, 11, "deleted")),
        (14, 7, Log(12, 20), Elsewhere(12)),
        (0, 30, Log(0, 20), Lost(0, 0, "begun-anew")),
        (4, 30, Log(0, 20), Elsewhere(0)),
        (20, 20, Log(0, 20), Next()),
    ],
)
def test_a_record_comes_next_or_says_where_to_look(
    offset: int, expected: int | None, log: Log, found: positions.Found
) -> None:
    assert positions.found(offset, expected, log) == found


async def nobody(_: Received[object], __: Effect) -> None: ...


def received(name: str = "notice") -> Received[object]:
    world = inbox_world.world()
    from_bus = world.from_bus("bus-accepts-the-notice-of-a-detention")
    sent = {"notice": world.notice(), "fact": world.fact(), "acceptance": from_bus}[name]
    found = world.reader().read(world.one(sent), world.state)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize(
    ("what", "name"),
    [
        (ProsecutorNotice, "notice"),
        ("detention.prosecutor-notice", "notice"),
        ("notice", "notice"),
        (ProtocolDrawn, "fact"),
        ("custody.protocol-drawn", "fact"),
        ("fact", "fact"),
        (Acceptance, "acceptance"),
        ("acceptance", "acceptance"),
    ],
)
async def test_a_handler_hears_what_it_asked_for_and_gets_what_it_asked_by(
    what: type[BaseModel] | str, name: str
) -> None:
    told: list[object] = []

    async def hear(message: Received[object], _: Effect) -> None:
        told.append(message.said)

    router = Router()
    router.on(what)(hear)
    message = received(name)
    listener = router.listener(message)
    assert listener is not None
    await listener.hear(message, None)  # type: ignore[arg-type] # this handler has no effect
    if isinstance(what, type):
        assert isinstance(told[0], what)
    for other in {"notice", "fact", "acceptance"} - {name}:
        assert router.listener(received(other)) is None


def test_whoever_hears_a_code_goes_before_whoever_hears_its_type_and_the_default_comes_last() -> None:
    async def other(_: Received[object], __: Effect) -> None: ...

    async def default(_: Received[object], __: Effect) -> None: ...

    by_type, by_code = Router(), Router()
    by_type.on("notice")(nobody)
    by_type.otherwise(default)
    by_code.on(ProsecutorNotice)(other)
    whole = routing.joined([by_type, by_code])
    listeners = [whole.listener(received(name)) for name in ("notice", "fact")]
    assert [listener.handler for listener in listeners if listener] == [other, default]


def test_two_handlers_for_one_thing_are_refused_when_the_inbox_is_made() -> None:
    one, two = Router(), Router()
    one.on(Receipt)(nobody)
    two.on(Receipt)(nobody)
    with pytest.raises(InboxError, match="HB-8412: Two handlers listen to receipt"):
        routing.joined([one, two])
    one.otherwise(nobody)
    with pytest.raises(InboxError, match="HB-8412: Two handlers listen to otherwise"):
        one.otherwise(nobody)


@pytest.mark.parametrize("what", ["custody.nothing-such", "notices", int, BaseModel])
def test_nobody_can_listen_to_what_there_is_not(what: type[BaseModel] | str) -> None:
    with pytest.raises(InboxError, match="HB-8411: A handler cannot listen to"):
        routing.names_of(what)


def test_each_wait_is_longer_than_the_one_before_up_to_a_minute() -> None:
    waits = [inbox.backoff(attempt) for attempt in (1, 4, 7, 10, 1000)]
    assert all(longest / 2 <= wait <= longest for wait, longest in zip(waits, (0.2, 1.6, 12.8, 60, 60), strict=True))
