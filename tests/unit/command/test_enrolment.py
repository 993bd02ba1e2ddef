"""`habarshy agency enrol` and `vouch`: what happens at an agency's and a superior's desk, without any bus."""

import json
from pathlib import Path

import pytest

from habarshy.command import agency_enrolment, program
from habarshy.enrolment import profiles, request_files
from producers import profile
from producers.profile import Anchor, ClientProfile
from schemas import fields
from schemas.directory.agency import AgencyVersion
from schemas.fields import AgencyId
from services.directory_log import requests
from services.keys import keyring
from tests.unit.command.terminal import LANGUAGES, Terminal

MEDEU, ABOVE = "police-medeu", "police-department-almaty"


def enrolled(habarshy: Terminal, folder: Path, agency: str = MEDEU) -> Path:
    answer = habarshy("agency", "enrol", agency, "--network", "country", "--out", str(folder / agency))
    assert answer.exit_code == 0, answer.err
    return folder / agency / "request.json"


def test_an_agency_makes_its_keys_and_asks(habarshy: Terminal, tmp_path: Path) -> None:
    path = enrolled(habarshy, tmp_path)

    request, ring = request_files.read(path), keyring.load(path.parent / "keys.json")
    assert requests.is_signed(request)
    assert (request.network, ring.network, ring.owner) == ("country", "country", MEDEU)
    assert [key.public for key in request.agency.keys] == [ring.signers[0].public, ring.openers[0].public]


def test_private_keys_are_in_one_file_alone_and_its_owners(habarshy: Terminal, tmp_path: Path) -> None:
    path = enrolled(habarshy, tmp_path)
    file = path.parent / "keys.json"

    private = [key["private"] for key in json.loads(file.read_bytes())["keys"]]
    shown = habarshy("agency", "enrol", MEDEU, "--network", "country", "--out", str(tmp_path / "again"), "--json")
    again = [key["private"] for key in json.loads((tmp_path / "again" / "keys.json").read_bytes())["keys"]]

    assert file.stat().st_mode & 0o777 == 0o600
    assert len(private) == len(again) == 2
    assert not [key for key in private if key in path.read_text(encoding="utf-8")]
    assert not [key for key in again if key in shown.out + shown.err]


def test_the_superior_vouches_and_nobody_else_does(habarshy: Terminal, tmp_path: Path) -> None:
    path = enrolled(habarshy, tmp_path)
    above, other = enrolled(habarshy, tmp_path, ABOVE), enrolled(habarshy, tmp_path, "prosecutor-medeu")

    refused = habarshy("agency", "vouch", str(path), "--keys", str(other.parent / "keys.json"))
    assert (refused.exit_code, "HB-8228" in refused.err) == (program.OBJECTIONS, True)
    assert {key.vouched_by for key in request_files.read(path).agency.keys} == {None}

    assert habarshy("agency", "vouch", str(path), "--keys", str(above.parent / "keys.json")).exit_code == 0
    vouched = request_files.read(path)
    assert {(key.vouched_by or "").partition("/")[0] for key in vouched.agency.keys} == {ABOVE}
    assert requests.is_signed(vouched)


def test_a_superior_whose_newest_key_is_not_admitted_yet_vouches_with_the_one_that_holds(
    habarshy: Terminal, tmp_path: Path
) -> None:
    path, above = enrolled(habarshy, tmp_path), enrolled(habarshy, tmp_path, ABOVE).parent / "keys.json"
    ring = keyring.load(above)
    ring.with_new("sign", "2099-01").save(above)
    vouch = ("agency", "vouch", str(path), "--keys", str(above), "--with")

    unknown = habarshy(*vouch, f"{ABOVE}/sign-1999-01")
    assert (unknown.exit_code, unknown.err[:7]) == (program.OBJECTIONS, "HB-2607")
    assert habarshy(*vouch, ring.signers[0].key_id).exit_code == 0

    assert {key.vouched_by for key in request_files.read(path).agency.keys} == {ring.signers[0].key_id}


def test_nobody_vouches_for_a_request_that_was_changed(habarshy: Terminal, tmp_path: Path) -> None:
    path = enrolled(habarshy, tmp_path)
    above = enrolled(habarshy, tmp_path, ABOVE)
    request = request_files.read(path)
    changed = request.agency.model_copy(update={"superior": AgencyId(ABOVE), "territory": "750000000"})
    request_files.write(path, request.model_copy(update={"agency": changed}))

    answer = habarshy("agency", "vouch", str(path), "--keys", str(above.parent / "keys.json"))

    assert (answer.exit_code, "HB-8221" in answer.err) == (program.OBJECTIONS, True)


def test_a_request_that_nobody_can_examine_here_is_shown_and_not_called_sound(
    habarshy: Terminal, tmp_path: Path
) -> None:
    path = enrolled(habarshy, tmp_path)
    admit = ("agency", "admit", str(path), "--operator", str(tmp_path / "no-bus-here"))

    answers = [habarshy(*admit, "--lang", language) for language in LANGUAGES]

    assert [answer.exit_code for answer in answers] == [program.FILES] * len(LANGUAGES)
    assert all(answer.err.startswith("HB-8234") and "--yes" not in answer.err for answer in answers)
    assert all(key.public in answer.out for key in request_files.read(path).agency.keys for answer in answers)
    assert len({answer.err for answer in answers}) == len(LANGUAGES)


ENTRY = """\
id: police-medeu
valid_from: "2026-01-01T00:00:00+05:00"
names: {en: Example, kk: Үлгі, ru: Пример}
roles: [police, polic]
territory: "751510000"
zone: Asia/Almatty
languages: [kk]
duties: {custody.no-such-duty: shadow}
"""


