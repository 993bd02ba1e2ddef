"""Signatures, seals, batches and proofs: what was made verifies, and nothing else does."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import KeysError, RefusedError
from schemas.fields import AgencyId
from schemas.texts import Text
from services.keys import batches, keyring, merkle, proofs, sealing, signing
from services.keys.keyring import Keyring
from services.keys.sealing import Named, Opener, Reader
from services.keys.signing import Signer

NETWORK = "sandbox"
MESSAGE = Named(NETWORK, "police-medeu", UUID("01975f5c-6a5e-7000-8000-000000000001"))
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


def opener(key_id: str) -> Opener:
    return Opener(key_id, X25519PrivateKey.generate())


def reader(of: Opener) -> Reader:
    return Reader(of.key_id.partition("/")[0], of.key_id, of.public)


PROSECUTOR = opener("prosecutor-medeu/seal-2026-01")
JUVENILE = opener("juvenile-medeu/seal-2026-01")
SENDER = opener("police-medeu/seal-2026-01")
STRANGER = opener("police-auezov/seal-2026-01")


def sealed(body: bytes = b'{"a":1}') -> sealing.Sealed:
    told = [("prosecutor", reader(PROSECUTOR)), ("juvenile-unit", reader(JUVENILE))]
    return sealing.seal(body, message=MESSAGE, recipients=told, sender=reader(SENDER), random=os.urandom)


@pytest.mark.parametrize("reads", [PROSECUTOR, JUVENILE, SENDER], ids=lambda key: key.key_id)
def test_every_recipient_and_the_sender_open_the_same_text(reads: Opener) -> None:
    made = sealed()
    body, content_key = sealing.unseal(made.body_line, message=MESSAGE, seal=made.seal, openers=[reads])
    assert (body, content_key) == (b'{"a":1}', made.content_key)


def test_an_agency_that_was_not_told_cannot_open() -> None:
    made = sealed()
    with pytest.raises(RefusedError, match="HB-2501"):
        sealing.unseal(made.body_line, message=MESSAGE, seal=made.seal, openers=[STRANGER])


def test_another_key_under_the_recipients_name_does_not_open() -> None:
    made = sealed()
    with pytest.raises(RefusedError, match="HB-2502"):
        sealing.unseal(made.body_line, message=MESSAGE, seal=made.seal, openers=[opener(PROSECUTOR.key_id)])


@pytest.mark.parametrize(
    "other",
    [
        replace(MESSAGE, network="country"),
        replace(MESSAGE, sender="police-auezov"),
        replace(MESSAGE, id=UUID("01975f5c-6a5e-7000-8000-000000000002")),
    ],
    ids=["network", "sender", "id"],
)
def test_a_seal_opens_under_its_own_message_alone(other: Named) -> None:
    made = sealed()
    with pytest.raises(RefusedError, match="HB-2502"):
        sealing.unseal(made.body_line, message=other, seal=made.seal, openers=[PROSECUTOR])


def test_a_wrap_of_another_key_than_the_committed_one_is_refused() -> None:
    """Two recipients given different keys would read different texts."""
    made = sealed()
    with pytest.raises(RefusedError, match="HB-2503"):
        sealing.content_key_of(
            sealing.rewrap(os.urandom(32), message=MESSAGE, reader=reader(PROSECUTOR)),
            message=MESSAGE,
            opener=PROSECUTOR,
            committed=made.seal.key_commitment,
        )


@given(st.data())
def test_no_bit_of_a_sealed_body_can_be_flipped(data: st.DataObject) -> None:
    made = sealed()
    at = data.draw(st.integers(0, len(made.body_line) * 8 - 1))
    flipped = bytearray(made.body_line)
    flipped[at // 8] ^= 1 << (at % 8)
    with pytest.raises(RefusedError):
        sealing.unseal(bytes(flipped), message=MESSAGE, seal=made.seal, openers=[PROSECUTOR])


def test_a_successor_opens_what_was_wrapped_anew_for_it() -> None:
    made = sealed()
    wrap = sealing.rewrap(made.content_key, message=MESSAGE, reader=reader(STRANGER))
    opened = sealing.content_key_of(wrap, message=MESSAGE, opener=STRANGER, committed=made.seal.key_commitment)
    assert opened == made.content_key


def test_a_signature_holds_for_its_network_topic_and_line_alone() -> None:
    signer = Signer("police-medeu/sign-2026-01", Ed25519PrivateKey.generate())
    said = signer.record(network=NETWORK, topic="outbox.police-medeu", envelope_line=b"{}")
    texts = {
        (network, topic, line): signing.signed_text(network=network, topic=topic, envelope_line=line)
        for network in (NETWORK, "country")
        for topic in ("outbox.police-medeu", "urgent.police-medeu")
        for line in (b"{}", b'{"a":1}')
    }
    held = [what for what, text in texts.items() if signing.verifies(said.signature, text, public=signer.public)]
    assert held == [(NETWORK, "outbox.police-medeu", b"{}")]


@pytest.mark.parametrize("signature", ["", "not base64", "QUJD", "A" * 88])
def test_what_is_no_signature_verifies_nothing(signature: str) -> None:
    public = Signer("police-medeu/sign-2026-01", Ed25519PrivateKey.generate()).public
    assert not signing.verifies(signature, b"text", public=public)
    assert not signing.verifies("A" * 86 + "==", b"text", public="AAAA")


@given(st.integers(1, 70), st.data())
def test_each_record_of_a_batch_proves_itself_and_no_other(size: int, data: st.DataObject) -> None:
    signer = Signer("bus/relay-2026-01", Ed25519PrivateKey.generate())
    leaves = [batches.leaf([b"inbox.a", str(n).encode()]) for n in range(size)]
    made = batches.sign(leaves, network=NETWORK, signer=signer)
    at = data.draw(st.integers(0, size - 1))
    assert batches.verifies(made[at], leaves[at], network=NETWORK, public=signer.public)
    assert not batches.verifies(made[at], leaves[at], network="country", public=signer.public)
    assert not batches.verifies(made[at], batches.leaf([b"inbox.b"]), network=NETWORK, public=signer.public)
    other = made[at].model_copy(update={"index": (at + 1) % size if size > 1 else 1})
    assert not batches.verifies(other, leaves[at], network=NETWORK, public=signer.public)


def test_a_records_parts_cannot_be_shifted_between_key_and_value() -> None:
    assert batches.leaf([b"ab", b"c"]) != batches.leaf([b"a", b"bc"])


@given(st.integers(1, 40))
def test_the_tree_is_the_one_of_rfc_6962(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]

    def root(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        left = 1 << ((len(part) - 1).bit_length() - 1)
        return merkle.node_hash(root(part[:left]), root(part[left:]))

    assert merkle.levels(leaves)[-1] == [root(leaves)]


def keys_of(agency: str, *, network: str = NETWORK) -> Keyring:
    return Keyring(network, agency).with_new("sign", "2026-01").with_new("seal", "2026-01")


def entry(agency: str, *keys: AgencyKey, superior: str | None = None) -> AgencyVersion:
    return AgencyVersion(
        id=AgencyId(agency),
        valid_from=JANUARY,
        names=Text(en=agency, kk=agency, ru=agency),
        roles=(),
        territory="750000000",
        zone="Asia/Almaty",
        superior=AgencyId(superior) if superior else None,
        languages=("kk",),
        keys=keys,
    )


def public(of: Keyring) -> tuple[AgencyKey, AgencyKey]:
    sign, seal = (
        AgencyKey(
            id=key.key_id,
            purpose="sign" if isinstance(key, Signer) else "seal",
            public=key.public,
            valid_from=JANUARY,
            valid_until=JANUARY + timedelta(days=700),
        )
        for key in (of.signers[-1], of.openers[-1])
    )
    return tuple(proofs.prove(key, of.signers[-1], network=NETWORK) for key in (sign, seal))  # type: ignore[return-value] # two of them


ABOVE, BELOW = keys_of("prosecutor-almaty"), keys_of("prosecutor-medeu")
DIRECTORY = Directory((entry("prosecutor-almaty", *public(ABOVE)),))


def codes(agency: AgencyVersion, directory: Directory = DIRECTORY, *, network: str = NETWORK) -> list[str]:
    return [found.code for found in proofs.objections(agency, directory, network=network, at=JANUARY)]


def test_keys_that_are_proved_and_vouched_for_are_believed() -> None:
    vouched = [proofs.vouch(key, ABOVE.signers[0], network=NETWORK) for key in public(BELOW)]
    assert codes(entry("prosecutor-medeu", *vouched, superior="prosecutor-almaty")) == []
    assert (
        codes(entry("prosecutor-medeu", *vouched, superior="prosecutor-almaty"), network="country") == ["HB-2601"] * 2
    )


def test_a_key_that_nobody_vouched_for_is_not_believed() -> None:
    assert codes(entry("prosecutor-medeu", *public(BELOW), superior="prosecutor-almaty")) == ["HB-2602"] * 2


def test_a_stranger_cannot_vouch() -> None:
    stranger = keys_of("prosecutor-almaty")
    vouched = [proofs.vouch(key, stranger.signers[0], network=NETWORK) for key in public(BELOW)]
    assert codes(entry("prosecutor-medeu", *vouched, superior="prosecutor-almaty")) == ["HB-2602"] * 2


def test_a_key_that_its_owner_did_not_sign_is_not_believed() -> None:
    stolen = public(BELOW)[0].model_copy(update={"public": public(keys_of("x"))[0].public})
    assert codes(entry("prosecutor-medeu", stolen, superior="prosecutor-almaty")) == ["HB-2601"]


def test_an_agency_vouches_for_its_next_key_with_the_one_before() -> None:
    known = Directory((*DIRECTORY.versions, entry("prosecutor-medeu", *public(BELOW), superior="prosecutor-almaty")))
    newer = BELOW.with_new("sign", "2026-02")
    key = public(newer)[0]
    assert codes(entry("prosecutor-medeu", key, superior="prosecutor-almaty"), known) == ["HB-2602"]
    vouched = proofs.vouch(key, BELOW.signers[0], network=NETWORK)
    assert codes(entry("prosecutor-medeu", vouched, superior="prosecutor-almaty"), known) == []


def test_a_known_key_id_never_gets_another_key() -> None:
    changed = public(keys_of("prosecutor-almaty"))
    assert codes(entry("prosecutor-almaty", *changed)) == ["HB-4011", "HB-4011"]


def test_a_keyring_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    made = keys_of("police-medeu").with_new("sign", "2026-01")
    made.save(path)
    found = keyring.load(path)
    assert [key.key_id for key in found.signers] == ["police-medeu/sign-2026-01", "police-medeu/sign-2026-01-2"]
    assert found.newest_signer().public == made.signers[-1].public
    assert found.openers[0].public == made.openers[0].public
    assert path.stat().st_mode & 0o777 == 0o600
    assert "private" not in repr(found)


def test_a_keyring_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys_of("police-medeu").save(path)
    path.chmod(0o640)
    with pytest.raises(KeysError, match="HB-2605"):
        keyring.load(path)


@pytest.mark.parametrize(("content", "code"), [(None, "HB-2604"), (b"{}", "HB-2606"), (b"\xff", "HB-2606")])
def test_what_is_no_keyring_is_named(content: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    with pytest.raises(KeysError, match=code):
        keyring.load(path)


def test_a_keyring_without_the_purpose_says_so() -> None:
    with pytest.raises(KeysError, match="HB-2603"):
        Keyring(NETWORK, "police-medeu").newest_signer()
