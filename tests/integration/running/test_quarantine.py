"""A fault of ours puts records into quarantine; two operators replay them by command, and their recipients have them as if nothing had been."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from habarshy.enrolment.demo import DemoBus
from services.admission.checking import Checking
from tests.bus import NETWORK
from tests.integration.bus.conftest import Pair, running
from tests.integration.bus.speaking import Raw
from tests.integration.running import process
from tests.integration.running.process import Answer

PLANTED: Final = "planted: it fails on this record"


@dataclass
class Broken:
    """A fault in our own checks, as long as it is there."""

    values: set[bytes]

    @staticmethod
    def planted(monkeypatch: pytest.MonkeyPatch) -> "Broken":
        broken, mended = Broken(set()), Checking._open

        def fails(checking: Checking, course: Any, directory: Any) -> None:  # noqa: ANN401 - as it is there
            if course.arrival.value in broken.values:
                raise ArithmeticError(PLANTED)
            mended(checking, course, directory)

        monkeypatch.setattr(Checking, "_open", fails)
        return broken


@dataclass(frozen=True)
class Operators:
    """Two people with a folder each, and the operator's own."""

    bus: DemoBus
    ledger: str
    home: Path
    number: str = field(default_factory=lambda: "".join(secrets.choice("abcdefgh") for _ in range(8)))

    def keys(self, name: str) -> str:
        return str(self.home / name / "keys.json")

    @property
    def where(self) -> list[str]:
        return ["--operator", str(self.bus.operator.root), "--ledger", self.ledger]

    async def enrolled(self) -> "Operators":
        """Names of this test's own: the log is the run's."""
        for name in ("first", "second"):
            folder = str(self.home / name)
            await done("operator", "enrol", f"{name}-{self.number}", "--network", NETWORK, "--out", folder)
            request = str(self.home / name / "operator-key.json")
            await done("operator", "admit", request, "--operator", str(self.bus.operator.root), "--yes")
        return self


async def done(*arguments: str, code: int = 0) -> Answer:
    answer = await process.command(*arguments)
    assert answer.code == code, answer.err
    return answer


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Broken:
    return Broken.planted(monkeypatch)


async def waiting(ledger: str, *of: Raw) -> dict[str, str]:
    """The places at which these messages wait, by their ids."""
    listed = json.loads((await done("quarantine", "list", "--ledger", ledger, "--json")).out)["quarantined"]
    topics = {one.topic for one in of}
    return {row["place"]: row["fault"] for row in listed if row["place"].partition("/")[0] in topics}


async def test_what_our_fault_held_up_is_replayed_by_two_operators(
    bus: DemoBus, ledger: str, pair: Pair, broken: Broken, tmp_path: Path
) -> None:
    investigator, prosecutor = pair
    first, second = (investigator.notice(prosecutor) for _ in range(2))
    broken.values |= {first.value or b"", second.value or b""}
    operators = await Operators(bus, ledger, tmp_path).enrolled()

    async with running(bus, ledger), investigator.hearing() as told, prosecutor.hearing() as heard:
        await investigator.write(first, second)
        answers = [await told.answer(one) for one in (first, second)]
        assert [one["disposition"] for one in answers] == ["QUARANTINED", "QUARANTINED"]
        receipt = prosecutor.receipt(first, investigator)
        await prosecutor.write(receipt)
        assert (await heard.answer(receipt))["disposition"] == "PARKED"

        places = await waiting(ledger, first)
        assert places == dict.fromkeys((f"{first.topic}/0/1/0", f"{first.topic}/0/1/1"), "ArithmeticError")
        shown = json.loads((await done("quarantine", "show", min(places), "--ledger", ledger, "--json")).out)
        assert shown["fault"] == f"ArithmeticError: {PLANTED}"
        assert (shown["envelope"]["id"], "seal" in shown["envelope"]) == (first.id, False)

        await _replayed(operators, list(places))

        later = await told.answers(first, number=2)
        assert [one["disposition"] for one in later] == ["QUARANTINED", "ROUTED"]
        assert later[0]["received_at"] == later[1]["received_at"]
        for one in (first, second):
            assert (await heard.message(one)).value == one.value
        assert (await told.message(receipt)).value == receipt.value
    assert await waiting(ledger, first) == {}
    for call in ("check", "verify"):
        await done("ledger", call, "--ledger", ledger)
    erasing = ["ledger", "erase", f"{investigator.id}/{first.id}", "--reason", "18/2026"]
    keys = ["--key", operators.keys("first"), "--key", operators.keys("second")]
    assert "erased" in (await done(*erasing, *keys, *operators.where)).err
    await done("ledger", "verify", "--ledger", ledger)
    assert "HB-8544" in (await done(*erasing, *keys, *operators.where, code=1)).err


async def _replayed(operators: Operators, places: list[str]) -> None:
    """One writes it, the other signs it, and what only one has signed is refused."""
    paper = str(operators.home / "intervention.json")
    asked = ["quarantine", "replay", *places, "--reason", "17/2026", "--out", paper]
    await done(*asked, "--key", operators.keys("first"), *operators.where)
    alone = await done("operator", "carry-out", paper, *operators.where, code=1)
    assert "HB-2451" in alone.err
    await done("operator", "sign", paper, "--key", operators.keys("second"))
    assert (await done("operator", "carry-out", paper, *operators.where, code=1)).err == alone.err
    await done("operator", "sign", paper, "--key", operators.keys("second"), "--yes")

    said = json.loads((await done("operator", "carry-out", paper, *operators.where, "--json")).out)
    assert [(one["place"], one["became"]) for one in said["outcomes"]] == [(place, "ROUTED") for place in places]
    again = await done("operator", "carry-out", paper, *operators.where, code=1)
    assert "HB-8540" in again.err


async def test_an_operator_whose_key_was_revoked_signs_nothing(
    bus: DemoBus, ledger: str, broken: Broken, pair: Pair, tmp_path: Path
) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    broken.values.add(notice.value or b"")
    operators = await Operators(bus, ledger, tmp_path).enrolled()
    async with running(bus, ledger), investigator.hearing() as told:
        await investigator.write(notice)
        await told.answer(notice)
    key = json.loads((operators.home / "second" / "operator-key.json").read_text(encoding="utf-8"))["id"]
    await done("operator", "revoke-key", key, "--operator", str(bus.operator.root))

    asked = ["quarantine", "replay", *await waiting(ledger, notice), "--reason", "17/2026"]
    keys = ["--key", operators.keys("first"), "--key", operators.keys("second")]
    assert "HB-2453" in (await done(*asked, *keys, *operators.where, code=1)).err
