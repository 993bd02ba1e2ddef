"""What a stack consists of, and where each part lies in its folder."""

from dataclasses import dataclass

from habarshy.stack import certificates, postgres, properties
from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress
from habarshy.stack.kafka import Broker
from habarshy.stack.postgres import Database
from habarshy.stack.servers import Server
from habarshy.stack.settings import HOST, Settings
from habarshy.stack.state import Passwords, State

NO_PASSWORDS = Passwords(cluster="", admin="", broker="", postgres="")
"""For who only looks or stops."""


def bus(settings: Settings) -> Server:
    """The process of a bus that tries things out beside its servers; whoever only wants servers never starts it."""
    return Server("bus", lock=settings.home / "bus.lock", output=settings.home / "bus.log")


@dataclass(frozen=True)
class Layout:
    """The parts of one stack. What an address was configured for is no part of it."""

    settings: Settings
    state: State
    passwords: Passwords = NO_PASSWORDS

    @property
    def brokers(self) -> tuple[Broker, ...]:
        if self.settings.kafka is not None:
            return ()
        return tuple(Broker(self._node(number)) for number in range(1, self.state.brokers + 1))

    @property
    def databases(self) -> tuple[Database, ...]:
        """One, or none."""
        if self.settings.postgres is not None:
            return ()
        return (Database(self.settings.postgres_folder, self.state.postgres_port, self.passwords.postgres),)

    @property
    def servers(self) -> tuple[Server, ...]:
        """The processes of this machine, as far as they are ours."""
        ours = self.brokers if self.state.source == "packages" else ()
        return (*(broker.server for broker in ours), *(database.server for database in self.databases))

    @property
    def addresses(self) -> Addresses:
        return Addresses(self.settings.kafka or self._kafka(), self.settings.postgres or self._postgres())

    def _node(self, number: int) -> properties.Node:
        return properties.Node(
            number=number,
            folder=self.settings.kafka_folder / str(number),
            certificates=self.settings.certificates,
            profile=self.state.profile,
            ports=self.state.kafka_ports,
            controller_ports=self.state.controller_ports,
            broker_password=self.passwords.broker,
        )

    def _kafka(self) -> KafkaAddress:
        bootstrap = ",".join(f"{HOST}:{port}" for port in self.state.kafka_ports)
        if self.state.profile == "plaintext":
            return KafkaAddress(bootstrap)
        authority = self.settings.certificates / certificates.AUTHORITY
        return KafkaAddress(bootstrap, properties.ADMIN, self.passwords.admin, authority)

    def _postgres(self) -> PostgresAddress:
        told = f"host={HOST} port={self.state.postgres_port} user={postgres.USER} dbname={postgres.DATABASE}"
        return PostgresAddress(f"{told} password={self.passwords.postgres}")
