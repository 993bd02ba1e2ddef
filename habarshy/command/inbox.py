"""`habarshy inbox`: what has come for an agency."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy import lasting
from habarshy.command import alarming, clients, helping, output, wording
from schemas.errors.tree import Finding

if TYPE_CHECKING:
    from consumers.inbox.received import Received
    from consumers.inbox.store.port import Effect, Store
    from habarshy.hearing import Inbox
    from producers.profile import ClientProfile
    from schemas.directory.directory import Directory

LOOK_S: Final = 0.3
"""A person waits for the end of the inbox."""


@helping.command(
    "inbox",
    params=[
        clients.profile_option(),
        helping.option("--follow", key="follow", is_flag=True),
        helping.option("--from-beginning", key="from-beginning", is_flag=True),
        helping.option("--take", key="take", is_flag=True),
        helping.option("--dead", key="dead", is_flag=True),
        helping.option("--again", key="again", type=click.IntRange(min=1), metavar="NUMBER"),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, path: Path | None, dead: bool, again: int | None, take: bool, as_json: bool, **how: bool) -> None:
    profile = clients.profile(path)
    if how["follow"]:
        lasting.begin()
    if again is not None:
        asyncio.run(_ask_again(profile, again))
    elif dead:
        asyncio.run(_show_letters(profile, as_json=as_json))
    elif take:
        asyncio.run(_take(profile, path, follow=how["follow"], as_json=as_json))
    else:
        asyncio.run(_look(profile, as_json=as_json, **how))


async def _look(profile: "ClientProfile", *, follow: bool, from_beginning: bool, as_json: bool) -> None:
    from consumers.inbox import looking
    from consumers.reference.follower import Follower
    from habarshy import hearing

    await clients.reached(profile)
    reader, shown = hearing.reader(profile), 0
    begins = {} if from_beginning else await _positions(profile)
    async with Follower(profile, alarm=alarming.shown) as follower:
        state = await follower.caught_up()
        async with aclosing(looking.records(profile, begin=begins.get, follow=follow, held_up=_say_held_up)) as records:
            async for raw in records:
                state = await follower.caught_up() if follow else state
                _show(raw, reader.read(raw, state), profile, directory=state.directory, as_json=as_json)
                shown += 1
    _say_how_many(shown)


async def _take(profile: "ClientProfile", path: Path | None, *, follow: bool, as_json: bool) -> None:
    """The agency's own Inbox, whose only handler shows what it is told."""
    from consumers.inbox.inbox import Pace
    from consumers.inbox.routing import Router
    from habarshy.hearing import Inbox, Running

    await clients.reached(profile)
    router, shown, unread = Router(), 0, None

    @router.otherwise
    async def show(message: "Received[Any]", _: "Effect") -> None:
        nonlocal shown, unread
        try:
            _show(message.record, message, profile, directory=inbox.directory, as_json=as_json)
        except BrokenPipeError as error:  # whoever read has left: what he did not see is not taken
            unread = error
            inbox.stop()
            raise
        shown += 1

    inbox = Inbox(profile, routers=[router], running=Running(Pace(look_s=LOOK_S, answer_s=LOOK_S), alarming.shown))
    async with _stopped_by_signals(inbox.stop):
        running, ending = asyncio.create_task(inbox.run()), asyncio.create_task(_at_its_end(inbox, follow=follow))
        await asyncio.wait([running, ending], return_when=asyncio.FIRST_COMPLETED)
        inbox.stop()
        await running
        await _ended(ending)
    if unread is not None:
        raise unread
    _say_how_many(shown)
    if shown:
        output.remark(wording.say("inbox-taken"))
    if lettered := inbox.counts.get("lettered"):
        output.remark(wording.say("inbox-lettered", number=lettered, call=clients.call("inbox --dead", path)))


async def _at_its_end(inbox: "Inbox", *, follow: bool) -> None:
    """Nothing is left to take, and what was to be answered is in the Outbox's spool; LogError where the log is not to be believed."""
    await inbox.caught_up()
    while follow or inbox.lag != 0 or await inbox.unanswered():  # noqa: ASYNC110 - the end is looked for on a broker, which calls nobody
        await asyncio.sleep(LOOK_S)


async def _ended(ending: asyncio.Task[None]) -> None:
    """Raises why it ended; who was stopped before the end need not wait for it."""
    if ending.done():
        return await ending
    ending.cancel()
    await asyncio.wait([ending])
    return None


@asynccontextmanager
async def _stopped_by_signals(stop: Callable[[], None]) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _positions(profile: "ClientProfile") -> dict[int, int]:
    """Where the agency's own Inbox stands, if it keeps its store in the usual file."""
    from schemas import topics

    async def asked(store: "Store") -> dict[int, int]:
        return await store.positions(topics.INBOX.of(profile.agency))

    return await _in_store(profile, asked) or {}


async def _show_letters(profile: "ClientProfile", *, as_json: bool) -> None:
    from habarshy.command import inbox_screens, inbox_values

    letters = await _in_store(profile, lambda store: store.letters()) or []
    if as_json:
        output.as_lines(inbox_values.letter(kept) for kept in letters)
        return
    if not letters:
        output.remark(wording.say("letter-none"))
        return
    headings = [wording.say(f"letter-{heading}") for heading in ("number", "why", "place", "kept", "times")]
    output.table(headings, [inbox_screens.letter_row(kept) for kept in letters])


async def _ask_again(profile: "ClientProfile", number: int) -> None:
    from consumers.inbox import letters
    from consumers.inbox.errors import broken

    async def asked(store: "Store") -> bool:
        await letters.ask_again(store, number)
        return True

    if not await _in_store(profile, asked):
        raise broken("HB-8410", number=number)
    output.remark(wording.say("inbox-asked-again", number=number))


async def _in_store(profile: "ClientProfile", ask: "Callable[[Store], Awaitable[Any]]") -> Any:  # noqa: ANN401 - what was asked for
    """Asks the file beside a running Inbox; None where there is no file yet."""
    import sqlite3

    from consumers.inbox.errors import broken
    from consumers.inbox.store.sqlite import SqliteStore
    from habarshy import hearing

    path = profile.home / hearing.STORE
    if not path.exists():
        return None
    store = SqliteStore(path)
    await store.open()
    try:
        return await ask(store)
    except sqlite3.DatabaseError as error:
        raise broken("HB-8415", path=str(path), what=str(error)) from error
    finally:
        await store.close()


def _show(raw: Any, read: Any, profile: "ClientProfile", *, directory: "Directory", as_json: bool) -> None:  # noqa: ANN401 - a record and a reading, imported only where they are needed
    from habarshy.command import inbox_screens, inbox_values, spool_screens

    if as_json:
        output.as_lines([inbox_values.value(raw, read)])
    else:
        inbox_screens.sheet(raw, read, directory=directory, own=lambda sent: spool_screens.own_title(profile, sent))
        click.echo()


def _say_held_up(cause: Finding) -> None:
    output.remark(wording.say("inbox-held-up", sentence=cause.sentence(wording.language())))


def _say_how_many(shown: int) -> None:
    output.remark(wording.say("inbox-shown", number=shown) if shown else wording.say("inbox-empty"))
