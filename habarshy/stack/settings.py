"""Where a stack lives and what it is made of. The environment says; what it does not say has a default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from habarshy.stack.errors import broken

Profile = Literal["secured", "plaintext"]
Brokers = Literal[1, 3]
Source = Literal["packages", "testcontainers"]

_OF_LOGIN: Final = ("HABARSHY_KAFKA_CA", "HABARSHY_KAFKA_PASSWORD")
HOST: Final = "localhost"
"""Everything that a stack starts listens here and nowhere else."""


@dataclass(frozen=True)
class Settings:
    """One stack: its folder, the folder of the jars that all stacks share, and addresses that are used instead of starting anything."""

    home: Path
    cache: Path
    profile: Profile = "secured"
    brokers: Brokers = 1
    source: Source = "packages"
    kafka: KafkaAddress | None = None
    postgres: PostgresAddress | None = None
    mirror: str | None = None
    """Where the jars come from instead of Maven Central."""

    @property
    def kafka_folder(self) -> Path:
        return self.home / "kafka"

    @property
    def postgres_folder(self) -> Path:
        return self.home / "postgres"

    @property
    def certificates(self) -> Path:
        return self.home / "certificates"


def from_environment(
    environment: Mapping[str, str], *, profile: Profile = "secured", brokers: Brokers = 1, source: Source = "packages"
) -> Settings:
    """HABARSHY_STACK_HOME and HABARSHY_STACK_CACHE name the folders; HABARSHY_KAFKA and HABARSHY_POSTGRES are addresses that win."""
    return Settings(
        home=_folder(environment, "HABARSHY_STACK_HOME", default=_home(environment)),
        cache=_folder(environment, "HABARSHY_STACK_CACHE", default=_cache(environment)),
        profile=profile,
        brokers=brokers,
        source=source,
        kafka=_kafka(environment),
        mirror=environment.get("HABARSHY_MAVEN_MIRROR") or None,
        postgres=PostgresAddress(given) if (given := environment.get("HABARSHY_POSTGRES")) else None,
    )


def _kafka(environment: Mapping[str, str]) -> KafkaAddress | None:
    bootstrap, ca = environment.get("HABARSHY_KAFKA"), environment.get("HABARSHY_KAFKA_CA")
    if not bootstrap:
        return None
    user = environment.get("HABARSHY_KAFKA_USER") or None
    if user is None and (of_login := [name for name in _OF_LOGIN if environment.get(name)]):
        # Whoever names an authority wants to be secured; without a user nothing would be, and nobody would be told.
        raise broken("HB-8019", names=", ".join(of_login))
    return KafkaAddress(
        bootstrap,
        user=user,
        password=environment.get("HABARSHY_KAFKA_PASSWORD") or None,
        ca=Path(ca).expanduser().absolute() if ca else None,
    )


def _folder(environment: Mapping[str, str], name: str, *, default: Path) -> Path:
    given = environment.get(name)
    return Path(given).expanduser().absolute() if given else default


def _home(environment: Mapping[str, str]) -> Path:
    """PostgreSQL refuses to run as root, and the account it runs as instead cannot enter root's own folder."""
    if os.geteuid() == 0:
        return Path("/var/lib/habarshy/stack")
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "habarshy" / "stack"


def _cache(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "habarshy"
