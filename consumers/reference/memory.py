"""What a client knows of the log from the last time: so that nobody can show it an older one, or change its entry while it is away."""

from pathlib import Path
from typing import Self

from pydantic import ValidationError

from schemas import fields
from schemas.errors.tree import Finding, LogError
from schemas.values import Value
from services import whole_files


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
        except (OSError, ValidationError) as error:
            raise LogError(Finding("HB-8217", "", {"path": str(path)})) from error

    def write(self, path: Path) -> None:
        """LogError where the disk does not take it."""
        try:
            whole_files.write(path, self.model_dump_json().encode())
        except OSError as error:
            raise LogError(Finding("HB-8218", "", {"path": str(path)})) from error
