"""The consumer of a log that is read whole, from a place that its reader knows. Offsets are his own: none is asked of Kafka or kept there."""

from aiokafka import AIOKafkaConsumer

from producers import connection
from producers.profile import ClientProfile


def made(profile: ClientProfile, *, client_id: str) -> AIOKafkaConsumer:
    """Every setting that matters is said. There is no offset to fall back to: a log without its beginning proves nothing."""
    return AIOKafkaConsumer(
        **connection.settings(profile, client_id=client_id),
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        check_crcs=True,
    )
