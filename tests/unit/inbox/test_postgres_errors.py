"""Which errors of PostgreSQL are waited for: those of the server and its connection. A record whose handler asks for nonsense blocks nothing."""

import psycopg
import pytest
from psycopg import errors

from consumers.inbox.store.postgres import PostgresStore


@pytest.mark.parametrize(
    "error",
    [
        errors.ConnectionFailure(), errors.AdminShutdown(), errors.CrashShutdown(), errors.CannotConnectNow(), errors.DiskFull(),
        errors.TooManyConnections(), errors.SerializationFailure(), errors.DeadlockDetected(), psycopg.OperationalError(),
    ],
)  # fmt: skip
def test_a_server_that_is_away_full_or_busy_is_waited_for(error: psycopg.Error) -> None:
    assert PostgresStore("").passes(error)


@pytest.mark.parametrize(
    "error",
    [
        errors.ProgramLimitExceeded(), errors.StatementTooComplex(), errors.QueryCanceled(), errors.LockNotAvailable(),
        errors.UniqueViolation(), errors.UndefinedTable(), psycopg.InterfaceError("the cursor is closed"), ValueError(),
    ],
)  # fmt: skip
def test_what_the_handler_of_one_record_did_is_not_waited_for(error: Exception) -> None:
    assert not PostgresStore("").passes(error)
