"""Each key of the bus signs what it is for and nothing else: whoever gets hold of one cannot write the directory with it."""

import orjson
import pytest

from schemas.codec import record
from schemas.codec.record import Record
from schemas.examples import reading
from schemas.messages import registry
from services.directory_log import accepting
from services.directory_log.outcomes import Believed, Beside, Broken, Unsigned
from services.directory_log.state import Entry
from services.directory_log.writing import AgencySaid
from services.keys.keyring import Purpose
from services.keys.signing import Signer
from tests.unit.enrolment.log import BEGAN, DAY, NETWORK, Log, agency, codes


def listed(purpose: Purpose) -> tuple[Log, Signer]:
    """A log whose list names a key for this purpose too."""
    log = Log.begun()
    log.bus = log.bus.with_new(purpose, "2026-03")
    assert isinstance(log.say(log.keys(), signer=log.bus.newest_signer("directory")), Believed)
    return log, log.bus.newest_signer(purpose)


def checkpoint(signer: Signer) -> Record:
    return example_of("checkpoint", signer)


def example_of(kind: str, signer: Signer) -> Record:
    name = next(name for name in reading.names() if reading.example(name).envelope["type"] == kind)
    example = reading.example(name)
    line = orjson.dumps(example.envelope, option=orjson.OPT_SORT_KEYS)
    signature = signer.record(network=NETWORK, topic="reference", envelope_line=line)
    return record.encode(registry.read_envelope(line), reading.body_line(example.body), signature)


@pytest.mark.parametrize("purpose", ["checkpoint", "relay"])
def test_another_key_of_the_bus_writes_no_directory(purpose: Purpose) -> None:
    log, signer = listed(purpose)
    before = log.state

    for said in (AgencySaid(agency("interior-ministry")), log.keys()):
        outcome = log.say(said, signer=signer)
        assert isinstance(outcome, Unsigned)
        assert codes(outcome) == ["HB-8201"]
    assert log.state == before


def test_a_checkpoint_stands_beside_the_chain_and_moves_nothing() -> None:
    log, signer = listed("checkpoint")
    before = log.state

    assert isinstance(log.hear(checkpoint(signer)), Beside)
    assert log.state == before


def test_a_directory_key_signs_no_checkpoint() -> None:
    log, _ = listed("checkpoint")

    assert isinstance(log.hear(checkpoint(log.bus.newest_signer("directory"))), Unsigned)


def junk(signer: Signer, line: bytes) -> Entry:
    signature = signer.record(network=NETWORK, topic="reference", envelope_line=line)
    headers = (("habarshy-signature", signature.signature.encode()), ("habarshy-key", signature.key.encode()))
    return Entry(b"bus", line + b"\n", headers, received_at=BEGAN + DAY)


@pytest.mark.parametrize("line", [b"junk", b"", b"{}", b'{"type":"directory-entry"}'])
def test_only_a_key_that_makes_links_can_break_the_chain(line: bytes) -> None:
    log, signer = listed("checkpoint")

    assert isinstance(accepting.accept(log.state, junk(signer, line), log.trust), Unsigned)
    assert isinstance(accepting.accept(log.state, junk(log.bus.newest_signer("directory"), line), log.trust), Broken)


def test_what_another_purpose_signed_is_not_even_read() -> None:
    log, signer = listed("relay")

    outcome = accepting.accept(log.state, junk(signer, b"junk"), log.trust)

    assert isinstance(outcome, Unsigned)
    assert codes(outcome) == ["HB-8201"]


def test_a_message_of_another_topic_under_a_directory_key_breaks_the_chain() -> None:
    log = Log.begun()

    outcome = log.hear(example_of("fact", log.signer))

    assert isinstance(outcome, Broken)
    assert codes(outcome) == ["HB-2414"]
