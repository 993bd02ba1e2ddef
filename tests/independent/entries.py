"""Entries of the reference chain, and checkpoints, to write."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.independent.canonical import Json, write_line
from tests.independent.chain import TOPIC, entry_key
from tests.independent.errors import RefusedError
from tests.independent.keys import CHECKPOINT, DIRECTORY, PrivateKey
from tests.independent.primitives import sha256_hex
from tests.independent.records import Place, Record, check_id, split_value, write_record


@dataclass
class ChainWriter:
    """The end of a chain that is being written."""

    network: str
    signer: PrivateKey
    sequence: int = 0
    previous: str | None = None

    def add(self, fields: Mapping[str, Json], body: Mapping[str, Json] | None = None) -> Record:
        """Return the record of the next entry; `fields` are its envelope's but for its place and its body's digest."""
        if not self.signer.id.startswith(f"bus/{DIRECTORY}-"):
            raise RefusedError("entries are signed with a directory key")
        envelope = {**fields, "sequence": self.sequence + 1}
        if self.previous is not None:
            envelope["previous"] = self.previous
        record = _signed(envelope, body, network=self.network, signer=self.signer)
        self.sequence += 1
        self.previous = sha256_hex(split_value(record.value)[0])
        return record


def write_checkpoint(
    fields: Mapping[str, Json], body: Mapping[str, Json], *, network: str, signer: PrivateKey
) -> Record:
    """Return the record of a checkpoint, which is no link of the chain."""
    if not signer.id.startswith(f"bus/{CHECKPOINT}-"):
        raise RefusedError("checkpoints are signed with a checkpoint key")
    return _signed(fields, body, network=network, signer=signer)


def _signed(fields: Mapping[str, Json], body: Mapping[str, Json] | None, *, network: str, signer: PrivateKey) -> Record:
    envelope = dict(fields)
    check_id(envelope, 5)
    body_line = b""
    if body is not None:
        body_line = write_line(dict(body))
        envelope["body_digest"] = sha256_hex(body_line)
    return write_record(envelope, body_line, place=Place(network, TOPIC), key=entry_key(envelope), signer=signer)
