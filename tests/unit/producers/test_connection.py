"""How every client of ours connects: with TLS of today, one authority, and the broker's name checked."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from habarshy.stack import certificates
from producers import connection, profile
from schemas.errors.tree import WireError
from tests.unit.producers.profiles import written


@pytest.fixture
def authority(tmp_path: Path) -> str:
    certificates.keep(tmp_path, datetime.now(UTC) - timedelta(minutes=1))
    return (tmp_path / certificates.AUTHORITY).read_text(encoding="ascii")


def test_tls_is_of_today_and_believes_one_authority(tmp_path: Path, authority: str) -> None:
    made = connection.settings(profile.load(written(tmp_path, ca=authority)), client_id="test")
    context = made["ssl_context"]
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert [issued["subject"] for issued in context.get_ca_certs()] == [context.get_ca_certs()[0]["issuer"]]
    assert (made["security_protocol"], made["sasl_mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")


def test_a_plaintext_profile_sends_no_password(tmp_path: Path) -> None:
    found = profile.load(written(tmp_path, security="plaintext"))
    assert set(connection.settings(found, client_id="test")) == {"bootstrap_servers", "client_id", "request_timeout_ms"}


@pytest.mark.parametrize("text", ["-----BEGIN CERTIFICATE-----", "not a certificate"])
def test_a_text_that_is_no_certificate_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(WireError, match="HB-8618"):
        connection.settings(profile.load(written(tmp_path, ca=text)), client_id="test")