def test_what_no_operator_could_admit_is_said_before_a_key_is_made(habarshy: Terminal, tmp_path: Path) -> None:
    entry, out = tmp_path / "entry.yaml", tmp_path / "out"
    entry.write_text(ENTRY, encoding="utf-8")
    enrol = ("agency", "enrol", MEDEU, "--network", "country", "--entry", str(entry), "--out", str(out))

    answers = [habarshy(*enrol, "--lang", language) for language in LANGUAGES]

    assert [answer.exit_code for answer in answers] == [program.OBJECTIONS] * len(LANGUAGES)
    for answer in answers:
        said = [line.split(": ")[:3] for line in answer.err.splitlines()]
        assert said == [
            ["HB-4003", MEDEU, "roles"],
            ["HB-4005", MEDEU, "duties"],
            ["HB-5151", MEDEU, "zone"],
        ]
    assert not out.exists()


@pytest.mark.parametrize("call", [("agency", "enrol", MEDEU), ("bus", "init")])
def test_a_name_that_no_bus_can_have_is_a_wrong_call(call: tuple[str, ...], habarshy: Terminal) -> None:
    answers = [habarshy(*call, "--network", "The Country", "--lang", language) for language in LANGUAGES]

    assert [(answer.exit_code, answer.err[:7]) for answer in answers] == [(program.WRONG_CALL, "HB-6004")] * 3
    assert all("The Country" in answer.err and "country" in answer.err for answer in answers)


def test_a_folder_that_cannot_be_written_is_called_so(habarshy: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="ascii")

    answer = habarshy("agency", "enrol", MEDEU, "--network", "country", "--out", str(tmp_path / "file" / "below"))

    assert (answer.exit_code, answer.err[:7]) == (program.OBJECTIONS, "HB-8004")


def test_no_field_of_a_request_is_admitted_unseen(habarshy: Terminal, tmp_path: Path) -> None:
    asked = request_files.read(enrolled(habarshy, tmp_path)).agency
    change = {
        "mode": "off",
        "duties": {fields.DutyCode("custody.notice"): "shadow"},
        "closed": "merged",
        "successor": "police-turksib",
        "zone": "Asia/Aqtobe",
        "valid_from": "2031-05-06T00:00:00Z",
    }

    shown = str(list(agency_enrolment.rows(AgencyVersion.model_validate({**vars(asked), **change}))))

    for seen in ("off", "custody.notice: shadow", "merged police-turksib", "Asia/Aqtobe", "2031-05-06"):
        assert seen in shown


def test_what_a_request_changes_is_shown_beside_what_stands_there(habarshy: Terminal, tmp_path: Path) -> None:
    standing = request_files.read(enrolled(habarshy, tmp_path)).agency
    asked = standing.model_copy(update={"territory": "750000000", "overseer": None})

    shown = dict(agency_enrolment.rows(asked, standing))

    changed = [value for values in shown.values() for value in values or () if value.startswith("now: ")]
    assert changed == [f"now: {standing.territory}", f"now: {standing.overseer}"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("enrol", "no-such-agency", "--network", "country"), "HB-8229"),
        (("enrol", "no-such-agency", "--demo"), "HB-8229"),
        (("enrol", MEDEU), "HB-6003"),
        (("enrol", MEDEU, "--network", "country", "--entry", "missing.yaml"), "HB-8224"),
        (("admit", "missing.json"), "HB-8224"),
        (("admit", "broken.json"), "HB-1005"),
        (("enrol", MEDEU, "--network", "country", "--entry", "broken.json"), "HB-3001"),
        (("enrol", MEDEU, "--network", "country", "--entry", "other.json"), "HB-2101"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_understood_is_said(
    arguments: tuple[str, ...], code: str, habarshy: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "other.json").write_text('{"id": "other"}', encoding="utf-8")

    answer = habarshy("agency", *arguments)

    assert answer.exit_code == {"HB-6003": program.WRONG_CALL, "HB-8224": program.FILES}.get(code, program.OBJECTIONS)
    assert answer.err.startswith(code)
    assert not (tmp_path / MEDEU).exists()


def test_an_agency_that_asks_again_asks_with_the_keys_that_it_made(habarshy: Terminal, tmp_path: Path) -> None:
    first = request_files.read(enrolled(habarshy, tmp_path))
    again = request_files.read(enrolled(habarshy, tmp_path))

    assert [(key.id, key.public) for key in again.agency.keys] == [(key.id, key.public) for key in first.agency.keys]


def test_an_agency_does_not_ask_with_the_keys_of_another(habarshy: Terminal, tmp_path: Path) -> None:
    folder = str(enrolled(habarshy, tmp_path).parent)

    for call in ((ABOVE, "--network", "country"), (MEDEU, "--network", "sandbox")):
        answer = habarshy("agency", "enrol", *call, "--out", folder)
        assert (answer.exit_code, answer.err.startswith("HB-8604")) == (program.OBJECTIONS, True)


def test_a_profile_for_an_environment_is_the_profile_of_the_file(tmp_path: Path) -> None:
    said = ClientProfile(
        network="country",
        agency=AgencyId(MEDEU),
        bootstrap=("one:9092", "two:9092"),
        user=f"agency.{MEDEU}",
        password="s3cr3t",  # noqa: S106 - of nobody
        ca="-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        trust=(Anchor(id="bus/directory-2026-03", public="A" * 43 + "="),),
    )

    from_file = profiles.write(tmp_path, said)
    lines = [line.partition("=") for line in "\n".join(profiles.environment(said)).split("'\n")]
    environment = {name: value.strip("'") for name, _, value in lines}

    assert profile.from_environment(environment, folder=tmp_path) == from_file
    assert (tmp_path / "profile.json").stat().st_mode & 0o777 == 0o600
