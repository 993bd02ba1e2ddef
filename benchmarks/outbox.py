"""What an Outbox costs: against aiokafka's bare producer and FastStream as it comes, with the same records on the same secured broker, and each step of a message apart.

Run it as `python -m benchmarks.outbox`: it starts a stack of its own where none is configured.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaProducer

from benchmarks import measuring
from habarshy.client import Outbox
from habarshy.enrolment import demo
from habarshy.stack import settings as stack_settings
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from producers import connection
from producers.outbox import drafting, packing, wire
from producers.outbox.drafting import About
from producers.outbox.outbox import Sent
from producers.outbox.packing import Packed
from producers.outbox.recipients import Roster
from producers.profile import ClientProfile
from schemas import contract
from schemas.catalogue import loading
from schemas.codec import canonical
from schemas.directory import loading as directory_loading
from services.keys import sealing
from services.keys.sealing import Named
from tests.integration.inbox import plain
from tests.unit.outbox import saying, world

MESSAGES: Final = 1_000
ROUNDS: Final = 3
AT_ONCE: Final = (1, 200)
BARE: Final = "write the envelope as canonical JSON"
RAW: Final = "aiokafka, acks=1, as it comes"
Speak = Callable[[Sequence[Packed]], Awaitable[None]]


def main() -> None:
    print(f"Sealed notices of {len(_packed().record.value)} bytes; medians of {ROUNDS} rounds of {MESSAGES}, in turn\n")
    measuring.table("A message of an outbox, its steps apart", measuring.per_call(steps(), calls=200), "µs", base=BARE)
    asyncio.run(against_the_library())


def steps() -> Mapping[str, Callable[[], object]]:
    """What is done to a message before it is kept."""
    packed, draft = _packed(), drafting.draft(saying.notice(), _about())
    body, roster, speaker = canonical.encode(saying.notice()), _roster(), world.speaker()
    recipients = roster.readers(packed.recipients)
    reader = speaker.reader(roster.sender(speaker.agency), roster.at)
    message = Named(world.NETWORK, speaker.agency, packed.id)
    signer = speaker.keyring.newest_signer()
    line = packed.record.envelope_line
    return {
        BARE: lambda: canonical.encode(packed.envelope),
        "check it against the catalogue": lambda: contract.findings(packed.record.envelope, roster.catalogue),
        "find its readers": lambda: roster.recipients(packed.envelope, ()),
        "seal its body for one reader": lambda: sealing.seal(
            body, message=message, recipients=recipients, sender=reader, random=os.urandom
        ),
        "sign it": lambda: signer.record(network=world.NETWORK, topic=packed.topic, envelope_line=line),
        "all of it": lambda: packing.pack(draft, speaker=speaker, roster=roster),
    }


async def against_the_library() -> None:
    async with _agency() as profile:
        for at_once in AT_ONCE:
            rounds: dict[str, list[float]] = {}
            for _ in range(ROUNDS):
                for name, figure in (await _round(profile, at_once)).items():
                    rounds.setdefault(name, []).append(figure)
            figures = {name: statistics.median(found) for name, found in rounds.items()}
            measuring.table(f"Sent until the wire has it, {at_once} at once", figures, "µs", base=RAW)


async def _round(profile: ClientProfile, at_once: int) -> dict[str, float]:
    """Microseconds a message by each way. Each message is of an occasion of its own."""
    usual = {"acks": 1, "enable_idempotence": False}
    return {
        RAW: await _raw(profile, usual, at_once),
        "aiokafka, idempotent, all acks": await _raw(profile, {"acks": "all", "enable_idempotence": True}, at_once),
        "FastStream, publish as it comes": await _library(profile, at_once),
        "Outbox, from what is said to the wire's word": await _outbox(profile, at_once),
    }


async def _raw(profile: ClientProfile, settings: Mapping[str, object], at_once: int) -> float:
    value = _packed().record.value
    own = wire.settings() | dict(settings)
    producer = AIOKafkaProducer(**connection.settings(profile, client_id="bench"), **own)
    await producer.start()
    try:
        await producer.send_and_wait(f"outbox.{profile.agency}", value)
        return await _timed(lambda: producer.send_and_wait(f"outbox.{profile.agency}", value, os.urandom(8)), at_once)
    finally:
        await producer.stop()


async def _library(profile: ClientProfile, at_once: int) -> float:
    value, topic = _packed().record.value, f"outbox.{profile.agency}"
    async with plain.broker(profile) as broker:
        await broker.start()
        await broker.publish(value, topic)
        return await _timed(lambda: broker.publish(value, topic, key=os.urandom(8)), at_once)


async def _outbox(profile: ClientProfile, at_once: int) -> float:
    own = profile.model_copy(update={"home": profile.home / f"{time.monotonic_ns()}"})
    async with Outbox(own) as outbox:
        await outbox.send(saying.notice(), About(occasion=outbox.occasion()))

        async def spoken() -> None:
            sent = await outbox.send(saying.notice(), About(occasion=outbox.occasion()), patience=60)
            assert isinstance(sent, Sent)  # noqa: S101 - or what is timed is something else

        return await _timed(spoken, at_once)


async def _timed(send: Callable[[], Awaitable[object]], at_once: int) -> float:
    left = MESSAGES if at_once > 1 else MESSAGES // 5

    async def worker(number: int) -> None:
        for _ in range(left // at_once + (number < left % at_once)):
            await send()

    started = time.perf_counter()
    await asyncio.gather(*(worker(number) for number in range(at_once)))
    return (time.perf_counter() - started) / left * 1e6


@asynccontextmanager
async def _agency() -> AsyncIterator[ClientProfile]:
    # PostgreSQL may run as another account, which must be able to pass through the folder.
    with tempfile.TemporaryDirectory(prefix="habarshy-bench-") as folder:
        await asyncio.to_thread(Path(folder).chmod, 0o711)
        settings = replace(stack_settings.from_environment(os.environ), home=Path(folder) / "stack")
        addresses = await asyncio.to_thread(stacks.up, settings, _now())
        try:
            yield await _enrolled(addresses, Path(folder))
        finally:
            await asyncio.to_thread(stacks.down, settings)


async def _enrolled(addresses: Addresses, folder: Path) -> ClientProfile:
    bus = await demo.begin(addresses.kafka, folder / "bus", network=world.NETWORK, clock=_now, alarm=print)
    wanted = (version.model_copy(update={"keys": ()}) for version in directory_loading.sample().open_agencies(_now()))
    profiles = await demo.enrol(bus, list(wanted))
    return profiles[world.INVESTIGATOR]


def _roster() -> Roster:
    return Roster(world.directory(), loading.load(), world.NOW)


def _packed() -> Packed:
    return packing.pack(drafting.draft(saying.notice(), _about()), speaker=world.speaker(), roster=_roster())


def _about() -> About:
    return About(occasion=f"{world.INVESTIGATOR}/qsgyj2h2cwzjzonzw4lyabmrxj")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
