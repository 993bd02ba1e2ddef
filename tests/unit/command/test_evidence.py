"""How the outcome of an audit is shown."""

import pytest

from consumers.witness.auditing import Audited
from habarshy.command import evidence, wording
from schemas.errors.tree import Finding
from services.ledger.verifying import Bad, Verified


@pytest.fixture(autouse=True)
def english() -> None:
    wording.use("en")


def shown(capsys: pytest.CaptureFixture[str], verified: Verified, audited: Audited) -> list[str]:
    evidence._show(verified, audited)
    return capsys.readouterr().err.splitlines()


def test_what_is_whole_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    (said,) = shown(capsys, Verified(9, 7), Audited(leaves=8, heads=3, published=2))
    assert said == (
        "The evidence is what was signed. Entries under a head: 8; heads: 3, of which on the wire: 2;"
        " records computed anew: 7."
    )


def test_what_is_wrong_is_named_in_the_rows_and_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    bad = Finding("HB-8703", "", {"number": 4})
    row, entry = shown(capsys, Verified(3, bad=Bad("leaf", "17")), Audited(4, 1, 1, bad))
    assert "17" in row
    assert entry == (
        "HB-8703: The entry 4 of the evidence in the ledger is another than the bus has signed and published."
        " Keep the ledger as it is, and its backups: somebody has changed it."
    )


def test_a_program_gets_the_code_and_the_number() -> None:
    bad = Finding("HB-8703", "", {"number": 4})
    document = evidence._document(Verified(3, 2), Audited(4, 1, 1, bad))
    assert document == {
        "leaves": 4,
        "heads": 1,
        "published": 1,
        "records": 2,
        "bad": {"code": "HB-8703", "number": 4},
        "bad_row": None,
    }
