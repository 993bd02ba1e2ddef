"""A client profile: one file or variables, for its owner alone, and each wrong field is named."""

from pathlib import Path

import pytest

from producers import profile
from schemas.errors.tree import WireError
from services.keys.keyring import Keyring
from tests.unit.producers.profiles import written


def refused(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(WireError) as raised:
        profile.load(path)
    return [(finding.code, finding.where) for finding in raised.value.findings]


def test_paths_of_a_profile_begin_at_its_own_folder(tmp_path: Path) -> None:
    found = profile.load(written(tmp_path))
    assert (found.keys, found.home) == (tmp_path / "keys.json", tmp_path / "state")


def test_the_password_is_not_shown_with_the_profile(tmp_path: Path) -> None:
    assert "secret-of-the-wire" not in repr(profile.load(written(tmp_path)))


def test_a_profile_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.chmod(0o644)
    assert refused(path) == [("HB-8603", "")]


@pytest.mark.parametrize(
    "text",
    [
        '{"envelope": {}, "body": {}}',
        "{}",
        "[1]",
        "a word",
        '{"network": "n", "agency": "a", "key": {}, "signature": ""}',
    ],
)
def test_a_file_of_something_else_is_said_to_be_no_profile_and_nothing_more(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notice.json"
    path.write_text(text)
    assert refused(path) == [("HB-8619", "")]


def test_a_profile_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.json") == [("HB-8601", "")]


@pytest.mark.parametrize("name", ["user", "password", "ca"])
def test_a_secured_profile_names_all_that_it_takes(tmp_path: Path, name: str) -> None:
    assert refused(written(tmp_path, **{name: None})) == [("HB-8617", f"/{name}")]


def test_a_plaintext_profile_needs_neither_user_nor_authority(tmp_path: Path) -> None:
    bare = {"security": "plaintext", "user": None, "password": None, "ca": None}
    assert profile.load(written(tmp_path, **bare)).security == "plaintext"


def test_plaintext_is_never_taken_without_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    profile.load(written(tmp_path))
    assert caplog.messages == []
    profile.load(written(tmp_path, security="plaintext"))
    assert caplog.messages == [
        "action=plaintext-profile agency=prosecutor-medeu: nothing on its way to the wire is encrypted"
    ]


@pytest.mark.parametrize("address", ["localhost", "kafka://localhost:9092", "localhost:port", ":9092", ""])
def test_an_address_is_a_host_and_a_port(tmp_path: Path, address: str) -> None:
    assert refused(written(tmp_path, bootstrap=[address])) == [("HB-2108", "/bootstrap/0")]


@pytest.mark.parametrize("address", ["localhost:9092", "10.0.0.7:9092", "[::1]:9092", "kafka-1.example.kz:443"])
def test_an_address_may_be_a_name_or_a_number(tmp_path: Path, address: str) -> None:
    assert profile.load(written(tmp_path, bootstrap=[address])).bootstrap == (address,)


def test_variables_say_the_same_as_a_file(tmp_path: Path) -> None:
    environment = {
        "HABARSHY_NETWORK": "sandbox",
        "HABARSHY_AGENCY": "prosecutor-medeu",
        "HABARSHY_BOOTSTRAP": "localhost:9092",
        "HABARSHY_USER": "prosecutor-medeu",
        "HABARSHY_PASSWORD": "secret-of-the-wire",
        "HABARSHY_CA": "-----BEGIN CERTIFICATE-----",
        "HABARSHY_TRUST": "bus/directory-2026-01=" + "A" * 43 + "=",
    }
    assert profile.from_environment(environment, folder=tmp_path) == profile.load(written(tmp_path))


def test_without_any_profile_it_is_said_where_one_is_given(tmp_path: Path) -> None:
    with pytest.raises(WireError, match="HB-8602"):
        profile.from_environment({}, folder=tmp_path)


def test_the_keys_of_another_agency_or_network_are_refused(tmp_path: Path) -> None:
    found = profile.load(written(tmp_path))
    for ring in (Keyring("sandbox", "prosecutor-auezov"), Keyring("country", "prosecutor-medeu")):
        ring.save(found.keys)
        with pytest.raises(WireError, match="HB-8604"):
            found.keyring()
    Keyring("sandbox", "prosecutor-medeu").save(found.keys)
    assert found.keyring().owner == "prosecutor-medeu"
