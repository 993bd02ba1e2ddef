"""The same from the shell: publish, look, and send again what could not be sent."""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from producers.profile import ClientProfile
from schemas.examples import reading as examples
from tests.bus import Agencies
from tests.integration.outbox.reading import everything, ids

DRAWN = (datetime.now(UTC) - timedelta(hours=7)).isoformat()
ID = "019cc151-f5e0-78b9-a1b2-ceb6836d0821"


@dataclass(frozen=True)
class Answer:
    exit_code: int
    out: str
    err: str

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.out)


async def habarshy(*arguments: str, stdin: object = None) -> Answer:
    command = [sys.executable, "-m", "habarshy", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate(json.dumps(stdin).encode())
    assert process.returncode is not None
    return Answer(process.returncode, out.decode(), err.decode())


@pytest.fixture
async def profile(agencies: Agencies) -> ClientProfile:
    profiles = await agencies.enrol("investigation-bostandyk", "prosecutor-bostandyk")
    return profiles["investigation-bostandyk"]


def document(profile: ClientProfile, agencies: Agencies) -> dict[str, Any]:
    """An example of ours, said by an agency of this test."""
    example = examples.example("prosecutor-told-of-a-detention")
    assert example.body is not None
    protocol = example.body["protocol_number_and_time"] | {"drawn_at": DRAWN}
    unsaid = ("sender", "sent_at", "seal", "checklist")
    envelope = {name: value for name, value in example.envelope.items() if name not in unsaid}
    own = {"instants": {"protocol_drawn_at": DRAWN}, "territory": agencies.territory(example.envelope["territory"])}
    return {
        "envelope": envelope | own | {"sender": profile.agency},
        "body": example.body | {"protocol_number_and_time": protocol},
    }


def given(profile: ClientProfile, folder: Path, **changed: str | list[str]) -> str:
    """The profile's file, as somebody wrote it wrongly; keys and home stay."""
    path = folder / "profile.json"
    path.write_text(json.dumps(profile.model_dump(mode="json") | changed), encoding="utf-8")
    path.chmod(0o600)
    return str(path)


async def test_an_example_is_published_once_however_often_it_is_given(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    said, path = document(profile, agencies), given(profile, tmp_path)
    first = await habarshy("publish", "-", "--profile", path, "--json", stdin=said)
    again = await habarshy("publish", "-", "--profile", path, "--json", stdin=said)
    assert (first.exit_code, first.value["state"], first.err) == (0, "sent", "")
    assert (again.exit_code, first.value["before"], again.value["before"]) == (0, False, True)
    same = first.value.keys() - {"before", "doubts"}
    assert {name: again.value[name] for name in same} == {name: first.value[name] for name in same}
    for language, words in {"en": "Already sent", "kk": "Бұрын жіберілген", "ru": "Уже отправлено"}.items():
        said_again = await habarshy("publish", "-", "--profile", path, "--lang", language, stdin=said)
        assert (said_again.exit_code, said_again.err.splitlines()[0].startswith(words)) == (0, True)
        assert ID in said_again.out
    assert ids(await everything(agencies.bus.principal("intake"), first.value["topic"])) == [ID]
    listed = await habarshy("spool", "list", "--profile", path, "--json")
    assert [(m["id"], m["state"], m["name"]) for m in listed.value["messages"]] == [
        (ID, "sent", "detention.prosecutor-notice")
    ]


async def test_a_preview_says_who_reads_and_by_when_and_keeps_nothing(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    path = given(profile, tmp_path)
    shown = await habarshy("publish", "-", "--preview", "--profile", path, "--json", stdin=document(profile, agencies))
    prosecutor = agencies.id("prosecutor-bostandyk")
    assert shown.value["id"] == ID
    assert [(r["role"], r["agency"]) for r in shown.value["recipients"]] == [("prosecutor", prosecutor)]
    obligation = shown.value["obligations"][0]
    due = datetime.fromisoformat(DRAWN) + timedelta(hours=12)
    assert (obligation["verdict"], datetime.fromisoformat(obligation["deadline"])) == ("in-time", due)
    said = await habarshy(
        "publish", "-", "--preview", "--profile", path, "--lang", "kk", stdin=document(profile, agencies)
    )
    assert "Ештеңе жіберілген жоқ" in said.err
    assert ID in said.out
    assert not (profile.home / "outbox").exists()


async def test_what_a_dead_port_held_up_is_sent_by_retry_under_its_own_id(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    right = given(profile, tmp_path)
    await habarshy("publish", "-", "--preview", "--profile", right, stdin=document(profile, agencies))
    wrong = given(profile, tmp_path, bootstrap=["localhost:9"])
    kept = await habarshy(
        "publish", "-", "--profile", wrong, "--wait", "1", "--json", stdin=document(profile, agencies)
    )
    assert (kept.exit_code, kept.value["state"], kept.value["cause"]["code"]) == (5, "waiting", "HB-8606")
    right = given(profile, tmp_path)
    retried = await habarshy("spool", "retry", "--profile", right, "--json")
    assert (retried.exit_code, retried.value) == (0, {"sent": 1, "waiting": 0, "cause": None})
    shown = await habarshy("spool", "show", ID, "--profile", right, "--json")
    assert (shown.value["state"], shown.value["envelope"]["id"]) == ("sent", ID)
    assert ids(await everything(agencies.bus.principal("intake"), kept.value["topic"])) == [ID]


async def test_a_wrong_password_is_told_from_a_dead_broker(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    right = given(profile, tmp_path)
    await habarshy("publish", "-", "--preview", "--profile", right, stdin=document(profile, agencies))
    wrong = given(profile, tmp_path, password="not-it")  # noqa: S106 - a wrong one
    kept = await habarshy("publish", "-", "--profile", wrong, "--wait", "1", stdin=document(profile, agencies))
    assert kept.exit_code == 5
    assert f"does not let {profile.user} in: the password is wrong" in kept.err


async def test_a_document_of_another_agency_and_a_wrong_field_are_refused_before_anything_is_kept(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    path, said = given(profile, tmp_path), document(profile, agencies)
    others = said | {"envelope": said["envelope"] | {"sender": "police-medeu"}}
    empty = said | {"body": {"protocol_number_and_time": said["body"]["protocol_number_and_time"]}}
    answers = [await habarshy("publish", "-", "--profile", path, "--lang", "ru", stdin=one) for one in (others, empty)]
    assert [answer.exit_code for answer in answers] == [1, 1]
    assert answers[0].err.startswith("HB-8313: /envelope/sender: Сообщение в документе принадлежит органу police-medeu")
    assert answers[1].err.startswith("HB-2101: /body/detention_carried_out: ")
    listed = await habarshy("spool", "list", "--profile", path, "--json")
    assert listed.value == {"counts": {}, "messages": []}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "LOOK AGAIN"), ("kk", "ҚАЙТА ҚАРАҢЫЗ"), ("ru", "ПРОВЕРЬТЕ")], ids=["en", "kk", "ru"]
)
async def test_a_mistyped_territory_is_sent_and_said_aloud(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path, language: str, words: str
) -> None:
    said, path = document(profile, agencies), given(profile, tmp_path)
    right = said["envelope"]["territory"]
    slip = said | {
        "envelope": said["envelope"] | {"territory": right[:3] + ("8" if right[3] != "8" else "7") + right[4:]}
    }
    answer = await habarshy("publish", "-", "--profile", path, "--lang", language, stdin=slip)
    assert answer.exit_code == 0
    lines = [line for line in answer.err.splitlines() if line.startswith(words)]
    assert [line.split("HB-")[1][:4] for line in lines] == ["8316", "8315"]
    assert right in lines[1]
