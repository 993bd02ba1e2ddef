"""The settings of intake's consumer leave the offsets to the ledger, and the group to us."""

from consumers.intake import kafka
from consumers.intake.kafka import Subscription
from producers.profile import Anchor, ClientProfile
from schemas import topics


async def test_the_consumer_asks_kafka_for_no_offset_and_is_thrown_out_of_no_group_for_a_slow_ledger() -> None:
    profile = ClientProfile(
        network="sandbox",
        agency="bus",
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )
    consumer = kafka.made(profile, Subscription(topics.OUTBOX, "intake"), client_id="intake-1")
    said = (consumer._enable_auto_commit, consumer._group_id, consumer._check_crcs, consumer._isolation_level)
    begins = consumer._auto_offset_reset
    polls_s = consumer._max_poll_interval_ms / 1000
    heartbeats = consumer._session_timeout_ms / consumer._heartbeat_interval_ms
    await consumer.stop()

    assert said == (False, "intake", True, "read_uncommitted")
    assert begins == "earliest", "what the broker does not have any more must show, and nothing be passed over"
    assert polls_s > 600
    assert heartbeats >= 10, (
        "a few that are lost throw nobody out, and all hear soon that partitions are shared out anew"
    )
