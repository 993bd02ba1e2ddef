"""How the Outbox's producer is made: the library's own settings would lose or reorder a notice. Read back from the library's objects."""

from pathlib import Path

from aiokafka import AIOKafkaProducer

from producers import profile
from producers.outbox import wire
from producers.outbox.wire import KafkaWire
from schemas.codec.record import HEADER_LIMIT, RECORD_LIMIT
from tests.unit.producers.profiles import written


async def test_every_setting_that_matters_is_set_and_none_is_the_librarys(tmp_path: Path) -> None:
    """H10, H12, H13."""
    plain = {"security": "plaintext", "user": None, "password": None, "ca": None}
    made = KafkaWire(profile.load(written(tmp_path, **plain)), client_id="test")
    ours, usual = made._producer, AIOKafkaProducer()
    try:
        assert ours._sender._acks == -1
        assert usual._sender._acks == 1
        assert ours._txn_manager is not None
        assert usual._txn_manager is None
        # None is used, for a transaction would have to be finished by whoever comes after.
        assert ours._txn_manager.transactional_id is None
        assert ours._compression_type is None
        assert ours._request_timeout_ms == 10_000
    finally:
        await made.close()
        await usual.stop()


def test_the_largest_record_of_the_contract_fits_into_a_request() -> None:
    assert wire.REQUEST_LIMIT >= RECORD_LIMIT + 2 * HEADER_LIMIT + 100


async def test_a_producer_that_never_reached_anybody_is_closed_at_once_and_without_a_complaint(tmp_path: Path) -> None:
    plain = {"security": "plaintext", "user": None, "password": None, "ca": None}
    made = KafkaWire(profile.load(written(tmp_path, **plain)), client_id="test")
    await made.close()
    await made.close()
