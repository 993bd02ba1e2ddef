"""Whatever happens in whatever order, what was kept gets through, once for each id and in the order of its occasion."""

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from producers.outbox.drafting import About
from producers.outbox.kept import Kept
from producers.outbox.minting import reference
from producers.outbox.outbox import Outbox
from producers.outbox.sending import Pace
from tests.unit.outbox.saying import alert, answered
from tests.unit.outbox.world import POLICE, Bench


def _repeated(byte: int, size: int) -> bytes:
    return bytes([byte]) * size


OCCASIONS = [reference(POLICE, partial(_repeated, n)) for n in range(3)]


class Speaking(RuleBasedStateMachine):
    """An Outbox is opened, speaks, loses its wire, crashes and comes back. Its wire may store what it calls an error."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.fate: list[str] = []
        self.bench = Bench(
            Path(self.folder.name), behaviour=self.behave, agency=POLICE, pace=Pace(grace_seconds=0, send_seconds=1)
        )
        self.kept: list[tuple[str, str, UUID]] = []
        self.outbox: Outbox | None = None
        self.open()

    def behave(self, _message: Kept, _producer: int) -> BaseException | None:
        """What the test has laid down for the next sends; after that nothing goes wrong."""
        fate = self.fate.pop(0) if self.fate else "well"
        self.bench.stores_before_it_errs = fate != "lost"
        return None if fate == "well" else TimeoutError()

    def run(self, call: Callable[[Outbox], Any]) -> Any:  # noqa: ANN401 - of the call's type
        assert self.outbox is not None
        return self.loop.run_until_complete(call(self.outbox))

    def open(self) -> None:
        self.outbox = self.bench.outbox()
        self.run(lambda outbox: outbox.__aenter__())

    @precondition(lambda self: self.outbox is not None)
    @rule(occasion=st.sampled_from(OCCASIONS), urgent=st.booleans())
    def speak(self, occasion: str, urgent: bool) -> None:  # noqa: FBT001 - drawn by the machine
        packed = self.run(lambda outbox: outbox.keep(alert() if urgent else answered(), About(occasion=occasion)))
        self.kept.append((packed.topic, occasion, packed.id))

    @rule(fates=st.lists(st.sampled_from(["well", "lost", "stored"]), max_size=6))
    def foresee(self, fates: list[str]) -> None:
        self.fate += fates

    @precondition(lambda self: self.outbox is not None)
    @rule()
    def crash(self) -> None:
        """Nothing is said good-bye to: tasks are gone, and what was under way is nobody's any more."""
        self.run(lambda outbox: outbox.__aexit__())
        self.outbox = None

    @precondition(lambda self: self.outbox is None)
    @rule()
    def come_back(self) -> None:
        self.open()

    @precondition(lambda self: self.outbox is not None)
    @rule(steps=st.integers(1, 20))
    def go_on(self, steps: int) -> None:
        async def turning(_outbox: Outbox) -> None:
            for _ in range(steps):
                await asyncio.sleep(0)

        self.run(turning)

    @invariant()
    def what_the_wire_has_was_kept_with_the_same_bytes(self) -> None:
        seen: dict[UUID, bytes] = {}
        for record in self.bench.log.records:
            assert seen.setdefault(record.id, record.value) == record.value
        assert set(seen) <= {message for _, _, message in self.kept}

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.fate.clear()
        if self.outbox is None:
            self.open()

        async def all_through(outbox: Outbox) -> None:
            async with asyncio.timeout(10):
                for _, _, message in self.kept:
                    await outbox.sent(message)

        self.run(all_through)
        self.crash()
        first_seen = list(dict.fromkeys(record.id for record in self.bench.log.records))
        assert set(first_seen) == {message for _, _, message in self.kept}
        for topic, occasion in {(topic, occasion) for topic, occasion, _ in self.kept}:
            said = [message for t, o, message in self.kept if (t, o) == (topic, occasion)]
            assert [message for message in first_seen if message in said] == said
        self.loop.close()
        self.folder.cleanup()


TestSpeaking = Speaking.TestCase
TestSpeaking.settings = settings(max_examples=40, stateful_step_count=20, deadline=None, print_blob=True)
