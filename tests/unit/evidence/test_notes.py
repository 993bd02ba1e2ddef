"""The head of the log is written as other people's tools read it."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.evidence import notes
from services.evidence.notes import Head
from services.keys import signing
from services.keys.signing import Signer

LOG: Final = Signer("bus/checkpoint-2026-01", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS: Final = Signer("court/sign-2026-01", Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64))))
HEAD: Final = Head(notes.origin("sandbox", 1), 3, bytes(range(32)))
AT: Final = 1_772_770_080
# A checkpoint of Go's public log of modules, with the key that everybody's Go has.
GO: Final = "sum.golang.org"
GO_KEY: Final = "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_NOTE: Final = """go.sum database tree
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""


def test_a_note_of_another_log_is_written_and_verified_alike() -> None:
    text, _, lines = GO_NOTE.rpartition("\n\n")
    name, size, root = text.split("\n")
    head = Head(name, int(size), b64decode(root))
    signature = b64encode(b64decode(lines.split()[-1])[4:]).decode()
    public = b64encode(b64decode(GO_KEY)[1:]).decode()
    assert notes.is_signed(head, signature, public=public)
    assert notes.note(head, notes.line(GO, signature, public=public)) == GO_NOTE


def test_a_head_is_signed_for_its_log_its_size_and_its_root() -> None:
    signature = notes.sign(HEAD, LOG)
    assert notes.is_signed(HEAD, signature, public=LOG.public)
    others = (
        Head(notes.origin("sandbox", 2), HEAD.size, HEAD.root),
        Head(notes.origin("national", 1), HEAD.size, HEAD.root),
        Head(HEAD.origin, 4, HEAD.root),
        Head(HEAD.origin, HEAD.size, bytes(32)),
    )
    assert not any(notes.is_signed(other, signature, public=LOG.public) for other in others)
    assert not notes.is_signed(HEAD, signature, public=WITNESS.public)


def test_a_cosignature_is_of_its_second_and_no_signature_of_the_log() -> None:
    signature = notes.cosign(HEAD, WITNESS, at=AT)
    assert notes.is_cosigned(HEAD, signature, at=AT, public=WITNESS.public)
    assert not notes.is_cosigned(HEAD, signature, at=AT + 1, public=WITNESS.public)
    assert not notes.is_signed(HEAD, signature, public=WITNESS.public)
    text = f"cosignature/v1\ntime {AT}\n{HEAD.origin}\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert signing.verifies(signature, text.encode(), public=WITNESS.public)


def test_a_cosignatures_line_holds_its_time() -> None:
    line = notes.line("witness", notes.cosign(HEAD, WITNESS, at=AT), public=WITNESS.public, at=AT)
    raw = b64decode(line.split()[-1])
    assert (len(raw), int.from_bytes(raw[4:12], "big")) == (76, AT)
    assert raw[:4] != b64decode(notes.line("witness", notes.sign(HEAD, WITNESS), public=WITNESS.public).split()[-1])[:4]
    assert notes.second(datetime(2026, 3, 6, 4, 8, 0, 999_999, tzinfo=UTC)) == AT
