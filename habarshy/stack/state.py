"""What a stack remembers between two calls: how it was made, its ports, its passwords."""

import secrets
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from habarshy.stack import files
from habarshy.stack.errors import broken
from habarshy.stack.settings import Brokers, Profile, Settings, Source

_PASSWORD_BYTES: Final = 24


class _Kept(BaseModel):
    """A file of the stack's folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """None where it was never written."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (PermissionError, NotADirectoryError) as error:
            raise broken("HB-8004", path=str(path.parent)) from error
        except ValidationError as error:
            raise broken("HB-8008", path=str(path)) from error

    def write(self, path: Path) -> None:
        files.write(path, self.model_dump_json(indent=2) + "\n")


class State(_Kept):
    """How the stack was made, and where it listens. Ports stand in the order of the brokers."""

    profile: Profile
    brokers: Brokers
    source: Source
    kafka_ports: tuple[int, ...] = ()
    controller_ports: tuple[int, ...] = ()
    postgres_port: int = 0


class Passwords(_Kept):
    """What only the owner of the stack's folder may know."""

    cluster: str
    admin: str
    broker: str
    postgres: str


def state_file(settings: Settings) -> Path:
    return settings.home / "state.json"


def passwords_file(settings: Settings) -> Path:
    return settings.home / "passwords.json"


def fresh_passwords() -> Passwords:
    return Passwords(
        cluster=_cluster_id(),
        admin=secrets.token_urlsafe(_PASSWORD_BYTES),
        broker=secrets.token_urlsafe(_PASSWORD_BYTES),
        postgres=secrets.token_urlsafe(_PASSWORD_BYTES),
    )


def _cluster_id() -> str:
    """Sixteen bytes in base64, as Kafka wants it; it must not begin with a hyphen, which would be read as an option."""
    import base64

    made = base64.urlsafe_b64encode(UUID(bytes=secrets.token_bytes(16), version=4).bytes).decode().rstrip("=")
    return made.replace("-", "A", 1) if made.startswith("-") else made
