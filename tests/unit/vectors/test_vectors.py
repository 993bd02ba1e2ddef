"""The vectors are what is made today, and our own code reads every one of them and refuses every wrong one."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from schemas.catalogue.catalogue import Catalogue
from schemas.codec import canonical
from schemas.errors.tree import RefusedError
from schemas.messages.envelope import Notice
from services.keys import sealing
from services.keys.sealing import Named, Opener
from tests.unit.vectors import ours
from tests.unit.vectors.given import NETWORK, PRIVATES, PUBLICS, SENDER, VECTORS, as_kafka_has_it
from tests.vectors import making

REFUSED = VECTORS["refused"]
OPENING = [name for name in PUBLICS if "/seal-" in name]


def why(case: Any) -> str:  # noqa: ANN401 - a case, or what pytest makes of it
    return case["why"] if isinstance(case, dict) else str(case)


def test_the_file_is_what_is_made_today() -> None:
    assert making.FILE.read_bytes() == making.written(), "write it anew: python -m tests.vectors.making"


def test_the_fact_is_read() -> None:
    read = ours.read_outbox(as_kafka_has_it(VECTORS["fact"]["record"]), network=NETWORK, publics=PUBLICS)
    assert read.envelope_line.decode() == VECTORS["fact"]["envelope_line"]


@pytest.mark.parametrize("key", OPENING)
def test_the_notice_is_opened_by_each_of_its_readers(key: str) -> None:
    given = as_kafka_has_it(VECTORS["notice"]["record"])
    read = ours.read_outbox(given, network=NETWORK, publics=PUBLICS)
    assert isinstance(read.envelope, Notice)
    body, content_key = sealing.unseal(
        read.body_line,
        message=Named(NETWORK, SENDER, read.envelope.id),
        seal=read.envelope.seal,
        openers=[Opener(key, X25519PrivateKey.from_private_bytes(PRIVATES[key]))],
    )
    assert (body.decode(), content_key.hex()) == (VECTORS["notice"]["body"], VECTORS["notice"]["content_key"])


@pytest.mark.parametrize("place", range(3))
def test_each_record_of_the_batch_is_read(place: int) -> None:
    given = as_kafka_has_it(VECTORS["batch"]["records"][place])
    assert (ours.read_inbox(given, network=NETWORK, publics=PUBLICS) is None) == (place == 2)


def test_the_reference_log_is_believed(catalogue: Catalogue) -> None:
    said = VECTORS["reference"]
    anchor = {said["anchor"]["id"]: said["anchor"]["public"]}
    log = [as_kafka_has_it(one) for one in said["records"]]
    state = ours.follow(log, network=NETWORK, anchor=anchor, catalogue=catalogue, at=said["received_at"])
    keys = [key.id for name in state.directory.ids for history in state.directory.history(name) for key in history.keys]
    assert sorted(keys) == sorted(said["believed"])


@pytest.mark.parametrize("line", REFUSED["lines"])
def test_a_line_that_is_not_canonical_is_refused(line: str) -> None:
    with pytest.raises(RefusedError):
        canonical.decode_any(line.encode())


@pytest.mark.parametrize("case", REFUSED["outbox"], ids=why)
def test_a_wrong_record_of_an_outbox_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        ours.read_outbox(as_kafka_has_it(case["record"]), network=NETWORK, publics=PUBLICS)


@pytest.mark.parametrize("case", REFUSED["inbox"], ids=why)
def test_a_wrong_record_of_an_inbox_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        ours.read_inbox(as_kafka_has_it(case["record"]), network=NETWORK, publics=PUBLICS)


@pytest.mark.parametrize("case", REFUSED["reference"], ids=why)
def test_a_wrong_log_is_not_believed(case: dict[str, Any], catalogue: Catalogue) -> None:
    said = VECTORS["reference"]
    anchor = {said["anchor"]["id"]: said["anchor"]["public"]}
    log = [as_kafka_has_it(one) for one in case["records"]]
    with pytest.raises(RefusedError):
        ours.follow(log, network=NETWORK, anchor=anchor, catalogue=catalogue, at=said["received_at"])
