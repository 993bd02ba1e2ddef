"""Who says what, and when: some tales side by side, with liars among them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.simulation import tales
from tests.simulation.processes import Process
from tests.simulation.tales import Message
from tests.simulation.world import OBLIGATION_PARTITIONS, World
from tests.unit.admission import world as agencies

TALES: Final = 36
_SPEAKING_S: Final = 40.0
_LIES: Final = 0.15
_PROCESSES: Final = (
    (("outbox", "urgent"), ("relay",)),
    (("outbox", "urgent"), ("outbox", "urgent"), ("relay",)),
    (("outbox", "urgent", "relay"),),
    (("outbox", "urgent", "relay"), ("outbox", "urgent", "relay")),
    (("outbox",), ("outbox",), ("urgent",), ("relay",), ("relay",)),
)


@dataclass
class Plot:
    """What is written into each topic, and when."""

    by_topic: dict[str, list[tuple[float, Message]]] = field(default_factory=dict)

    def put(self, at: float, message: Message) -> None:
        self.by_topic.setdefault(message.topic, []).append((at, message))


def drawn(world: World) -> Plot:
    chance, plot = world.chance, Plot()
    for number in sorted(chance.sample(range(TALES), chance.randrange(2, 6))):
        for at, message in _told(world, tales.tale(number)):
            plot.put(at, message)
            for later, another in _besides(world, message, number):
                plot.put(at + later, another)
    for said in plot.by_topic.values():
        said.sort(key=lambda one: one[0])
    _set_up(world, plot)
    return plot


def _told(world: World, told: tuple[Message, ...]) -> Iterator[tuple[float, Message]]:
    """Mostly in order, at times in a rush, at times in any order."""
    chance = world.chance
    order = list(told)
    if chance.random() < 0.3:
        chance.shuffle(order)
    begins, pace = chance.uniform(0.0, _SPEAKING_S / 2), chance.choice((0.01, 0.5, 3.0))
    for step, message in enumerate(order):
        yield begins + step * pace * chance.uniform(0.2, 1.5), message


def _besides(world: World, message: Message, number: int) -> Iterator[tuple[float, Message]]:
    """Repetitions, other texts under the same id, and lies."""
    chance = world.chance
    if chance.random() < _LIES:
        yield chance.uniform(-3.0, 5.0), tales.liars(message, chance)
    if chance.random() < _LIES:
        yield chance.uniform(0.0, 10.0), message
    if message.kind in ("notice", "fact") and message.fate == "good":
        if chance.random() < _LIES:
            yield chance.uniform(-3.0, 5.0), tales.another_text(message)
        if chance.random() < _LIES:
            yield chance.uniform(-3.0, 5.0), tales.of_a_stranger(message, number)
        if chance.random() < _LIES:
            yield chance.uniform(-3.0, 5.0), tales.to_nothing(message, number)


def _set_up(world: World, plot: Plot) -> None:
    for agency in sorted({topic.partition(".")[2] for topic in plot.by_topic}):
        for kind in ("outbox", "urgent"):
            world.cluster.create(f"{kind}.{agency}")
    for version in agencies.directory().versions:
        world.cluster.create(f"inbox.{version.id}")
    for topic in ("obligations", "obligations.protected"):
        world.cluster.create(topic, OBLIGATION_PARTITIONS)
    if "check that fails" in world.faults.enabled:
        said = [message for one in plot.by_topic.values() for _, message in one if message.fate == "good"]
        world.cursed |= {one.value or b"" for one in world.chance.sample(said, min(2, len(said)))}
    parts = world.chance.choice(_PROCESSES)
    world.processes = [Process(f"{'+'.join(one)}-{number}", world, one) for number, one in enumerate(parts)]
