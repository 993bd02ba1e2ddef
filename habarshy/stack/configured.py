"""Servers that run elsewhere and were named by an address: used as they are, after a look whether they answer."""

import socket
from typing import Final

from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from habarshy.stack.errors import broken

_SECONDS: Final = 5


def look_at_kafka(address: KafkaAddress) -> None:
    """One of its servers must answer; who may log in is seen when somebody does."""
    if not any(_answers(server) for server in address.bootstrap.split(",")):
        raise broken("HB-8013", setting="HABARSHY_KAFKA", address=address.bootstrap)


def look_at_postgres(address: PostgresAddress) -> None:
    """It must take our login. Its password is no part of what is said."""
    import psycopg

    try:
        psycopg.connect(address.conninfo, connect_timeout=_SECONDS).close()
    except psycopg.Error as error:
        raise broken("HB-8013", setting="HABARSHY_POSTGRES", address=place_of(address)) from error


def place_of(address: PostgresAddress) -> str:
    """Host and port, for people."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        told = conninfo_to_dict(address.conninfo)
    except psycopg.ProgrammingError:
        return "?"
    return f"{told.get('host', 'localhost')}:{told.get('port', 5432)}"


def _answers(server: str) -> bool:
    host, _, port = server.strip().rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS):
            return True
    except (OSError, ValueError):
        return False
