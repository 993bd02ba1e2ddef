"""`habarshy inbox` at the end of a real bus: it looks without taking, and takes where it is told to."""

import asyncio
import fcntl
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from habarshy import Outbox
from habarshy.enrolment.demo import DemoBus
from habarshy.enrolment.folders import PROFILE
from producers.outbox.drafting import About
from schemas.messages.body import Person, Protocol
from schemas.messages.notices.detention import ProsecutorNotice
from tests import letterbox
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Agency

SMALLEST_PIPE: Final = 4096


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


async def inbox(bus: DemoBus, agency: str, *arguments: str) -> Answer:
    command = [sys.executable, "-m", "habarshy", "inbox", "--profile", str(bus.of(agency) / PROFILE), *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return Answer(process.returncode or 0, out.decode(), err.decode())


async def a_notice(sender: Agency) -> None:
    said = ProsecutorNotice(
        detention_carried_out=True,
        protocol_number_and_time=Protocol(number="114", drawn_at=datetime.now(UTC) - timedelta(hours=1)),
        person=Person(family_name="Үлгі", given_name="Ұсталған"),
    )
    async with Outbox(sender.profile) as outbox:
        await outbox.send(said, About(occasion=outbox.occasion()))


async def test_an_engineer_looks_takes_and_looks_again(
    bus: DemoBus,
    pair: Pair,
    middle: None,  # noqa: ARG001 - it is asked for so that it runs
) -> None:
    sender, recipient = pair
    await a_notice(sender)

    async def notices() -> list[Any]:
        """What came beside the states of the obligation."""
        lines = (await inbox(bus, recipient.id, "--json")).lines
        return [line for line in lines if line["envelope"]["type"] == "notice"]

    async def came() -> bool:
        return len(await notices()) == 1

    await letterbox.until(came, seconds=60)
    (document,) = await notices()
    assert (document["proved"], document["roles"], document["findings"]) == (True, ["prosecutor"], [])
    assert document["body"]["person"]["family_name"] == "Үлгі"
    assert document["record"]["topic"] == f"inbox.{recipient.id}"

    taken = await inbox(bus, recipient.id, "--take", "--lang", "kk")
    assert "Ұсталған" in taken.out
    assert "Олар қабылданды деп саналады" in taken.err
    assert "114" not in (await inbox(bus, recipient.id)).out
    assert "114" in (await inbox(bus, recipient.id, "--from-beginning")).out
    assert "There are no dead letters." in (await inbox(bus, recipient.id, "--dead")).err
    missing = await inbox(bus, recipient.id, "--again", "7")
    assert (missing.code, "HB-8410: There is no dead letter number 7." in missing.err) == (1, True)

    async def told() -> bool:
        lines = (await inbox(bus, sender.id, "--json")).lines
        return {line["envelope"]["type"] for line in lines} >= {"acceptance", "receipt"}

    await letterbox.until(told, seconds=60)


@pytest.mark.proof
async def test_who_leaves_early_takes_no_more_than_he_has_seen(
    bus: DemoBus,
    pair: Pair,
    middle: None,  # noqa: ARG001 - it is asked for so that it runs
) -> None:
    sender, recipient = pair

    async def left() -> list[Any]:
        return [line["record"]["offset"] for line in (await inbox(bus, recipient.id, "--json")).lines]

    for _ in range(3):
        await a_notice(sender)

    async def came() -> bool:
        return len(await left()) >= 6  # with a state of each obligation

    await letterbox.until(came, seconds=60)
    before = await left()
    reading, writing = os.pipe()
    # No more than a line or two fits: whoever has read one has not been given all the others.
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
    take = ["-m", "habarshy", "inbox", "--take", "--json", "--profile", str(bus.of(recipient.id) / PROFILE)]
    with os.fdopen(reading, "rb", buffering=0) as reader:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *take, stdout=writing, stderr=asyncio.subprocess.PIPE
        )
        os.close(writing)
        seen = await asyncio.to_thread(reader.readline)
    async with asyncio.timeout(60):
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(seen)["record"]["offset"] == before[0]
    after = await left()
    assert after == before[-len(after) :]
    assert set(before) - set(after) >= {before[0]}
    assert after, "what was written to nobody is not taken"
