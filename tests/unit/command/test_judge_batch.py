"""`habarshy judge --batch`: a scenario a line, each answered by itself, in order, while the stream is still open."""

import os
import subprocess
import sys
from typing import Any, Final

import orjson
import pytest

BATCH: Final = (sys.executable, "-m", "habarshy", "judge", "--batch")
OPENED: Final = {
    "n": 1,
    "kind": "fact",
    "name": "custody.protocol-drawn",
    "outbox_of": "investigator-a",
    "received_at": "2024-04-26T05:00:30Z",
    "subject": "s-1",
    "occasion": "o-1",
    "message_id": "m1",
    "protocol_drawn_at": "2024-04-26T05:00:00Z",
}
TOLD: Final = {
    **OPENED,
    "n": 2,
    "kind": "notice",
    "name": "detention.prosecutor-notice",
    "to": "prosecutor",
    "received_at": "2024-04-26T17:00:00.000001Z",
    "message_id": "m2",
}
SCENARIO: Final = {"id": "a", "zone": "Asia/Almaty", "as_of": "2024-04-30T00:00:00Z", "events": [OPENED, TOLD]}
ANSWER: Final = {
    "id": "a",
    "dispositions": {"1": "ROUTED", "2": "ROUTED"},
    "obligations": [
        {
            "duty": "detention.prosecutor-notice",
            "recipient": "prosecutor",
            "subject": "s-1",
            "occasion": "o-1",
            "sender": "investigator-a",
            "message_id": "m2",
            "clock_start": "2024-04-26T05:00:00Z",
            "deadline": "2024-04-26T17:00:00Z",
            "deadline_version": 1,
            "verdict": "late",
            "met_at": "2024-04-26T17:00:00.000001Z",
            "claimed_at": None,
            "breach_events": 1,
            "retracted": 0,
            "receipt": None,
            "disputed": False,
            "recorded_late": False,
            "could_not_have_been_met": False,
        }
    ],
}


def asked(*lines: bytes, language: str = "en") -> tuple[int, list[dict[str, Any]]]:
    environment = {**os.environ, "HABARSHY_LANG": language}
    came = subprocess.run(BATCH, input=b"\n".join(lines), capture_output=True, env=environment, check=False)
    assert came.stderr == b""
    return came.returncode, [orjson.loads(line) for line in came.stdout.splitlines()]


def scenario(**changes: object) -> bytes:
    return orjson.dumps({**SCENARIO, **changes})


def test_every_field_of_an_obligation_is_answered() -> None:
    assert asked(scenario()) == (0, [ANSWER])


def test_the_order_of_lines_is_kept_and_a_bad_one_stops_nothing() -> None:
    code, answers = asked(scenario(id=1), b"not json", scenario(id=3), b'{"id": 4}', scenario(id=5))

    assert code == 0
    assert [answer["id"] for answer in answers] == [1, None, 3, 4, 5]
    assert [answer.get("error", {}).get("code") for answer in answers] == [None, "HB-7101", None, "HB-7104", None]
    assert all(set(answer["error"]) == {"code", "message"} for answer in answers if "error" in answer)


BAD: Final[tuple[tuple[str, dict[str, Any], str], ...]] = (
    ("no events", {"events": None}, "HB-7104"),
    ("events that are no list", {"events": {}}, "HB-7201"),
    ("an event that is no object", {"events": [3]}, "HB-7114"),
    ("an event without a number", {"events": [{**OPENED, "n": None}]}, "HB-7104"),
    ("an event without a kind", {"events": [{**OPENED, "kind": None}]}, "HB-7104"),
    ("an event that reached nobody", {"events": [{**OPENED, "received_at": None}]}, "HB-7104"),
    ("one number twice", {"events": [OPENED, {**TOLD, "n": 1}]}, "HB-7202"),
    ("no such zone", {"zone": "Asia/Nowhere"}, "HB-5151"),
    ("no instant to judge at", {"as_of": None}, "HB-7104"),
)


@pytest.fixture(scope="module")
def answers_to_bad_lines() -> list[dict[str, Any]]:
    return asked(*(scenario(**changes) for _, changes, _ in BAD))[1]


@pytest.mark.parametrize("number", range(len(BAD)), ids=[row[0] for row in BAD])
def test_a_scenario_that_cannot_be_read_says_what_is_wrong(
    number: int, answers_to_bad_lines: list[dict[str, Any]]
) -> None:
    answer = answers_to_bad_lines[number]

    assert (answer["id"], answer["error"]["code"]) == ("a", BAD[number][2])


def test_what_is_wrong_is_said_in_the_callers_language() -> None:
    said = {
        language: asked(b"not json", language=language)[1][0]["error"]["message"] for language in ("en", "kk", "ru")
    }

    assert len(set(said.values())) == 3


def test_unknown_keys_are_ignored() -> None:
    strange = scenario(weather="fine", events=[{**OPENED, "mood": "good"}, {**TOLD, "weight": 3}])

    assert asked(strange) == (0, [ANSWER])


def test_a_naive_day_is_its_midnight_in_the_zone() -> None:
    (answer,) = asked(scenario(events=[{**OPENED, "protocol_drawn_at": "2024-04-26"}]))[1]

    assert answer["obligations"][0]["clock_start"] == "2024-04-25T19:00:00Z"


def test_a_scenario_is_answered_while_the_caller_still_holds_the_stream_open() -> None:
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(3):
            running.stdin.write(scenario() + b"\n")
            running.stdin.flush()
            assert orjson.loads(running.stdout.readline()) == ANSWER
        running.stdin.close()
        assert running.stdout.read() == b""
    assert running.returncode == 0


def test_nothing_asked_is_nothing_answered() -> None:
    assert asked() == (0, [])
