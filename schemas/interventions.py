"""What an administrator does to the ledger, as a document that two operators sign: what is asked for, on which network, when, and why."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from schemas import fields
from schemas.messages.parts import MessageRef, RecordRef
from schemas.values import Said, broken

_PERSONAL_NUMBER: Final = re.compile(r"[0-9]{12}")


def _names_nobody(value: str) -> str:
    if _PERSONAL_NUMBER.search(value):
        raise broken("HB-2457")
    return value


class _Asked(Said):
    """What every intervention says."""

    network: fields.Network
    at: fields.Instant
    """When it was written down: two that ask for the same are two."""
    reason: Annotated[fields.Line, AfterValidator(_names_nobody)]
    """The number of the file in which it was decided; nothing about who a person is."""


class Replay(_Asked):
    """Records in quarantine are decided anew, each under its own id and `received_at`."""

    kind: Literal["replay"]
    records: Annotated[tuple[RecordRef, ...], Field(min_length=1, max_length=100)]


class Erasure(_Asked):
    """The body of a message is erased. What proves the message stays."""

    kind: Literal["erase"]
    message: MessageRef


Intervention = Annotated[Replay | Erasure, Field(discriminator="kind")]


class OperatorSignature(Said):
    """One operator's word."""

    key: fields.KeyId
    signature: fields.SignatureText


class SignedIntervention(Said):
    """An intervention with the signatures that it has so far."""

    asked: Intervention
    signatures: Annotated[tuple[OperatorSignature, ...], Field(max_length=10)] = ()
