"""The job in our own parts: the real intake, ledger and relay, with a decider that does what the peers do and no more.

`python -m benchmarks.core.routing_job SETTINGS` runs until it is told to stop.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from benchmarks.core import judging
from habarshy.enrolment.folders import OperatorFolder
from habarshy.running import intake, logs, processes, relay, shared
from habarshy.running.processes import Part
from habarshy.running.shared import Shared
from producers.profile import ClientProfile
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.directory.directory import Directory
from schemas.messages.envelope import Fact, Notice
from services.admission import admitting, dispositions
from services.admission.checking import Checked, Checking
from services.admission.dispositions import Known
from services.ledger.entries import (
    Entry,
    Held,
    Judged,
    KeptOccasion,
    Leaf,
    Looked,
    Obliged,
    OccasionName,
    Outgoing,
    message_name,
)
from services.ledger.port import Deciding
from services.obligations.records import MessageName

_VERDICTS: Final = {"open": "open", "in-time": "met-in-time", "late": "late"}
"""By the last word of a state; what is open ends with its start."""


@dataclass(frozen=True)
class Routing:
    """One disposition for each record, one obligation for each occasion, and a record for each recipient."""

    checked: Sequence[Checked]

    @cached_property
    def names(self) -> frozenset[MessageName]:
        return admitting.names(self.checked)

    def entries(self, looked: Looked) -> Sequence[Entry]:
        held = dict(looked.held)
        return [_entry(one, held, looked.at) for one in self.checked]

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        del looked
        states = {name: _state_of(one) for name, one in kept.items()}
        after = dict(states)
        for checked, entry in zip(self.checked, entries, strict=True):
            if entry.occasion is not None:
                said = _said(checked.message)
                after[entry.occasion] = judging.state_after(after[entry.occasion], said, entry.arrival.received_at)
        return [Judged(name, tuple(_obliged(state, kept[name]))) for name, state in after.items() if state is not None]


def _entry(checked: Checked, held: dict[MessageName, Held], at: datetime) -> Entry:
    arrival, claimed, message = checked.arrival, checked.claimed, checked.message
    # Evidence is not part of the job; the ledger wants its row all the same.
    leaf = Leaf(b"", arrival.digest)
    name = message_name(claimed.sender, claimed.id) if claimed is not None and checked.verified else None
    known = held.get(name) if name is not None else None
    same = Known("none" if known is None else "same-bytes" if known.digest == arrival.digest else "other-bytes")
    decision = dispositions.decide(checked.presented, same)
    if decision.disposition != "ROUTED" or name is None or not isinstance(message, Fact | Notice):
        return Entry(arrival, decision, leaf, at, arrival.received_at)
    held[name] = Held(name, arrival.digest, "ROUTED", arrival.place)
    recipients = [one.agency for one in message.seal.recipients] if isinstance(message, Notice) else []
    outgoing = tuple(Outgoing(topics.INBOX.of(agency), name, arrival.place) for agency in recipients)
    occasion = OccasionName(message.occasion)
    return Entry(arrival, decision, leaf, at, arrival.received_at, name=name, occasion=occasion, outgoing=outgoing)


def _said(message: object) -> judging.Judged:
    assert isinstance(message, Fact | Notice)  # noqa: S101 - nothing else has an occasion here
    return judging.Judged(start=message.instants.get("protocol_drawn_at"), is_notice=isinstance(message, Notice))


def _state_of(kept: KeptOccasion) -> str | None:
    before = kept.obligations.get(_key(kept))
    return before.snapshot.decode() if before is not None else None


def _key(kept: KeptOccasion) -> str:
    """No two occasions share one."""
    return f"{judging.DUTY} {kept.name.occasion}"


def _obliged(state: str, kept: KeptOccasion) -> Iterator[Obliged]:
    """Only what is another state than before."""
    before = kept.obligations.get(_key(kept))
    if before is not None and before.digest == state:
        return
    yield Obliged(
        _key(kept),
        before.version + 1 if before is not None else 1,
        state,
        duty=judging.DUTY,
        debtor=None,
        overseer=None,
        recipient=None,
        verdict=_VERDICTS.get(state.rpartition(" ")[2], "open"),
        mode="binding",
        deadline_at=None,
        snapshot=state.encode(),
    )


async def _read(profile: ClientProfile, ledger: str, shared: Shared) -> None:
    checking = Checking(profile.network, catalogue_loading.load())
    await intake.read(profile, ledger, shared, checking=checking, deciders=_deciding)


def _deciding(checked: Sequence[Checked], directory: Directory) -> Deciding:
    del directory
    return Routing(checked)


_PARTS: Final = {"intake": _read, "relay": relay.run}


async def main(said: dict[str, Any]) -> None:
    logs.begin()
    operator = OperatorFolder(Path(said["operator"]))
    parts: list[Part] = [partial(_PARTS[name], operator.profile(name), said["ledger"]) for name in said["parts"]]
    begun = shared.begun(monotonic=time.monotonic, clock=lambda: datetime.now(UTC))
    await processes.until_stopped(begun, *parts)


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
