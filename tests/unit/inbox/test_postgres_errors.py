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


class Said:
    """What a server says of an error."""

    def __init__(self, sentence: str) -> None:
        self.message_primary = sentence


def of_the_server(kind: type[psycopg.Error], sentence: str) -> psycopg.Error:
    class Answered(kind):  # type: ignore[misc, valid-type] # the driver alone can give an error its diagnosis
        diag = Said(sentence)

    Answered.__name__ = kind.__name__
    return Answered()


def test_a_failed_statement_is_named_with_the_words_of_the_server() -> None:
    missing = of_the_server(errors.UndefinedTable, 'relation "cases" does not exist')
    assert PostgresStore("").named(missing) == 'UndefinedTable: relation "cases" does not exist'


def test_words_that_repeat_what_was_to_be_written_stay_out() -> None:
    refused = of_the_server(errors.InvalidTextRepresentation, 'invalid input syntax for type integer: "Үлгі"')
    assert PostgresStore("").named(refused) == "InvalidTextRepresentation"
    assert PostgresStore("").named(ValueError("Үлгі")) == "ValueError"
