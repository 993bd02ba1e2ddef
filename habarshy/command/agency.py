"""`habarshy agency CODE`: one agency, whole; and below it the commands by which agencies come to stand in the directory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from habarshy.command import agency_enrolment, agency_keys, helping, lookups, output, wording
from habarshy.command.agencies import END_OF_TIME
from habarshy.command.grouping import CallOrCommand
from habarshy.command.output import Row
from schemas import fields
from schemas.catalogue import vocabulary
from schemas.directory import loading
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory

command = CallOrCommand(name="agency", params=[helping.language_option()])


def _ids() -> Sequence[str]:
    return [*loading.sample().ids, *command.commands]


@helping.command(
    "agency",
    params=[
        helping.argument("code", complete=_ids),
        helping.option("--profile", key="client-profile", metavar="FILE", type=click.Path(path_type=Path)),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def of_code(*, code: str, profile: Path | None, as_json: bool) -> None:
    directory = loading.sample() if profile is None else _followed(profile)
    agency = directory.agency(code, END_OF_TIME) or lookups.missing("HB-6007", code, directory.ids)
    if as_json:
        output.as_json(
            {
                "agency": agency.model_dump(mode="json"),
                "history": [v.model_dump(mode="json") for v in directory.history(code)],
            }
        )
        return
    output.sheet(f"{agency.names.in_(wording.language())}  ({agency.id})", rows(agency, directory))
    output.remark(wording.say("sample-directory" if profile is None else "directory-of-the-log"))


command.answered_by(of_code)
for _below in (*agency_enrolment.COMMANDS, *agency_keys.COMMANDS):
    command.add_command(_below)


def _followed(profile: Path) -> Directory:
    """What the reference log says to the holder of this profile."""
    import asyncio

    from habarshy.command import clients

    return asyncio.run(clients.log(clients.profile(profile))).directory


def rows(agency: AgencyVersion, directory: Directory) -> Iterator[Row]:
    language, names = wording.language(), lookups.role_names()
    yield wording.say("roles"), [f"{names[role]} ({role})" for role in agency.roles]
    yield wording.say("territory"), agency.territory
    yield wording.say("zone"), agency.zone
    yield wording.say("superior"), _named(agency.superior, directory)
    yield wording.say("overseer"), _overseer(agency, directory)
    yield (
        wording.say("below"),
        [_named(a.id, directory) or a.id for a in directory.open_agencies(END_OF_TIME) if a.superior == agency.id],
    )
    yield wording.say("languages"), ", ".join(vocabulary.word("language", code, language) for code in agency.languages)
    yield wording.say("keys"), [_key(key) for key in agency.keys]
    yield (
        wording.say("mode"),
        [
            vocabulary.word("mode", agency.mode, language),
            *(f"{d}: {vocabulary.word('mode', m, language)}" for d, m in agency.duties.items()),
        ],
    )
    duties = lookups.catalogue().duties
    yield wording.say("owes"), [f"{d.title.in_(language)} ({d.code})" for d in duties if d.sender in agency.roles]
    yield (
        wording.say("is-owed"),
        [f"{d.title.in_(language)} ({d.code})" for d in duties if set(d.recipients) & set(agency.roles)],
    )
    yield wording.say("history"), [_state(version) for version in directory.history(agency.id)]


def _named(agency: str | None, directory: Directory) -> str | None:
    state = directory.agency(agency, END_OF_TIME) if agency else None
    return f"{state.names.in_(wording.language())} ({state.id})" if state else None


def _overseer(agency: AgencyVersion, directory: Directory) -> str | None:
    overseer = directory.overseer(agency.id, END_OF_TIME)
    name = _named(overseer.id, directory) if overseer else None
    return wording.say("overseer-of-superior", name=name) if name and agency.overseer is None else name


def _key(key: AgencyKey) -> str:
    purpose = vocabulary.word("purpose", key.purpose, wording.language())
    line = wording.say("key-line", key=key.id, purpose=purpose, start=_day(key.valid_from), end=_day(key.valid_until))
    if key.revoked_at:
        line += "; " + wording.say("key-revoked", at=_minute(key.revoked_at))
    if key.suspect_since:
        line += "; " + wording.say("key-suspect", at=_minute(key.suspect_since))
    return line


def _day(instant: datetime) -> str:
    return instant.astimezone(fields.COUNTRY).date().isoformat()


def _minute(instant: datetime) -> str:
    return instant.astimezone(fields.COUNTRY).isoformat(timespec="minutes")


def _state(version: AgencyVersion) -> str:
    language = wording.language()
    if version.closed is None:
        return wording.say("history-open", at=_minute(version.valid_from), name=version.names.in_(language))
    closed = vocabulary.word("closed", version.closed, language)
    return wording.say(
        "history-closed", at=_minute(version.valid_from), closed=closed, successor=version.successor or "—"
    )
