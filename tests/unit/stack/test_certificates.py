"""The authority of this machine and the broker's certificate: kept while they are good, made anew before they expire."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from habarshy.stack import certificates

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    certificates.keep(tmp_path, NOW)
    return tmp_path


def broker(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificates((folder / certificates.BROKER).read_bytes())[0]


def authority(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / certificates.AUTHORITY).read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_authority_vouches_for_the_broker_on_this_machine_alone(folder: Path) -> None:
    names = broker(folder).extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value

    broker(folder).verify_directly_issued_by(authority(folder))
    assert isinstance(names, x509.SubjectAlternativeName)
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


def test_the_keys_are_for_their_owner_alone(folder: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert modes == {"ca.pem": 0o644, "ca.key": 0o600, "broker.pem": 0o600}


def test_what_is_good_is_kept(folder: Path) -> None:
    before = contents(folder)

    certificates.keep(folder, NOW + timedelta(days=300))

    assert contents(folder) == before


def test_a_certificate_that_is_about_to_expire_is_renewed_by_the_same_authority(folder: Path) -> None:
    first, vouching = broker(folder), authority(folder)
    soon = first.not_valid_after_utc - timedelta(days=10)

    certificates.keep(folder, soon)

    assert authority(folder) == vouching
    assert broker(folder).not_valid_after_utc > soon + timedelta(days=300)


def test_a_new_authority_makes_a_new_certificate(folder: Path) -> None:
    before = broker(folder)

    certificates.keep(folder, NOW + timedelta(days=3640))

    assert broker(folder) != before
    broker(folder).verify_directly_issued_by(authority(folder))


@pytest.mark.parametrize("name", ["ca.pem", "broker.pem"])
def test_a_damaged_file_is_made_anew(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"cut of")

    certificates.keep(folder, NOW)

    broker(folder).verify_directly_issued_by(authority(folder))


def test_a_certificate_of_another_authority_is_replaced(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    foreign = tmp_path_factory.mktemp("foreign")
    certificates.keep(foreign, NOW)
    (folder / certificates.BROKER).write_bytes((foreign / certificates.BROKER).read_bytes())

    certificates.keep(folder, NOW)

    broker(folder).verify_directly_issued_by(authority(folder))
