"""A sender with a good key and bad intentions: he seals by hand, so that two readers of one message would read two texts."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from producers.outbox import minting
from schemas.codec import canonical
from schemas.codec.record import digest
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.parts import Seal, SealedBody, SealedFor
from services.keys import sealing
from services.keys.encoding import text_of
from services.keys.sealing import Named
from tests.integration.bus.speaking import Agency, Raw

NOTICE: Final = "boy-too-young-to-be-charged"
SENDER: Final = "investigation-medeu"
TOLD: Final = {"juvenile-unit": "juvenile-medeu", "criminal-police": "criminal-police-almaty"}
"""The notice goes to both, each in its role."""


@dataclass(frozen=True)
class Forger:
    """The sender, his two readers by their roles, and where it all happens."""

    sender: Agency
    told: Mapping[str, Agency]
    territory: str

    @property
    def first(self) -> Agency:
        return next(iter(self.told.values()))

    @property
    def second(self) -> Agency:
        return [*self.told.values()][1]

    def fresh(self) -> str:
        return str(minting.message_id(datetime.now(UTC), os.urandom))

    def text(self, statement: str) -> bytes:
        body = reading.example(NOTICE).body
        return reading.body_line({**(body or {}), "statement": statement})

    def record(self, id_: str, sealed: tuple[Seal, bytes], kind: str = "outbox") -> Raw:
        now = datetime.now(UTC)
        arisen_at = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
        own: dict[str, Any] = {
            "id": id_,
            "sender": self.sender.id,
            "sent_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "territory": self.territory,
            "instants": {"arisen_at": arisen_at},
            "occasion": minting.reference(self.sender.id, os.urandom),
            "subject": minting.reference(self.sender.id, os.urandom),
            "seal": orjson.loads(canonical.encode(sealed[0])),
        }
        line = orjson.dumps(reading.example(NOTICE).envelope | own, option=orjson.OPT_SORT_KEYS)
        return self.signed(f"{kind}.{self.sender.id}", line, sealed[1], id_)

    def signed(self, topic: str, line: bytes, body_line: bytes, id_: str) -> Raw:
        profile = self.sender.profile
        signature = profile.keyring().newest_signer().record(network=profile.network, topic=topic, envelope_line=line)
        headers = [("habarshy-signature", signature.signature.encode()), ("habarshy-key", signature.key.encode())]
        key = registry.read_envelope(line).record_key.encode()
        return Raw(topic, key, line + b"\n" + body_line, headers, id_)

    def sealed(
        self, id_: str, text: bytes, *, under: bytes, committed: bytes, wraps: Sequence[tuple[Agency, bytes]]
    ) -> tuple[Seal, bytes]:
        """As it is done rightly, but with whatever keys he likes in each place."""
        message, nonce = self.named(id_), os.urandom(12)
        body = SealedBody(
            ciphertext=text_of(ChaCha20Poly1305(under).encrypt(nonce, text, message.bound("body"))),
            nonce=text_of(nonce),
            wraps=tuple(sealing.rewrap(key, message=message, reader=to.reader) for to, key in wraps),
        )
        return self.said_of(canonical.encode(body), committed)

    def said_of(self, line: bytes, committed: bytes) -> tuple[Seal, bytes]:
        recipients = tuple(
            SealedFor.model_validate({"role": role, "agency": agency.id, "key": agency.reader.key_id})
            for role, agency in self.told.items()
        )
        commitment = sealing.commitment(committed)
        said = Seal(suite=sealing.SUITE, body_digest=digest(line), key_commitment=commitment, recipients=recipients)
        return said, line

    def named(self, id_: str) -> Named:
        return Named(self.sender.profile.network, self.sender.id, UUID(id_))

    def honest(self, id_: str, text: bytes) -> tuple[Seal, bytes]:
        key = os.urandom(32)
        return self.sealed(id_, text, under=key, committed=key, wraps=[(self.first, key), (self.second, key)])


def nothing_forged(forger: Forger, id_: str) -> list[Raw]:
    return [forger.record(id_, forger.honest(id_, forger.text("one")))]


def another_key_for_the_second(forger: Forger, id_: str) -> list[Raw]:
    key, other = os.urandom(32), os.urandom(32)
    wraps = [(forger.first, key), (forger.second, other)]
    return [forger.record(id_, forger.sealed(id_, forger.text("one"), under=key, committed=key, wraps=wraps))]


def committed_to_the_key_of_the_second(forger: Forger, id_: str) -> list[Raw]:
    key, other = os.urandom(32), os.urandom(32)
    wraps = [(forger.first, key), (forger.second, other)]
    return [forger.record(id_, forger.sealed(id_, forger.text("one"), under=key, committed=other, wraps=wraps))]


def two_wraps_for_the_second(forger: Forger, id_: str) -> list[Raw]:
    key, other = os.urandom(32), os.urandom(32)
    wraps = [(forger.first, key), (forger.second, other), (forger.second, key)]
    return [forger.record(id_, forger.sealed(id_, forger.text("one"), under=key, committed=key, wraps=wraps))]


def nothing_for_the_second(forger: Forger, id_: str) -> list[Raw]:
    key = os.urandom(32)
    sealed = forger.sealed(id_, forger.text("one"), under=key, committed=key, wraps=[(forger.first, key)])
    return [forger.record(id_, sealed)]


def two_ciphertexts_in_one_body(forger: Forger, id_: str) -> list[Raw]:
    """Which of two members of one name is meant, each reader of JSON decides for itself."""
    key = os.urandom(32)
    wraps = [(forger.first, key), (forger.second, key)]
    one, two = (forger.sealed(id_, forger.text(t), under=key, committed=key, wraps=wraps)[1] for t in ("one", "two"))
    both = two[:-1] + b"," + one[1:]
    return [forger.record(id_, forger.said_of(both, key))]


def another_text_under_the_same_id(forger: Forger, id_: str) -> list[Raw]:
    return [forger.record(id_, forger.honest(id_, forger.text(text))) for text in ("one", "two")]


def another_text_by_the_other_topic(forger: Forger, id_: str) -> list[Raw]:
    """The two topics have a reader each, and both read at once."""
    return [
        forger.record(id_, forger.honest(id_, forger.text(text)), kind)
        for text, kind in (("one", "outbox"), ("two", "urgent"))
    ]


def another_body_under_the_same_envelope(forger: Forger, id_: str) -> list[Raw]:
    """The envelope's signature holds; its digest is of another body."""
    right = forger.record(id_, forger.honest(id_, forger.text("one")))
    line = (right.value or b"").partition(b"\n")[0]
    return [right, forger.signed(right.topic, line, forger.honest(id_, forger.text("two"))[1], id_)]


Attack = Callable[[Forger, str], list[Raw]]
REFUSED_BY_A_RECIPIENT: Final[Sequence[Attack]] = (
    another_key_for_the_second,
    committed_to_the_key_of_the_second,
    two_wraps_for_the_second,
    nothing_for_the_second,
)
REFUSED_BY_THE_BUS: Final[Sequence[Attack]] = (
    two_ciphertexts_in_one_body,
    another_text_under_the_same_id,
    another_text_by_the_other_topic,
    another_body_under_the_same_envelope,
)
