"""What intake and relay tell is counted, and no series names an agency."""

from typing import Final

from consumers.intake.counting import Counting as IntakesCounting
from habarshy.running.counting import IntakeCounting, RelayCounting
from habarshy.running.metrics import Metrics
from producers.relay.counting import Counting as RelaysCounting
from services.ledger.records import Partition
from tests.unit.running.scraping import series

OUTBOX: Final = Partition("outbox.court-almaly", 0)


def everything(counting: IntakesCounting) -> None:
    counting.fetched(7)
    counting.recorded({"ROUTED": 4, "REJECTED": 1}, seconds=0.02)
    counting.recorded({"ROUTED": 2}, seconds=0.02)
    counting.claimed(3)
    counting.fenced(2)
    counting.halved()
    counting.lost_end(OUTBOX)
    counting.missing(OUTBOX, 5)
    counting.flooding("court-almaly")
    counting.denied("court-almaly")
    counting.ledger_away()
    counting.reference_away()
    counting.version_unknown()


def test_what_intake_tells_is_counted() -> None:
    metrics = Metrics()
    everything(IntakeCounting(metrics, "intake"))
    counted = {name: value for name, value in series(metrics).items() if value and "_bucket" not in name}

    of = 'group="intake"'
    assert (
        counted.items()
        >= {
            f"habarshy_intake_fetched_records_total{{{of}}}": 7,
            f'habarshy_intake_recorded_records_total{{disposition="ROUTED",{of}}}': 6,
            f'habarshy_intake_recorded_records_total{{disposition="REJECTED",{of}}}': 1,
            f"habarshy_intake_batch_records_count{{{of}}}": 2,
            f"habarshy_intake_batch_records_sum{{{of}}}": 7,
            f"habarshy_intake_claimed_partitions_total{{{of}}}": 3,
            f"habarshy_intake_fenced_partitions_total{{{of}}}": 2,
            f"habarshy_intake_halved_batches_total{{{of}}}": 1,
            f"habarshy_intake_lost_ends_total{{{of}}}": 1,
            f"habarshy_intake_missing_records_total{{{of}}}": 5,
            f'habarshy_intake_floods_total{{{of},level="flooding"}}': 1,
            f'habarshy_intake_floods_total{{{of},level="denied"}}': 1,
            f'habarshy_intake_failures_total{{cause="ledger-away",{of}}}': 1,
            f'habarshy_intake_failures_total{{cause="reference-away",{of}}}': 1,
            f'habarshy_intake_failures_total{{cause="version-unknown",{of}}}': 1,
        }.items()
    )


def test_what_the_relay_tells_is_counted() -> None:
    metrics = Metrics()
    counting: RelaysCounting = RelayCounting(metrics)
    counting.sent(3)
    counting.sent(4)
    counting.unknown(2)
    counting.refused(1)
    counting.waits("resting", 5)
    counting.waits("resting", 2)
    counting.oldest(1.5)

    counted = series(metrics)
    assert [counted[f'habarshy_relay_records_total{{outcome="{o}"}}'] for o in ("sent", "unknown", "refused")] == [
        7,
        2,
        1,
    ]
    assert counted['habarshy_relay_waiting{state="resting"}'] == 2
    assert counted["habarshy_relay_oldest_seconds"] == 1.5


def test_no_series_names_an_agency() -> None:
    metrics = Metrics()
    everything(IntakeCounting(metrics, "intake"))
    assert [name for name in series(metrics) if "court-almaly" in name] == []


def test_what_never_happened_is_there_at_zero() -> None:
    """An alarm on a series that does not exist says nothing."""
    metrics = Metrics()
    IntakeCounting(metrics, "intake")
    counted = series(metrics)
    assert counted['habarshy_intake_recorded_records_total{disposition="QUARANTINED",group="intake"}'] == 0
    assert counted['habarshy_intake_failures_total{cause="ledger-away",group="intake"}'] == 0
    assert counted['habarshy_intake_missing_records_total{group="intake"}'] == 0


def test_two_processes_in_one_program_share_nothing() -> None:
    one, other = Metrics(), Metrics()
    RelayCounting(one).sent(3)
    RelayCounting(other)
    assert series(other)['habarshy_relay_records_total{outcome="sent"}'] == 0
