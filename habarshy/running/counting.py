"""What intake and relay tell whoever counts, as metrics."""

from collections.abc import Mapping
from typing import Final, get_args

from habarshy.running.metrics import Metrics
from producers.relay.counting import State
from schemas.fields import Disposition
from services.ledger.records import Partition

_LEVELS: Final = ("flooding", "denied")
_LACKS: Final = ("ledger-away", "reference-away", "version-unknown")
_OUTCOMES: Final = ("sent", "unknown", "refused")


class IntakeCounting:
    """Of one group. Everything is there from the begin, at 0: an alarm on what was never counted would stay silent."""

    def __init__(self, metrics: Metrics, group: str) -> None:
        self._recorded = {one: metrics.recorded.labels(group, one) for one in get_args(Disposition)}
        self._floods = {one: metrics.floods.labels(group, one) for one in _LEVELS}
        self._failures = {one: metrics.failures.labels(group, one) for one in _LACKS}
        self._fetched = metrics.fetched.labels(group)
        self._batch = metrics.batch.labels(group)
        self._seconds = metrics.intake_stage.labels(group, "record")
        self._claimed = metrics.claimed.labels(group)
        self._fenced = metrics.fenced.labels(group)
        self._halved = metrics.halved.labels(group)
        self._lost_ends = metrics.lost_ends.labels(group)
        self._missing = metrics.missing.labels(group)

    def fetched(self, records: int) -> None:
        self._fetched.inc(records)

    def recorded(self, became: Mapping[Disposition, int], *, seconds: float) -> None:
        for disposition, records in became.items():
            self._recorded[disposition].inc(records)
        self._batch.observe(sum(became.values()))
        self._seconds.observe(seconds)

    def claimed(self, partitions: int) -> None:
        self._claimed.inc(partitions)

    def fenced(self, partitions: int) -> None:
        self._fenced.inc(partitions)

    def halved(self) -> None:
        self._halved.inc()

    def lost_end(self, partition: Partition) -> None:
        del partition
        self._lost_ends.inc()

    def missing(self, partition: Partition, records: int) -> None:
        del partition
        self._missing.inc(records)

    def flooding(self, agency: str) -> None:
        del agency
        self._floods["flooding"].inc()

    def denied(self, agency: str) -> None:
        del agency
        self._floods["denied"].inc()

    def ledger_away(self) -> None:
        self._failures["ledger-away"].inc()

    def reference_away(self) -> None:
        self._failures["reference-away"].inc()

    def version_unknown(self) -> None:
        self._failures["version-unknown"].inc()


class RelayCounting:
    """Of the one relay of a process."""

    def __init__(self, metrics: Metrics) -> None:
        self._records = {one: metrics.relayed.labels(one) for one in _OUTCOMES}
        self._waits = {state: metrics.waits.labels(state) for state in get_args(State)}
        self._oldest = metrics.oldest

    def sent(self, records: int) -> None:
        self._records["sent"].inc(records)

    def unknown(self, records: int) -> None:
        self._records["unknown"].inc(records)

    def refused(self, records: int) -> None:
        self._records["refused"].inc(records)

    def waits(self, state: State, number: int) -> None:
        self._waits[state].set(number)

    def oldest(self, seconds: float) -> None:
        self._oldest.set(seconds)
