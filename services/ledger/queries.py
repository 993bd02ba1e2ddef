"""The named queries of a file of SQL."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, LiteralString

from psycopg import sql

_NAMED: Final = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def load(file: str = "queries.sql") -> Mapping[str, LiteralString]:
    """Each query by its name. The text is the package's own, so that psycopg may take it for written out."""
    text = resources.files("services.ledger").joinpath(file).read_text(encoding="utf-8")
    _, *parts = _NAMED.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def listen(channel: str) -> sql.Composed:
    """A channel is a name and no value, so that it cannot be a parameter."""
    return sql.SQL("listen {}").format(sql.Identifier(channel))
