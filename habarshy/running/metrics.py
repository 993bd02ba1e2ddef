"""What a process counts and measures, under which names. docs/reference/metrics.md says what each means; a test compares the two.

No label names an agency. There are many, and each would multiply every series; and how much one agency says, and how often it
is refused, is no business of everybody who may look at a dashboard. The log names topics, to those who may read it.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from consumers.intake.batching import Limits

_MILLISECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_RECORDS: Final = (1, 5, 10, 25, 50, 100, 250, 500, 1_000, Limits().records)


class Metrics:
    """Of one process: in a registry of its own, so that nothing is shared with whatever else runs there."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self._of_loop()
        self._of_health()
        self._of_intake()
        self._of_relay()
        self._of_ledger()
        self._of_evidence()

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"habarshy_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"habarshy_{name}", says, labels, registry=self.registry)

    def _histogram(self, name: str, says: str, *labels: str, buckets: tuple[float, ...] = _MILLISECONDS) -> Histogram:
        return Histogram(f"habarshy_{name}", says, labels, registry=self.registry, buckets=buckets)

    def _of_loop(self) -> None:
        self.loop_blocked = self._counter("loop_blocked_seconds", "By how much turns of the event loop came too late")
        self.loop_standing = self._gauge("loop_standing_seconds", "How long ago the event loop turned")

    def _of_health(self) -> None:
        self.unready = self._gauge("unready", "1 while a part cannot do its work for this cause", "part", "cause")
        self.unready_seconds = self._counter(
            "unready_seconds", "For how long a part could not do its work for this cause", "part", "cause"
        )

    def _of_intake(self) -> None:
        counter, gauge, histogram = self._counter, self._gauge, self._histogram
        self.fetched = counter("intake_fetched_records", "Records read from the wire", "group")
        self.recorded = counter("intake_recorded_records", "Records in the ledger", "group", "disposition")
        self.batch = histogram("intake_batch_records", "Records stored in one transaction", "group", buckets=_RECORDS)
        self.intake_stage = histogram("intake_stage_seconds", "How long a stage took, for one batch", "group", "stage")
        self.partitions = gauge("intake_partitions", "Partitions that are this process's now", "group")
        self.lag = gauge("intake_lag_records", "Records of these partitions that are not recorded yet", "group")
        self.claimed = counter("intake_claimed_partitions", "Partitions taken over", "group")
        self.fenced = counter("intake_fenced_partitions", "Partitions that another had claimed meanwhile", "group")
        self.halved = counter("intake_halved_batches", "Batches halved because the ledger refused one record", "group")
        self.lost_ends = counter("intake_lost_ends", "How often a partition of the wire had lost its end", "group")
        self.missing = counter("intake_missing_records", "Offsets that were gone before they were read", "group")
        self.floods = counter("intake_floods", "How often an agency exceeded its budget for garbage", "group", "level")
        self.failures = counter(
            "intake_failures", "How often intake had to hold still, by what it lacked", "group", "cause"
        )

    def _of_relay(self) -> None:
        counter, gauge, histogram = self._counter, self._gauge, self._histogram
        self.relayed = counter("relay_records", "Records that were to be written, by what became of it", "outcome")
        self.waits = gauge("relay_waiting", "Records in each state; inboxes, where they are resting", "state")
        self.oldest = gauge("relay_oldest_seconds", "How long the inbox has waited that waits longest")
        self.relay_batch = histogram("relay_write_records", "Records written to one inbox at a time", buckets=_RECORDS)
        self.relay_stage = histogram("relay_stage_seconds", "How long a stage took, each time", "stage")

    def _of_ledger(self) -> None:
        gauge = self._gauge
        self.quarantined = gauge("ledger_quarantined_records", "Records that wait whole because of a fault of ours")
        self.outgoing_oldest = gauge(
            "ledger_outgoing_oldest_seconds", "For how long the oldest outgoing record has waited"
        )
        self.lost = gauge("ledger_lost_records", "Offsets that were passed over, as far as was looked")
        self.doubled = gauge("ledger_doubled_records", "Runs of offsets among which one has more than one disposition")
        self.waiting = gauge("ledger_waiting_records", "Records of all outboxes that are on the wire and not recorded")
        self.looked = gauge("ledger_looked_timestamp_seconds", "When it was last looked whether something was lost")

    def _of_evidence(self) -> None:
        self.evidence_signed = self._gauge(
            "evidence_signed_leaves", "Leaves under the newest head that this process saw"
        )
        self.evidence_published = self._counter("evidence_published_checkpoints", "Heads that the wire acknowledged")
