"""The job in quixstreams: exactly once by transactions, state for each occasion in RocksDB with a changelog.

`build/peers/bin/python -m benchmarks.core.quix_job SETTINGS` runs until it is told to stop, in an environment of its own.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from nacl import bindings
from nacl.exceptions import CryptoError
from quixstreams import Application, State, message_context
from quixstreams.kafka.configuration import ConnectionConfig
from quixstreams.models import SerializationContext, Serializer

from benchmarks.core import judging
from benchmarks.core.judging import Judge, Judged
from services.keys.encoding import bytes_of

DISPOSITIONS: Final = "bench.dispositions"
_PRODUCER: Final = {"linger.ms": 5, "batch.size": 131_072, "compression.type": "none"}
_CONSUMER: Final = {"fetch.wait.max.ms": 50, "fetch.min.bytes": 1}
Headers = list[tuple[str, bytes]]
Answer = dict[str, Any]
"""Where to, and what."""


class Whole(Serializer):  # type: ignore[misc] # the library is not in the environment in which types are checked
    """What was answered is bytes already."""

    def __call__(self, value: Answer, ctx: SerializationContext) -> bytes:  # noqa: ARG002 - the library names it
        made: bytes = value["value"]
        return made


def main(said: dict[str, Any]) -> None:
    keys = {name: _verify(public) for name, public in said["keys"].items()}
    route = _routing(Judge(said["network"], keys, (CryptoError, ValueError)))
    app = Application(
        broker_address=ConnectionConfig(**said["connection"]),
        consumer_group=said["group"],
        auto_offset_reset="earliest",
        commit_interval=said["commit_s"],
        processing_guarantee="exactly-once",
        state_dir=said["state"],
        loglevel="WARNING",
        producer_extra_config=_PRODUCER,
        consumer_extra_config=_CONSUMER,
        consumer_poll_timeout=0.05,
    )
    topics = {name: app.topic(name, value_serializer=Whole()) for name in (*said["inboxes"], DISPOSITIONS)}
    for name in said["outboxes"]:
        stream = app.dataframe(app.topic(name, value_deserializer="bytes"))
        stream = stream.apply(route, stateful=True, metadata=True, expand=True)
        stream.set_headers(_delivered).to_topic(lambda answer, *_: topics[answer["to"]])
    app.run()


def _verify(public: str) -> judging.Verify:
    key = bytes_of(public)
    return lambda signature, text: bindings.crypto_sign_open(signature + text, key)


def _routing(judge: Judge) -> Callable[[bytes, bytes, int, Headers, State], list[Answer]]:
    def route(value: bytes, key: bytes, timestamp: int, headers: Headers, state: State) -> list[Answer]:
        judged = judge.judge(message_context().topic, key=key, value=value, headers=headers)
        if judged.refused:
            return [{"to": DISPOSITIONS, "value": judged.refused.encode()}]
        return _kept(judged, value, timestamp, state=state)

    return route


def _kept(judged: Judged, value: bytes, timestamp: int, *, state: State) -> list[Answer]:
    """The state is the occasion's: the name of a message is looked up among those of its occasion."""
    name, digest = f"{judged.sender}/{judged.id}", judging.digest(value)
    known = state.get(name)
    if known is not None:
        disposition = b"DUPLICATE" if known.endswith(digest) else b"REJECTED id conflict"
        return [{"to": DISPOSITIONS, "value": disposition}]
    place = message_context()
    state.set(name, f"ROUTED {place.partition} {place.offset} {timestamp} {digest}")
    before = state.get("obligation")
    after = judging.state_after(before, judged, judging.instant(timestamp))
    if after != before:
        state.set("obligation", after)
    return [{"to": f"inbox.{agency}", "value": value} for agency in judged.recipients]


def _delivered(_answer: Answer, _key: bytes, timestamp: int, headers: Headers) -> Headers:
    place = message_context()
    said = {"offset": place.offset, "partition": place.partition, "received_at": timestamp, "topic": place.topic}
    return [*headers, ("habarshy-delivery", json.dumps(said, sort_keys=True, separators=(",", ":")).encode())]


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
