"""The quarantine of a ledger in memory, and what is erased there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schemas.fields import Disposition
from services.ledger import effects, quarantine
from services.ledger.memory_store import Replay, Store
from services.ledger.port import Deciding
from services.ledger.quarantine import (
    KeptWhole,
    Mandate,
    NotQuarantined,
    Outcome,
    Quarantined,
    Replayed,
    StillQuarantined,
    ToBeErased,
)
from services.ledger.records import Place
from services.obligations.records import MessageName


@dataclass(slots=True)
class MemoryQuarantine:
    """Of the ledgers that share one store. Whoever listens to it is not woken: a relay looks by itself."""

    store: Store
    ticks: Callable[[], datetime]

    async def clock(self) -> datetime:
        return self.ticks()

    async def quarantined(self, limit: int) -> Sequence[Quarantined]:
        found = sorted(self._quarantined(), key=lambda one: (one.received_at, one.place))
        return found[:limit]

    def _quarantined(self) -> Iterator[Quarantined]:
        for place, entry in self.store.entries.items():
            if entry.decision.disposition == "QUARANTINED" and place not in self.store.replays:
                came, name = entry.arrival, entry.name
                yield Quarantined(place, came.outbox_of, came.received_at, entry.recorded_at, entry.fault, name)

    async def kept_whole(self, place: Place) -> KeptWhole | None:
        quarantined = next((one for one in self._quarantined() if one.place == place), None)
        if quarantined is None:
            return None
        entry = self.store.entries[place]
        return KeptWhole(quarantined, entry.arrival, entry.ordered_at, entry.leaf.hash)

    async def became(self, place: Place) -> Disposition | None:
        replayed = self.store.replays.get(place)
        return replayed.entry.decision.disposition if replayed else None

    async def carried_out(self, digest: str) -> frozenset[Place]:
        replayed = {place for place, one in self.store.replays.items() if one.intervention == digest}
        erased = {place for place, one in self.store.erasures.items() if one == digest}
        return frozenset(replayed | erased)

    async def replay(self, place: Place, deciding: Deciding, by: Mandate) -> Outcome:
        looked = self.store.look(deciding.names, (), self.ticks())
        by.check(looked.at)
        whole = await self.kept_whole(place)
        if whole is None:
            return NotQuarantined(place, await self.became(place))
        looked = replace(looked, latest={whole.arrival.partition: whole.ordered_at})
        (entry,) = deciding.entries(looked)
        if entry.decision.disposition == "QUARANTINED":
            return StillQuarantined(place, entry.fault)
        kept = {name: self.store.kept(name) for name in effects.touched([entry])}
        judged = deciding.judged([entry], kept, looked)
        self.store.add_replay(Replay(entry, by.digest))
        self.store.leaves.append(by.leaf(place, looked.at))
        self.store.conclude([entry], judged, effects.sendings([entry], judged, looked))
        return Replayed.of(entry)

    async def erase(self, name: MessageName, by: Mandate) -> None:
        at = self.ticks()
        by.check(at)
        if await self.carried_out(by.digest):
            raise quarantine.already_done(by)
        place = quarantine.erasable(self._to_be_erased(name), name)
        kept = self.store.messages[name]
        bare = replace(kept.entry, arrival=replace(kept.entry.arrival, value=kept.entry.arrival.envelope_line))
        kept.entry = self.store.entries[place] = bare
        self.store.erasures[place] = by.digest
        self.store.leaves.append(by.leaf(place, at))

    def _to_be_erased(self, name: MessageName) -> ToBeErased | None:
        kept = self.store.messages.get(name)
        if kept is None:
            return None
        arrival, goes_out = kept.entry.arrival, any(row.waiting.name == name for row in self.store.outgoing.values())
        is_bare = b"\n" not in (arrival.value or b"")
        return ToBeErased(arrival.place, kept.state, is_bare, goes_out, self.store.held_back.get(name))
