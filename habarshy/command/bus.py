"""`habarshy bus init`: the bus's own keys, users and profiles, and the first entries of the reference log."""

import asyncio
from pathlib import Path

from habarshy.command import alarming, enrolling, helping, output, wording

command = helping.Group(
    name="bus",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


@helping.command(
    "init",
    params=[
        helping.option("--network", key="network", metavar="NAME", type=enrolling.NetworkType(), required=True),
        enrolling.operator_option(),
        enrolling.json_option(),
    ],
)
def init(*, network: str, folder: Path | None, as_json: bool) -> None:
    enrolling.check_tools()
    from habarshy.enrolment import bus
    from habarshy.enrolment.folders import PROFILE, OperatorFolder

    place = OperatorFolder(enrolling.operators(folder))
    state = asyncio.run(
        bus.begin(enrolling.super_user(), place, network=network, clock=enrolling.now, alarm=alarming.shown)
    )
    users = {user: str(place.of(user) / PROFILE) for user in bus.users()}
    if as_json:
        output.as_json({"network": network, "sequence": state.sequence, "profiles": users})
        return
    output.table([wording.say("principal"), wording.say("profile")], [list(row) for row in users.items()])
    output.remark(wording.say("bus-begun", network=network, sequence=state.sequence))


command.add_command(init)
