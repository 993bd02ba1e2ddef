"""Our own reading, from a record's bytes to what they say, in one call each; what is wrong raises our error."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from schemas.catalogue.catalogue import Catalogue
from schemas.codec import delivery, record
from schemas.codec.record import Record as Decoded
from schemas.errors.tree import Finding, RefusedError
from services.directory_log import accepting
from services.directory_log.outcomes import Believed
from services.directory_log.state import Entry, LogState, Trust
from services.keys import batches, signing
from tests.independent.records import Record

INSTANT = TypeAdapter(datetime)


def read_outbox(given: Record, *, network: str, publics: Mapping[str, str]) -> Decoded:
    decoded = record.decode(key=given.key, value=given.value, headers=given.headers)
    text = signing.signed_text(network=network, topic=given.topic, envelope_line=decoded.envelope_line)
    _insist(signing.verifies(decoded.signature.signature, text, public=publics[decoded.signature.key]))
    return decoded


def read_inbox(given: Record, *, network: str, publics: Mapping[str, str]) -> Decoded | None:
    """None for what the bus itself makes, which has no sender's signature to be decoded with."""
    headers = delivery.read_headers(given.headers)
    leaf = batches.leaf(delivery.leaf_parts(topic=given.topic, key=given.key, value=given.value, headers=headers))
    _insist(headers.batch.key.startswith("bus/relay-"))
    _insist(batches.verifies(headers.batch, leaf, network=network, public=publics[headers.batch.key]))
    if headers.signature is None or headers.delivered is None:
        return None
    sent = Record(headers.delivered.record.topic, given.key, given.value, given.headers[:2])
    return read_outbox(sent, network=network, publics=publics)


def _insist(holds: bool) -> None:  # noqa: FBT001 - it is what is insisted on
    if not holds:
        raise RefusedError(Finding("HB-8201", "", {"key": "?"}))


def follow(
    log: Sequence[Record], *, network: str, anchor: Mapping[str, str], catalogue: Catalogue, at: str
) -> LogState:
    state = LogState()
    for given in log:
        entry = Entry(given.key, given.value, given.headers, INSTANT.validate_python(at))
        outcome = accepting.accept(state, entry, Trust(network, anchor, catalogue))
        if not isinstance(outcome, Believed):
            raise RefusedError(Finding("HB-8201", "", {"key": type(outcome).__name__}))
        state = outcome.state
    return state
