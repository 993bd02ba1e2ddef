"""Agencies with keys of their own, an Outbox of one of them, and a wire that does what a test tells it."""

import asyncio
import itertools
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from producers.outbox.kept import Kept
from producers.outbox.outbox import Means, Outbox
from producers.outbox.packing import Packed, Speaker
from producers.outbox.sending import Pace, Pause
from producers.outbox.spool_file import Failpoint, Limits, nothing
from producers.outbox.wire import Ack
from schemas.catalogue import loading as catalogue_loading
from schemas.directory import loading as directory_loading
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.policy import model as policy
from services.keys.keyring import Keyring
from services.law import calendar
from services.law.deadlines import Law

NETWORK = "sandbox"
INVESTIGATOR = "investigation-bostandyk"
PROSECUTOR = "prosecutor-bostandyk"
POLICE = "police-medeu"
NOW = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
NIGHT = datetime(2026, 3, 5, 21, 10, tzinfo=UTC)
_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


@cache
def keyring(agency: str) -> Keyring:
    return Keyring(NETWORK, agency).with_new("sign", "2026-01").with_new("seal", "2026-01")


def _keyed(state: AgencyVersion) -> AgencyVersion:
    held = keyring(state.id)
    sign, seal = held.signers[0], held.openers[0]
    keys = (
        AgencyKey(id=sign.key_id, purpose="sign", public=sign.public, valid_from=_FROM, valid_until=_UNTIL),
        AgencyKey(id=seal.key_id, purpose="seal", public=seal.public, valid_from=_FROM, valid_until=_UNTIL),
    )
    return state.model_copy(update={"keys": keys})


@cache
def directory() -> Directory:
    """The sample, with keys whose private halves the test has."""
    return Directory(tuple(_keyed(state) for state in directory_loading.sample().versions))


def speaker(agency: str = INVESTIGATOR) -> Speaker:
    return Speaker(NETWORK, agency, keyring(agency), os.urandom)


@cache
def law() -> Law:
    return Law(catalogue_loading.load(), calendar.load(), policy.load())


@dataclass
class Log:
    """What lies on the wire, whoever wrote it."""

    records: list[Kept] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    @property
    def ids(self) -> list[str]:
        return [str(record.id) for record in self.records]


Behaviour = Callable[[Kept, int], BaseException | None]
"""What becomes of a send, given the message and the number of the producer: nothing wrong, or an error."""


def willing(_message: Kept, _producer: int) -> BaseException | None:
    return None


async def at_once() -> None:
    await asyncio.sleep(0)


@dataclass
class FakeWire:
    """A producer that stores and then may err: what it answers says nothing about what it stored."""

    log: Log
    behaviour: Behaviour = willing
    stores_before_it_errs: bool = True
    before_send: Callable[[], Awaitable[object]] = at_once
    number: int = 0

    async def start(self) -> None:
        self.log.opened += 1
        self.number = self.log.opened

    async def send(self, message: Kept) -> Ack:
        await self.before_send()
        error = self.behaviour(message, self.number)
        if error is None or self.stores_before_it_errs:
            self.log.records.append(message)
        if error is not None:
            raise error
        offset = len(self.log.records) - 1
        return Ack(0, offset, NOW + timedelta(milliseconds=offset))

    async def close(self) -> None:
        self.log.closed += 1


async def no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@dataclass
class Bench:
    """What an Outbox under test is made of; each run opens it anew, as a process would."""

    folder: Path
    log: Log = field(default_factory=Log)
    behaviour: Behaviour = willing
    stores_before_it_errs: bool = True
    before_send: Callable[[], Awaitable[object]] = at_once
    agency: str = INVESTIGATOR
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    pause: Pause = no_pause
    at: Failpoint = nothing

    def outbox(self) -> Outbox:
        ticks = itertools.count()

        def behaving(message: Kept, producer: int) -> BaseException | None:
            return self.behaviour(message, producer)  # as it is by then: a test may change it on the way

        def open_wire() -> FakeWire:
            return FakeWire(self.log, behaving, self.stores_before_it_errs, self.before_send)

        async def pausing(seconds: float) -> None:
            await self.pause(seconds)  # likewise

        return Outbox(
            Means(
                speaker=speaker(self.agency),
                catalogue=catalogue_loading.load(),
                directory=directory,
                folder=self.folder,
                wires={"outbox": open_wire, "urgent": open_wire},
                law=law,
                clock=lambda: NOW + timedelta(milliseconds=next(ticks)),
                pause=pausing,
                chance=random.Random(7).random,  # noqa: S311 - the same in every run
                pace=self.pace,
                limits=self.limits,
                at=self.at,
            )
        )


def opened(packed: Packed, agency: str) -> bytes:
    """The body as an agency reads it."""
    from services.keys import sealing

    envelope = packed.envelope
    message = sealing.Named(NETWORK, envelope.sender, envelope.id)
    seal = getattr(envelope, "seal", None)
    assert seal is not None
    body, _ = sealing.unseal(packed.record.body_line, message=message, seal=seal, openers=keyring(agency).openers)
    return body
