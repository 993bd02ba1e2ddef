"""`habarshy witness`: an agency's own look at the evidence, which countersigns what has only grown."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habarshy.command import clients, enrolling, helping, output, wording

if TYPE_CHECKING:
    from consumers.witness.memory import Countersigned
    from producers.profile import ClientProfile


@helping.command(
    "witness",
    params=[
        helping.option("--profile", "path", key="witness-profile", metavar="FILE", type=click.Path(path_type=Path)),
        helping.option("--once", "once", key="once", is_flag=True),
        enrolling.json_option(),
    ],
)
def command(*, path: Path | None, once: bool, as_json: bool) -> None:
    import asyncio

    asyncio.run(_watched(clients.profile(path), once=once, as_json=as_json))


async def _watched(profile: "ClientProfile", *, once: bool, as_json: bool) -> None:
    import asyncio

    from habarshy.running.witness import Watch

    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    if once:
        await clients.reached(profile)

    def tell(one: "Countersigned", note: str) -> None:
        _show(one, note, as_json=as_json)

    await Watch(profile, enrolling.now, tell, follows=not once, told=told).run()


def _show(one: "Countersigned", note: str, *, as_json: bool) -> None:
    head = one.published.head
    if as_json:
        said = {"origin": head.origin, "size": head.size, "root": head.root.hex(), "time": one.seconds, "note": note}
        output.as_lines([said])
    else:
        click.echo(wording.say("witness-countersigned", size=head.size, root=head.root.hex()))
