"""What holds of the inboxes after every run: all that is owed is there, nothing else is, in its order, and the bus signed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from schemas.codec import delivery
from schemas.codec.delivery import InboxHeaders
from services.keys import batches, merkle, signing
from services.ledger.entries import Entry
from services.obligations.records import MessageName
from tests.simulation.cluster import Stored
from tests.simulation.invariants import Outcome

_OF_NO_OCCASION = b"bus"


@dataclass(frozen=True)
class Delivery:
    """A record of an inbox, or of what all overseers read."""

    topic: str
    stored: Stored
    headers: InboxHeaders
    said: Mapping[str, Any]

    @property
    def name(self) -> MessageName:
        return MessageName(self.said["sender"], self.said["id"])

    @property
    def agency(self) -> str:
        return self.topic.partition(".")[2]


def deliveries(outcome: Outcome) -> list[Delivery]:
    return list(_deliveries(outcome))


def _deliveries(outcome: Outcome) -> Iterator[Delivery]:
    for partition, log in sorted(outcome.world.cluster.logs.items()):
        if partition.topic.startswith(("inbox.", "obligations")):
            for stored in log.records:
                line = (stored.value or b"").partition(b"\n")[0]
                yield Delivery(partition.topic, stored, delivery.read_headers(stored.headers), orjson.loads(line))


def of_authenticity(outcome: Outcome, found: list[Delivery]) -> None:
    """Each record proves by itself that the bus wrote it there; and what an agency is said to have said, it said."""
    for one in found:
        parts = delivery.leaf_parts(
            topic=one.topic, key=one.stored.key or b"", value=one.stored.value or b"", headers=one.headers
        )
        outcome.demand(_signed(outcome, one.headers, batches.leaf(parts)), f"{one.name} in {one.topic} is not signed")
        if one.headers.delivered is not None:
            entry = outcome.winners.get(one.name)
            outcome.demand(
                entry is not None and _is_of(outcome, one, entry), f"{one.name} in {one.topic} was not admitted"
            )
            state = outcome.state(one.name)
            deemed = entry is not None and outcome.said_in(entry).fate == "unfit"
            outcome.demand(state == "ROUTED" or deemed, f"{one.name} in {one.topic} is {state}")


def _is_of(outcome: Outcome, one: Delivery, entry: Entry) -> bool:
    """By the leaf of its first disposition, whatever it became when it was replayed."""
    first = outcome.world.store.entries[entry.arrival.place]
    delivered, arrival = one.headers.delivered, entry.arrival
    same = (one.stored.key, one.stored.value) == (arrival.key, arrival.value)
    assert delivered is not None
    told = (delivered.record, delivered.received_at, delivered.leaf)
    return same and told == (arrival.place.ref, arrival.received_at, first.leaf.hash)


def _signed(outcome: Outcome, headers: InboxHeaders, leaf: bytes) -> bool:
    proof = headers.batch
    root = merkle.root_of(leaf, [bytes.fromhex(one) for one in proof.path], index=proof.index, size=proof.size)
    if root is None:
        return False
    text = batches.signed_text(network=outcome.world.network, size=proof.size, root=root)
    return _verifies(proof.signature, text, outcome.world.signer.public)


@cache
def _verifies(signature: str, text: bytes, public: str) -> bool:
    return signing.verifies(signature, text, public=public)


def of_delivery(outcome: Outcome, found: list[Delivery]) -> None:
    """Whoever a message is for has it; nobody else has; nobody has two texts of it."""
    there: dict[tuple[str, MessageName], set[tuple[bytes | None, bytes | None]]] = {}
    for one in found:
        there.setdefault((one.topic, one.name), set()).add((one.stored.key, one.stored.value))
    for (topic, name), texts in there.items():
        outcome.demand(len(texts) == 1, f"{name} has {len(texts)} texts in {topic}")
    for name, kept in outcome.world.store.messages.items():
        inside = {topic.partition(".")[2] for topic, one in there if one == name}
        outcome.demand(inside == kept.told, f"{name} is in the inboxes of {inside}, and told are {kept.told}")
        if outcome.state(name) == "ROUTED":
            owed = _owed(outcome, kept.entry)
            outcome.demand(owed <= inside, f"{name} is not in the inboxes of {owed - inside}")


def _owed(outcome: Outcome, entry: Entry) -> frozenset[str]:
    """By the words of the message; a receipt goes to whom it answers, what changes a message to all who got that."""
    said = outcome.said_in(entry)
    if said.regards is None:
        return said.to
    if said.kind in ("correction", "withdrawal"):
        original = outcome.winners.get(said.regards)
        return said.to | (outcome.said_in(original).to if original is not None else frozenset())
    assert said.name is not None
    return said.to | ({said.regards.sender} - {said.name.sender})


def of_answers(outcome: Outcome, found: list[Delivery]) -> None:
    """Whoever wrote something is told what became of it, once for each record; a repetition of what was rejected is not answered anew."""
    answers: dict[tuple[str, int, int, str], set[tuple[str, str]]] = {}
    for one in found:
        if one.said["type"] in ("acceptance", "rejection"):
            record = one.said["record"]
            place = (record["topic"], record["partition"], record.get("wire_generation", 1), record["offset"])
            became = one.said.get("disposition", "REJECTED")
            answers.setdefault((*_owner(place),), set()).add((one.said["id"], became))
    for place, entry in outcome.world.store.entries.items():
        key = (place.topic, place.wire_generation, place.offset, place.topic.partition(".")[2])
        told = {became for _, became in answers.get(key, ())}
        became = entry.decision.disposition
        if became == "DUPLICATE" and became not in told:
            continue
        outcome.demand(became in told, f"{place} became {became}, and its sender was told {told or 'nothing'}")
        again = outcome.decided(entry)
        if again is not entry and again.decision.disposition != "DUPLICATE":
            became = again.decision.disposition
            outcome.demand(became in told, f"{place} became {became} by a replay, and its sender was told {told}")
        most = 2 if again is entry else 3
        outcome.demand(len(answers.get(key, ())) <= most, f"{place} was answered more than {most} times")


def _owner(place: tuple[str, int, int, int]) -> tuple[str, int, int, str]:
    topic, _, generation, offset = place
    return topic, generation, offset, topic.partition(".")[2]


def of_order(outcome: Outcome, found: list[Delivery]) -> None:
    """What is about one occasion comes into an inbox in the order in which the ledger entered it; what is immediate goes before."""
    rows = [row for row in outcome.world.store.sent.values() if not row.asked_by]
    entered = {(row.waiting.topic, row.waiting.name): (row.waiting.urgent, row.waiting.sequence) for row in rows}
    last: dict[tuple[str, bytes | None, int], int] = {}
    seen: set[tuple[str, MessageName]] = set()
    for one in found:
        if (one.topic, one.name) in seen or (one.topic, one.name) not in entered:
            continue
        seen.add((one.topic, one.name))
        if one.stored.key == _OF_NO_OCCASION:
            continue
        urgent, sequence = entered[one.topic, one.name]
        line = (one.topic, one.stored.key, urgent)
        outcome.demand(last.get(line, 0) < sequence, f"{one.name} came too late into {one.topic}")
        last[line] = sequence


def of_snapshots(outcome: Outcome, found: list[Delivery]) -> None:
    """Every version of every obligation is where overseers read, and the last one is what the ledger has."""
    told: dict[tuple[str, str, str], dict[int, bytes]] = {}
    for one in found:
        if one.topic.startswith("obligations"):
            ref = one.said["obligation"]
            name = orjson.dumps(ref, option=orjson.OPT_SORT_KEYS).decode()
            line = (one.stored.value or b"").partition(b"\n")[0]
            told.setdefault((ref["occasion"], ref.get("drill", ""), name), {})[one.said["version"]] = line
    for occasion, kept in outcome.world.store.occasions.items():
        for key, versions in kept.obligations.items():
            there = told.get((occasion.occasion, occasion.drill, key), {})
            outcome.demand(
                [there.get(number) for number in range(1, len(versions) + 1)] == [one.snapshot for one in versions],
                f"{key} has {len(versions)} versions, and told were {sorted(there)}",
            )
