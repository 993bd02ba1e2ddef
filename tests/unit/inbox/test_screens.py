"""What `habarshy inbox` shows of each kind of record, in each language."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import KeptLetter, Letter
from habarshy.command import inbox_screens, inbox_values, wording
from habarshy.command.wording import LANGUAGES, Language
from schemas.errors.tree import Finding
from tests import inbox_world
from tests.inbox_world import World

WORLD = inbox_world.world()


def records(world: World) -> dict[str, tuple[RawRecord, str]]:
    """Each with what must be seen of it."""
    good = world.one(world.notice())
    return {
        "a notice": (good, "detention.prosecutor-notice"),
        "a fact": (world.one(world.fact()), "custody.protocol-drawn"),
        "an acceptance": (world.one(world.from_bus("bus-accepts-the-notice-of-a-detention")), "ROUTED"),
        "a rejection": (world.one(world.from_bus("notice-without-a-protocol-number-rejected")), "HB-2104"),
        "an obligation": (world.one(world.snapshot(3)), "custody.force-used-notice"),
        "an empty notice": (world.one(world.notice(b"{}")), "HB-2101"),
        "what proves nothing": (replace(good, headers=()), "HB-1012"),
        "garbage": (replace(good, key=None, value=None, headers=((b"\xff", None),)), "HB-1011"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", records(WORLD))
def test_every_kind_of_record_is_shown(case: str, language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    raw, shown = records(WORLD)[case]
    read = WORLD.reader().read(raw, WORLD.state)
    wording.use(language)
    try:
        inbox_screens.sheet(raw, read, directory=WORLD.state.directory, own=lambda _: None)
        document = orjson.loads(orjson.dumps(inbox_values.value(raw, read)))
    finally:
        wording.use("en")
    assert shown in capsys.readouterr().out
    assert document["record"]["offset"] == raw.offset
    assert document["proved"] == ("proves nothing" not in case and case != "garbage")


SAID: dict[str, tuple[RawRecord, dict[Language, tuple[str, ...]]]] = {
    "a notice by the names of the directory": (
        WORLD.one(WORLD.notice()),
        {
            "kk": (
                "Хабарлама: Прокурорға ұстау туралы",
                "Бостандық ауданының тергеу бөлімі",
                "хаттамасының жасалуы (protocol",
            ),
            "ru": (
                "Уведомление: Письменное",
                "Следственный отдел Бостандыкского района",
                "протокола задержания (protocol",
            ),
            "en": ("Notice: Written notice", "(investigation-bostandyk)", "(protocol_drawn_at)"),
        },
    ),
    "an acceptance with what it means": (
        WORLD.one(WORLD.from_bus("bus-accepts-the-notice-of-a-detention")),
        {
            "kk": ("Қабылдау: қабылданып, әрі қарай берілді", "Шина хабарды тіркеп"),
            "ru": ("Приём: принято и передано дальше", "Шина записала сообщение"),
            "en": ("Acceptance: taken up and passed on", "The bus has recorded the message"),
        },
    ),
    "a rejection with its remedy": (
        WORLD.one(WORLD.from_bus("notice-without-a-protocol-number-rejected")),
        {"kk": ("Не істеу керек",), "ru": ("Что делать",), "en": ("What to do",)},
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", SAID)
def test_codes_stand_beside_words(case: str, language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    raw, words = SAID[case]
    wording.use(language)
    try:
        inbox_screens.sheet(
            raw, WORLD.reader().read(raw, WORLD.state), directory=WORLD.state.directory, own=lambda _: None
        )
    finally:
        wording.use("en")
    shown = capsys.readouterr().out
    assert [said for said in words[language] if said not in shown] == []


def test_two_cases_are_told_apart_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    for raw in (WORLD.one(WORLD.notice()), WORLD.one(WORLD.snapshot(3))):
        read = WORLD.reader().read(raw, WORLD.state)
        inbox_screens.sheet(raw, read, directory=WORLD.state.directory, own=lambda _: None)
        shown, envelope = capsys.readouterr().out, inbox_values.value(raw, read)["envelope"]
        obligation = envelope.get("obligation", envelope)
        wanted = [envelope["id"], obligation["occasion"], envelope.get("debtor"), obligation.get("recipient")]
        assert [said for said in wanted if said and said not in shown] == []


def test_an_answer_names_the_message_that_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    raw = WORLD.one(WORLD.from_bus("bus-accepts-the-notice-of-a-detention"))
    read = WORLD.reader().read(raw, WORLD.state)
    inbox_screens.sheet(raw, read, directory=WORLD.state.directory, own=lambda sent: f"that of {sent.sender}")
    assert "that of investigation-bostandyk" in capsys.readouterr().out


def test_a_dead_letter_says_why_and_where() -> None:
    finding = Finding("HB-8407", "", {"what": "ValueError", "attempt": 1})
    kept = KeptLetter(
        7,
        Letter(WORLD.one(WORLD.notice()), "failed", finding),
        datetime(2026, 3, 6, tzinfo=UTC),
        times=2,
        wanted_again=False,
    )
    number, why, place, since, times = inbox_screens.letter_row(kept)
    assert (number, since, times) == ("7", "06.03.2026 05:00 (Friday, UTC+05:00)", "2")
    assert why.startswith(
        "our handler failed: HB-8407: Our handler could not take the message: ValueError, at attempt 1."
    )
    assert place.startswith("inbox.prosecutor-bostandyk, 0, ")
    assert inbox_values.letter(kept)["finding"]["code"] == "HB-8407"
