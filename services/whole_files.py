"""Files that are written whole or not at all, for their owner's eyes."""

import os
import secrets
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600


def write(path: Path, content: bytes) -> None:
    """Several processes may write at once: each writes its own file whole, and the last gives it the name.

    A machine that loses its power keeps the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
