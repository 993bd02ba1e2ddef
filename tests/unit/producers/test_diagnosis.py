"""Why the wire cannot be reached is told step by step: the name, the port, TLS, the log-in."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import errors

from habarshy.stack import certificates
from producers import diagnosis, profile
from producers.outbox.errors import broken
from producers.profile import ClientProfile
from tests.unit.producers.profiles import written

NOW = datetime.now(UTC)


@pytest.fixture
def trusting(tmp_path: Path) -> ClientProfile:
    certificates.keep(tmp_path, NOW - timedelta(minutes=1))
    return profile.load(written(tmp_path, ca=(tmp_path / certificates.AUTHORITY).read_text(encoding="ascii")))


def at(found: ClientProfile, *addresses: str) -> ClientProfile:
    return found.model_copy(update={"bootstrap": addresses})


async def code_of(found: ClientProfile) -> str | None:
    finding = await diagnosis.of_connection(found, seconds=1)
    return finding.code if finding else None


@asynccontextmanager
async def listening(
    tls: ssl.SSLContext | None = None, *, host: str = "localhost", hangs_up: bool = True
) -> AsyncIterator[int]:
    """Something that takes connections and is no broker."""
    taken: list[asyncio.StreamWriter] = []

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)
        if hangs_up:
            writer.close()

    server = await asyncio.start_server(answer, host, 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for writer in taken:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        server.close()
        await server.wait_closed()


def presenting(folder: Path, pem: bytes) -> ssl.SSLContext:
    (folder / "presented.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "presented.pem")
    return context


async def test_a_name_that_nobody_has(trusting: ClientProfile) -> None:
    assert await code_of(at(trusting, "no-such-host.invalid:9092")) == "HB-8605"


async def test_a_port_where_nobody_listens(trusting: ClientProfile) -> None:
    async with listening() as port:
        pass
    assert await code_of(at(trusting, f"localhost:{port}")) == "HB-8606"


async def test_a_server_that_speaks_no_tls(trusting: ClientProfile) -> None:
    async with listening() as port:
        assert await code_of(at(trusting, f"localhost:{port}")) == "HB-8610"


async def test_a_server_that_takes_the_connection_and_is_silent(trusting: ClientProfile) -> None:
    async with listening(hangs_up=False) as port:
        assert await code_of(at(trusting, f"localhost:{port}")) == "HB-8615"


async def test_a_certificate_of_a_foreign_authority(trusting: ClientProfile, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    certificates.keep(foreign, NOW - timedelta(minutes=1))
    tls = presenting(
        tmp_path, certificates.issue(foreign, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    )
    async with listening(tls) as port:
        assert await code_of(at(trusting, f"localhost:{port}")) == "HB-8607"


async def test_a_certificate_that_has_run_out(trusting: ClientProfile, tmp_path: Path) -> None:
    tls = presenting(
        tmp_path, certificates.issue(tmp_path, since=NOW - timedelta(days=2), until=NOW - timedelta(days=1))
    )
    async with listening(tls) as port:
        assert await code_of(at(trusting, f"localhost:{port}")) == "HB-8608"


async def test_a_certificate_of_another_host(trusting: ClientProfile, tmp_path: Path) -> None:
    tls = presenting(
        tmp_path, certificates.issue(tmp_path, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    )
    async with listening(tls, host="127.0.0.2") as port:
        assert await code_of(at(trusting, f"127.0.0.2:{port}")) == "HB-8609"


async def test_of_several_brokers_the_one_that_was_got_furthest_with_is_named(trusting: ClientProfile) -> None:
    async with listening() as port:
        found = await diagnosis.of_connection(at(trusting, "no-such-host.invalid:9092", f"localhost:{port}"), seconds=1)
    assert found is not None
    assert found.sentence("en").startswith(f"HB-8610: What answers at localhost:{port} does not speak")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.TopicAuthorizationFailedError("outbox.a"), "HB-8612"),
        (errors.UnknownTopicOrPartitionError(), "HB-8613"),
        (errors.MessageSizeTooLargeError(), "HB-8614"),
    ],
)
async def test_what_an_error_says_by_itself_needs_no_connection(
    trusting: ClientProfile, error: Exception, code: str
) -> None:
    found = await diagnosis.cause(error, trusting, topic="outbox.a")
    assert (found.code, "outbox.a" in found.meaning("en")) == (code, True)


async def test_what_says_itself_what_is_wrong_is_not_looked_for_at_the_brokers(trusting: ClientProfile) -> None:
    full = broken("HB-8309", what="database or disk is full")
    assert await diagnosis.cause(full, at(trusting, "localhost:1"), topic="outbox.x") == full.findings[0]
