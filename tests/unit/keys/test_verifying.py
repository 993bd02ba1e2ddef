"""What libsodium and OpenSSL say of the same signatures: where they differ, the stricter one is ours."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from services.keys import signing
from services.keys.encoding import text_of
from tests.unit.keys import edwards
from tests.unit.keys.edwards import L, P

TEXT = b"habarshy/1\nsandbox\noutbox.a\n{}"


def ours(signature: bytes, text: bytes, public: bytes) -> bool:
    return signing.verifies(text_of(signature), text, public=text_of(public))


def openssl(signature: bytes, text: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def both(signature: bytes, text: bytes, public: bytes) -> tuple[bool, bool]:
    return ours(signature, text, public), openssl(signature, text, public)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_what_an_owner_signed_verifies(seed: bytes, text: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()

    assert both(private.sign(text), text, public) == (True, True)


@given(st.data())
def test_one_bit_that_changed_anywhere_is_noticed_by_both(data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(data.draw(st.binary(min_size=32, max_size=32)))
    parts = [bytearray(private.sign(TEXT)), bytearray(TEXT), bytearray(private.public_key().public_bytes_raw())]
    part = data.draw(st.sampled_from(parts))
    bit = data.draw(st.integers(0, len(part) * 8 - 1))
    part[bit // 8] ^= 1 << bit % 8

    assert both(*map(bytes, parts)) == (False, False)


@given(st.binary(max_size=100), st.binary(max_size=40), st.binary(max_size=40))
def test_bytes_of_any_length_verify_nothing(signature: bytes, text: bytes, public: bytes) -> None:
    """The length is looked at before anything is put together: a byte of the text is never taken for one of the signature."""
    assert both(signature, text, public) == (False, False)


def test_a_signature_cut_short_does_not_borrow_from_the_text() -> None:
    private = Ed25519PrivateKey.generate()
    public, signature = private.public_key().public_bytes_raw(), private.sign(TEXT)

    assert not ours(signature[:63], signature[63:] + TEXT, public)
    assert not ours(signature + TEXT[:1], TEXT[1:], public)


def test_what_is_no_base64_verifies_nothing() -> None:
    assert not signing.verifies("?" * 88, TEXT, public="A" * 43 + "=")
    assert not signing.verifies("A" * 86 + "==", TEXT, public="Ж" * 44)


def made(secret: int, nonce: int, *, of_key: int = 0, of_commitment: int = 0, raised: int = 0) -> tuple[bytes, bytes]:
    """A signature and its public key, either moved by a point of small order, the scalar written larger by so many times the order."""
    public = (secret * edwards.base() + edwards.small()[of_key]).encoded
    commitment = (nonce * edwards.base() + edwards.small()[of_commitment]).encoded
    number = (nonce + edwards.challenge(commitment, public, TEXT) * secret) % L
    return commitment + edwards.scalar(number + raised * L), public


SCALARS = st.integers(1, L - 1)


@settings(max_examples=40)  # the arithmetic is slow
@given(SCALARS, SCALARS, st.integers(0, 7), st.integers(0, 7))
def test_points_moved_by_one_of_small_order_are_judged_alike(
    secret: int, nonce: int, of_key: int, of_commitment: int
) -> None:
    signature, public = made(secret, nonce, of_key=of_key, of_commitment=of_commitment)
    mine, theirs = both(signature, TEXT, public)

    assert mine == theirs
    assert mine or of_key or of_commitment  # what is not moved is an honest signature


@settings(max_examples=20)  # likewise
@given(SCALARS, SCALARS, st.integers(1, 7))
def test_a_scalar_that_is_not_canonical_is_refused_by_both(secret: int, nonce: int, raised: int) -> None:
    signature, public = made(secret, nonce, raised=raised)

    assert both(signature, TEXT, public) == (False, False)


def test_a_key_of_small_order_under_which_one_signature_fits_many_texts_is_refused_by_ours() -> None:
    """OpenSSL lets some of them pass: the order of the point divides what the text gives."""
    differed = 0
    for point in edwards.small():
        for nonce in range(1, 9):
            signature = (nonce * edwards.base()).encoded + edwards.scalar(nonce)
            mine, theirs = both(signature, TEXT, point.encoded)
            assert not mine
            differed += theirs
    assert differed > 0


def test_a_commitment_of_small_order_is_refused_by_ours() -> None:
    secret = 7
    public = (secret * edwards.base()).encoded
    answers = []
    for point in edwards.small():
        number = edwards.challenge(point.encoded, public, TEXT) * secret % L
        answers.append(both(point.encoded + edwards.scalar(number), TEXT, public))
    assert {mine for mine, _ in answers} == {False}
    assert {theirs for _, theirs in answers} == {False, True}


def test_a_key_that_is_not_written_canonically_is_refused_by_ours() -> None:
    """Only numbers just above the field's are written otherwise; the points that they mean are of small order or unknown."""
    for y in range(P, 2**255):
        for sign in (0, 1):
            public = (y | sign << 255).to_bytes(32, "little")
            for nonce in (1, 2, 3):
                assert not ours((nonce * edwards.base()).encoded + edwards.scalar(nonce), TEXT, public)
