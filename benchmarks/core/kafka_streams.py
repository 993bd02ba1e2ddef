"""The job in Java's Kafka Streams: exactly once by transactions, two threads, stores with changelogs. Tuned as well as we could."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from confluent_kafka.admin import AdminClient, NewTopic

from benchmarks.core import java
from benchmarks.core.contestants import Processes, Scene
from benchmarks.core.world import NETWORK
from habarshy.stack.addresses import KafkaAddress

DISPOSITIONS: Final = "bench.dispositions"
_LOG: Final = Path(java.__file__).parents[2] / "habarshy" / "stack" / "log4j2.xml"
_ADMIN_S: Final = 30
_HEAP: Final = ("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")


@dataclass
class KafkaStreams:
    """One way of setting it."""

    commit_ms: int
    store: str = "memory"
    verifier: str = "bouncy"
    groups: int = 4
    """Parts into which the outboxes are dealt out; each is a task."""
    threads: int = 2
    options: Sequence[str] = _HEAP
    most: int = 1_000_000
    more: Mapping[str, str] = field(default_factory=dict)
    _processes: Processes = field(default_factory=Processes)

    @property
    def name(self) -> str:
        return f"Kafka Streams, exactly once, commit each {self.commit_ms} ms"

    @property
    def numbers(self) -> Sequence[int]:
        return self._processes.numbers

    def start(self, scene: Scene) -> None:
        program = java.program(scene.world.folder.parent)
        admin = AdminClient(scene.kafka.confluent())
        for made in admin.create_topics([NewTopic(DISPOSITIONS, 1, 1)]).values():
            made.exception(_ADMIN_S)
        keys, settings = scene.folder / "keys.txt", scene.folder / "streams.properties"
        keys.write_text("".join(f"{key} {public}\n" for key, public in scene.public_keys.items()), encoding="ascii")
        said = self._settings(scene) | _security(scene.kafka) | {"bench.keys": str(keys)} | dict(self.more)
        settings.write_text("".join(f"{name}={value}\n" for name, value in said.items()), encoding="latin-1")
        logging = (f"-Dlog4j2.configurationFile={_LOG}", f"-Dhabarshy.log={scene.folder / 'streams.log'}")
        command = program.command("Main", str(settings), options=(*self.options, *logging))
        self._processes.start(command, scene.folder / "contestant.log")

    def look(self) -> None:
        self._processes.look()

    def stop(self) -> None:
        self._processes.stop()

    def _settings(self, scene: Scene) -> dict[str, str]:
        return {
            "application.id": f"bench-{scene.name}",
            "state.dir": str(scene.folder / "state"),
            "processing.guarantee": "exactly_once_v2",
            "num.stream.threads": str(self.threads),
            "commit.interval.ms": str(self.commit_ms),
            "replication.factor": "1",
            "auto.offset.reset": "earliest",
            "max.poll.records": "2000",
            "producer.linger.ms": "5",
            "producer.batch.size": "131072",
            "producer.buffer.memory": "67108864",
            "consumer.fetch.min.bytes": "1",
            "consumer.max.partition.fetch.bytes": "4194304",
            "buffered.records.per.partition": "4000",
            "bench.network": NETWORK,
            "bench.outboxes": ",".join(agency.id for agency in scene.world.senders),
            "bench.inboxes": ",".join(agency.id for agency in scene.world.recipients),
            "bench.verifier": self.verifier,
            "bench.store": self.store,
            "bench.groups": str(self.groups),
        }


def _security(address: KafkaAddress) -> dict[str, str]:
    plain = {"bootstrap.servers": address.bootstrap, "security.protocol": address.security}
    if not address.user:
        return plain
    login = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    return plain | {
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.jaas.config": f'{login} username="{address.user}" password="{address.password}";',
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(address.ca),
    }
