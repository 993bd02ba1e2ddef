"""One run from its seed: made, lived, and looked at."""

from collections import Counter
from dataclasses import dataclass

from tests.simulation import inboxes, invariants, nemesis, plot, world
from tests.simulation.invariants import Outcome
from tests.simulation.loop import StuckError
from tests.simulation.nemesis import NotHealedError


@dataclass(frozen=True)
class Result:
    """What is wrong after a run, if anything; how often each fault happened; and by what it is known again."""

    seed: int
    broken: tuple[str, ...]
    counted: Counter[str]
    hash: str
    last: tuple[str, ...]
    steps: int

    @property
    def report(self) -> str:
        again = f"PYTHONHASHSEED=0 python -m tests.simulation --seeds 1 --from {self.seed}"
        return "\n".join(
            [f"seed {self.seed}; again: {again}", *self.last, *(f"BROKEN: {what}" for what in self.broken)]
        )


def run(seed: int) -> Result:
    made = world.new(seed)
    story = plot.drawn(made)
    outcome = Outcome(made)
    try:
        made.loop.run(nemesis.lived(made, story))
    except (NotHealedError, StuckError) as error:
        outcome.broken.append(f"{type(error).__name__}: {error}")
    else:
        _look(outcome)
    outcome.broken += [f"{name} ended by itself: {why!r}" for name, why in made.ended]
    outcome.broken += [f"asked for {name}" for name in made.loop.refused]
    ended = (made.trace.hash, tuple(made.trace.last), made.loop.steps)
    made.loop.bury(made.hosts)
    _count(outcome)
    return Result(seed, tuple(outcome.broken), made.faults.counted, *ended)


def _look(outcome: Outcome) -> None:
    invariants.of_intake(outcome)
    if outcome.broken:
        return
    invariants.of_dispositions(outcome)
    invariants.of_evidence(outcome)
    invariants.of_obligations(outcome)
    found = inboxes.deliveries(outcome)
    inboxes.of_authenticity(outcome, found)
    inboxes.of_delivery(outcome, found)
    inboxes.of_answers(outcome, found)
    inboxes.of_order(outcome, found)
    inboxes.of_snapshots(outcome, found)


def _count(outcome: Outcome) -> None:
    """What came of chance, seen in what the ledger has."""
    counted = outcome.world.faults.counted
    for entries in outcome.entries.values():
        for entry in entries:
            counted[f"record: {entry.decision.disposition}"] += 1
            counted["record: released"] += len(entry.released)
            counted[f"message: {outcome.said_in(entry).kind}"] += 1
    for replay in outcome.world.store.replays.values():
        counted[f"replayed: {replay.entry.decision.disposition}"] += 1
        counted["replayed: released others"] += bool(replay.entry.released)
    for occasion, kept in outcome.world.store.occasions.items():
        counted["occasion: in a drill"] += bool(occasion.drill)
        counted["obligation: in another version"] += sum(len(one) > 1 for one in kept.obligations.values())
