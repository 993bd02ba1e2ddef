"""What a client knows of the log from the last time: so that nobody can show it an older one, or change its entry while it is away."""

import os
import secrets
from pathlib import Path
from typing import Final, Self

from pydantic import ValidationError

from schemas import fields
from schemas.errors.tree import Finding, LogError
from schemas.values import Value

_OWNER_ONLY: Final = 0o600


class Memory(Value):
    """The newest entry that was believed, and the newest that was about the client's own agency."""

    sequence: fields.Count
    digest: fields.Digest
    own: str | None = None

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """None where there is none yet; LogError where there is one that says nothing."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise LogError(Finding("HB-8217", "", {"path": str(path)})) from error

    def write(self, path: Path) -> None:
        """Two processes of one agency may write at once: each writes its own file whole, and the last gives it the name.

        A machine that loses its power keeps the old file or the new one.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as file:
            file.write(self.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
