"""The passwords of users, one file each for its owner alone: made once, written before the user is, never shown."""

from pathlib import Path

from habarshy.stack import files
from habarshy.topology.errors import broken

_OTHERS = 0o077


class SecretFiles:
    """A folder of passwords. Each is kept before its user is created, so that a crash between the two leaves nobody locked out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, user: str) -> Path:
        return self.folder / f"{user}.password"

    def password(self, user: str) -> str | None:
        """None where the user was created elsewhere."""
        path = self.path(user)
        try:
            if path.stat().st_mode & _OTHERS:
                raise broken("HB-8106", path=str(path))
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise broken("HB-8107", path=str(path)) from error

    def keep(self, user: str, password: str) -> None:
        files.write(self.path(user), f"{password}\n", mode=files.OWNER_ONLY)

    def forget(self, user: str) -> None:
        self.path(user).unlink(missing_ok=True)
