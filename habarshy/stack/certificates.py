"""A certificate authority of this machine alone, and the broker's certificate from it. Both are renewed before they expire."""

import ipaddress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from habarshy.stack import files
from habarshy.stack.settings import HOST

AUTHORITY_DAYS: Final = 3650
BROKER_DAYS: Final = 397
RENEW_BEFORE: Final = timedelta(days=30)
_CLOCKS_DIFFER: Final = timedelta(hours=1)

AUTHORITY: Final = "ca.pem"
AUTHORITY_KEY: Final = "ca.key"
BROKER: Final = "broker.pem"
"""The broker's key, its certificate and that of the authority in one file, as Kafka wants it."""


def keep(folder: Path, now: datetime) -> None:
    """Makes what is missing, what is about to expire, and what does not belong together."""
    authority = _certificate(folder / AUTHORITY)
    if authority is None or _expires(authority, now) or not (folder / AUTHORITY_KEY).exists():
        _make_authority(folder, now)
        _make_broker(folder, now)
        return
    broker = _certificate(folder / BROKER)
    if broker is None or _expires(broker, now) or not _issued(broker, authority):
        _make_broker(folder, now)


def issue(folder: Path, *, since: datetime, until: datetime) -> bytes:
    """Key and certificate for a server on this machine, from the authority of the folder, for a span of the caller's choice."""
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    signer = _key(folder / AUTHORITY_KEY)
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName(HOST),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
            x509.IPAddress(ipaddress.ip_address("::1")),
        ]
    )
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    certificate = (
        _builder(HOST, authority.subject, since=since, until=until)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(names, critical=False)
        .add_extension(usage, critical=False)
        .add_extension(_identifier_of(signer), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def _make_authority(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("Habarshy local authority")
    certificate = (
        _builder("Habarshy local authority", subject, since=now - _CLOCKS_DIFFER, until=now + timedelta(AUTHORITY_DAYS))
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_signs_certificates(), critical=True)
        .sign(key, hashes.SHA256())
    )
    files.write(folder / AUTHORITY_KEY, _pem(key))
    files.write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM), mode=files.EVERYBODY_READS)


def _make_broker(folder: Path, now: datetime) -> None:
    made = issue(folder, since=now - _CLOCKS_DIFFER, until=now + timedelta(BROKER_DAYS))
    files.write(folder / BROKER, made + (folder / AUTHORITY).read_bytes())


def _builder(common: str, issuer: x509.Name, *, since: datetime, until: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _identifier_of(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path)
    return key


def _certificate(path: Path) -> x509.Certificate | None:
    """The first certificate of a file, if there is one that can be read."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except (FileNotFoundError, ValueError):
        return None


def _expires(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_after_utc < now + RENEW_BEFORE


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is made anew
        return False
    return True
