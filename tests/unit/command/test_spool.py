"""The spool on the screen: called by itself it lists, and every message stands under the words of the law."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from habarshy.command import spool_screens, wording
from producers import profile as profiles_of_clients
from schemas.fields import AgencyId
from schemas.messages.parts import MessageRef
from tests.unit.command.terminal import LANGUAGES, Terminal
from tests.unit.outbox import saying, world
from tests.unit.producers import profiles

WORDS = {
    "en": ("Notice: Written notice of detention to the prosecutor", "sent", "06.03.2026 09:05 (Friday, UTC+05:00)"),
    "kk": ("Хабарлама: Прокурорға ұстау туралы жазбаша хабарлама", "жіберілді", "06.03.2026 09:05 (жұма, UTC+05:00)"),
    "ru": ("Уведомление: Письменное уведомление прокурора", "отправлено", "06.03.2026 09:05 (пятница, UTC+05:00)"),
}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return profiles.written(tmp_path, agency=world.INVESTIGATOR)


def one_sent(profile: Path) -> UUID:
    async def sent() -> UUID:
        async with world.Bench(profile.parent / "state" / "outbox").outbox() as outbox:
            return (await outbox.send(saying.notice(), saying.somewhere(outbox))).id

    return asyncio.run(sent())


def test_who_has_never_sent_anything_has_an_empty_spool(profile: Path, habarshy: Terminal) -> None:
    answer = habarshy("spool", "--profile", str(profile), "--lang", "kk")

    assert (answer.exit_code, answer.out, answer.err) == (0, "", "Кезекте ондай хабар жоқ.\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_called_by_itself_it_lists(language: str, profile: Path, habarshy: Terminal) -> None:
    message = str(one_sent(profile))
    itself = habarshy("spool", "--profile", str(profile), "--lang", language)
    listed = habarshy("spool", "list", "--profile", str(profile), "--lang", language)

    assert itself == listed
    assert [said for said in (message, *WORDS[language]) if said not in itself.out] == []


def test_what_is_no_command_of_it_is_not_listed(habarshy: Terminal) -> None:
    answer = habarshy("spool", "retyr")

    assert (answer.exit_code, "retry" in answer.err) == (2, True)


@pytest.mark.parametrize("group", ["agency", "calendar", "spool"])
def test_the_help_of_a_call_that_has_commands_below_it_names_them(group: str, habarshy: Terminal) -> None:
    below = {"agency": "rotate-key", "calendar": "diff", "spool": "retry"}
    answer = habarshy(group, "--help", "--lang", "ru")

    assert "Команды:" in answer.out
    assert below[group] in answer.out


def test_a_message_is_known_again_while_a_spool_remembers_it(profile: Path) -> None:
    wording.use("en")
    own = profiles_of_clients.load(profile)
    never = MessageRef(sender=AgencyId(world.INVESTIGATOR), id=UUID("019cc151-f5e0-78b9-a1b2-ceb6836d0821"))
    assert spool_screens.own_title(own, never) is None

    sent = MessageRef(sender=AgencyId(world.INVESTIGATOR), id=one_sent(profile))
    assert spool_screens.own_title(own, sent) == f"{WORDS['en'][0]} (notice detention.prosecutor-notice)"


def test_the_beginning_or_the_end_of_an_id_is_enough_where_no_other_has_it(profile: Path, habarshy: Terminal) -> None:
    message = str(one_sent(profile))
    for short in (message, message[:13], message[-6:].upper()):
        assert habarshy("spool", "show", short, "--json", "--profile", str(profile)).document["id"] == message
    second = str(one_sent(profile))
    shared = next(message[:n] for n in range(len(message), 0, -1) if second.startswith(message[:n]))
    assert habarshy("spool", "show", second[-8:], "--json", "--profile", str(profile)).document["id"] == second
    ambiguous = habarshy("spool", "show", shared[:8], "--profile", str(profile))
    assert (ambiguous.exit_code, "HB-8318" in ambiguous.err) == (3, True)


@pytest.mark.parametrize("nobodys", ["ab", "%", "ffffffff", "no-id"])
def test_what_no_message_is_called_is_not_found(nobodys: str, profile: Path, habarshy: Terminal) -> None:
    one_sent(profile)
    assert "HB-8312" in habarshy("spool", "show", nobodys, "--profile", str(profile)).err


def test_no_line_that_is_piped_ends_with_blanks(profile: Path, habarshy: Terminal) -> None:
    message = str(one_sent(profile))
    for call in (("list",), ("show", message)):
        shown = habarshy("spool", *call, "--profile", str(profile)).out
        assert message in shown
        assert [line for line in shown.splitlines() if line != line.rstrip()] == []
