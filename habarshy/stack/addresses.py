"""Where a Kafka and a PostgreSQL are, and how to log in to them: what a stack gives to whoever uses it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

MECHANISM: Final = "SCRAM-SHA-512"


@dataclass(frozen=True)
class KafkaAddress:
    """A cluster, and the login to it. Without a user it is a plaintext cluster, which is good for unit-of-work tests only."""

    bootstrap: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None

    @property
    def security(self) -> str:
        return "SASL_SSL" if self.user else "PLAINTEXT"

    def as_user(self, user: str, password: str) -> "KafkaAddress":
        """The same cluster for somebody else."""
        return KafkaAddress(self.bootstrap, user, password, self.ca)

    def confluent(self) -> dict[str, str | int | float | bool]:
        """Settings of confluent-kafka's clients, its AdminClient among them."""
        settings: dict[str, str | int | float | bool] = {
            "bootstrap.servers": self.bootstrap,
            "security.protocol": self.security,
        }
        if self.user:
            settings |= {
                "sasl.mechanism": MECHANISM,
                "sasl.username": self.user,
                "sasl.password": self.password or "",
                # The names of the certificate are looked at: a broker is who it says.
                "ssl.endpoint.identification.algorithm": "https",
            }
            settings |= {"ssl.ca.location": str(self.ca)} if self.ca else {}
        return settings

    def aiokafka(self) -> dict[str, Any]:
        """Settings of aiokafka's clients."""
        settings: dict[str, Any] = {"bootstrap_servers": self.bootstrap, "security_protocol": self.security}
        if self.user:
            import ssl

            settings |= {
                "sasl_mechanism": MECHANISM,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
                "ssl_context": ssl.create_default_context(cafile=str(self.ca) if self.ca else None),
            }
        return settings


@dataclass(frozen=True)
class PostgresAddress:
    """A database as libpq is told of it."""

    conninfo: str = field(repr=False)

    def on(self, database: str) -> "PostgresAddress":
        """Another database of the same server."""
        from psycopg.conninfo import make_conninfo

        return PostgresAddress(make_conninfo(self.conninfo, dbname=database))


@dataclass(frozen=True)
class Addresses:
    """Both, as one stack gives them."""

    kafka: KafkaAddress
    postgres: PostgresAddress
