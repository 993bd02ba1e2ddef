"""`python -m benchmarks.topology [AGENCIES]`: what it costs to declare, apply and discover the topics of a whole country, and which limit is met.

It starts a broker of its own, with four times the memory of the stack's, which does not hold a country; or it takes the one that HABARSHY_KAFKA names, which must be empty.
"""

import asyncio
import logging
import os
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition

from benchmarks.core import brokers
from habarshy.stack import settings as stack_settings
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.settings import Settings
from habarshy.topology import applying
from habarshy.topology.applying import Means
from habarshy.topology.secret_files import SecretFiles
from habarshy.topology.wire import Wire
from schemas import topics, topology
from schemas.directory.agency import AgencyVersion
from schemas.permissions import model
from schemas.topics import Topic
from schemas.topology import Shape, Wanted

AGENCIES: Final = 3_000
SMALL_SEGMENTS: Final = MappingProxyType({"segment.bytes": "1048576", "segment.index.bytes": "65536"})
PATIENCE_S: Final = 300
HEAP: Final = "2g"
T = TypeVar("T")


def main() -> None:
    logging.disable(logging.ERROR)
    number = int(sys.argv[1]) if len(sys.argv) > 1 else AGENCIES
    # PostgreSQL may run as another account, which must be able to pass through the folder.
    with tempfile.TemporaryDirectory(prefix="habarshy-bench-") as folder:
        Path(folder).chmod(0o711)
        settings = replace(stack_settings.from_environment(os.environ), home=Path(folder) / "stack")
        address = settings.kafka or stacks.up(settings, datetime.now(UTC)).kafka
        try:
            if settings.kafka is None:
                brokers.again(settings, heap=HEAP)
            _measure(number, address, Path(folder))
            if settings.kafka is None:
                _limits(settings)
        finally:
            stacks.down(settings)


def _measure(number: int, address: KafkaAddress, folder: Path) -> None:
    wire, means = Wire(address), _means(folder)
    print(f"| {number:,} agencies, topics only, one broker | seconds |\n|---|---|")
    wanted = _timed("declare: from directory and permission table", lambda: _topics_only(number))
    print(f"| | {len(wanted.topics):,} topics |")
    _timed("apply, first", lambda: applying.apply(wanted, wire, means))
    again = _timed("apply, second", lambda: applying.apply(wanted, wire, means))
    if again.steps:
        raise SystemExit(f"the second apply took {len(again.steps)} steps")
    # The first group of a broker waits until the broker has made what it keeps groups in; that is not what is measured.
    asyncio.run(_discovered(address, topics.REFERENCE, 1))
    _timed(
        "discover every outbox by pattern and be given it",
        lambda: asyncio.run(_discovered(address, topics.OUTBOX, number)),
    )


def _topics_only(number: int) -> Wanted:
    table = model.load()
    agencies = [_agency(f"agency-{count}") for count in range(number)]
    whole = topology.of_everybody(agencies, table, brokers=1)
    small = {
        name: Shape(s.partitions, s.replicas, {**s.settings, **SMALL_SEGMENTS}) for name, s in whole.topics.items()
    }
    return replace(topology.NOTHING, topics=small, spared=frozenset(table.super_users))


def _agency(name: str) -> AgencyVersion:
    return AgencyVersion.model_validate({
        "id": name, "valid_from": "2026-01-01T00:00:00+05:00", "names": {"en": name, "kk": name, "ru": name},
        "roles": [], "territory": "000000000", "zone": "Asia/Almaty", "languages": ["kk"],
    })  # fmt: skip


class _Counted(ConsumerRebalanceListener):  # type: ignore[misc] # the library has no types
    """Says when all that was waited for has been assigned."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.complete = asyncio.Event()

    def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        pass

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        if len(assigned) >= self._number:
            self.complete.set()


async def _discovered(address: KafkaAddress, kind: Topic, number: int) -> None:
    listener = _Counted(number)
    async with AIOKafkaConsumer(
        **address.aiokafka(), group_id=f"bench.{kind.name}", enable_auto_commit=False
    ) as consumer:
        consumer.subscribe(pattern=kind.pattern, listener=listener)
        await asyncio.wait_for(listener.complete.wait(), PATIENCE_S)


def _means(folder: Path) -> Means:
    return Means(SecretFiles(folder / "secrets"), lambda: secrets.token_urlsafe(32), lambda: time.sleep(0.05))


def _timed(name: str, work: Callable[[], T]) -> T:
    started = time.perf_counter()
    answer = work()
    print(f"| {name} | {time.perf_counter() - started:.1f} |", flush=True)
    return answer


def _limits(settings: Settings) -> None:
    """What the broker holds, beside what it may."""
    (broker, *_) = stacks.status(settings)
    process = Path(f"/proc/{broker.number}")
    status = dict(line.split(":", 1) for line in (process / "status").read_text(encoding="ascii").splitlines())
    held: Mapping[str, tuple[int, str]] = {
        "open files": (sum(1 for _ in (process / "fd").iterdir()), str(resource.getrlimit(resource.RLIMIT_NOFILE)[0])),
        "memory maps": (
            len((process / "maps").read_text(encoding="utf-8").splitlines()),
            Path("/proc/sys/vm/max_map_count").read_text(encoding="ascii").strip(),
        ),
        "resident memory, MiB": (int(status["VmRSS"].split()[0]) // 1024, f"{HEAP} of heap and what lies beside it"),
    }
    print("\n| the broker holds | | of at most |\n|---|---|---|")
    for name, (value, limit) in held.items():
        print(f"| {name} | {value:,} | {limit} |")


if __name__ == "__main__":
    main()
