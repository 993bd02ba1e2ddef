"""The brokers as their administration sees them: what is there, and each change. Every call waits for its answer; no client's error leaves untranslated."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeVar

from aiokafka.errors import KafkaError as AiokafkaError
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    AclOperation,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ConfigSource,
    NewTopic,
    ResourceType,
    UserScramCredentialAlteration,
)

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology import bindings, client_quotas, credentials, refusals, rights
from habarshy.topology.errors import broken
from schemas.topology import Limited, Rates, Right, Shape

REQUEST_TIMEOUT_S: Final = 20
READING: Final = frozenset({AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS})
CHANGING: Final = frozenset({AclOperation.ALTER, AclOperation.ALTER_CONFIGS})
ATTEMPTS: Final = 8
ATTEMPT_S: Final = 1
MOMENT_S: Final = 0.2
CLIENT: Final = "habarshy-topology"
BATCH: Final = 250
"""Topics in one request: a controller takes ten thousand changes at once, and a topic with its settings is a dozen."""
INTERNAL: Final = "__"


T = TypeVar("T")


class Wire:
    """One connection to the brokers; it is made when it is first asked something."""

    def __init__(self, address: KafkaAddress) -> None:
        self.address = address
        self._complaint: KafkaError | None = None
        self._may: frozenset[AclOperation] | None = None
        # The library's own log would go to the terminal; what goes wrong is raised instead.
        settings: dict[str, Any] = {
            **address.confluent(),
            "client.id": CLIENT,
            "log_level": 0,
            "error_cb": self._complained,
        }
        try:
            self._admin = AdminClient(settings)
        except KafkaException as error:
            raise refusals.of_settings(error.args[0], address) from error

    def brokers(self) -> int:
        """The first thing that is asked: whoever cannot be let in shall not wait as one waits for a broker that is slow."""
        with self._translated("Metadata"):
            for _ in range(ATTEMPTS - 1):
                with contextlib.suppress(KafkaException):
                    return len(self._admin.list_topics(topic=INTERNAL, timeout=ATTEMPT_S).brokers)
                self._admin.poll(0)  # hears why
                if self._complaint is not None and self._complaint.code() in refusals.FINAL:
                    break
            return len(self._admin.list_topics(topic=INTERNAL, timeout=ATTEMPT_S).brokers)

    def topics(self, names: Iterable[str] | None = None) -> Mapping[str, Shape]:
        """All topics but Kafka's own, or those of the names that there are."""
        with self._translated("Metadata"):
            known = self._admin.list_topics(timeout=REQUEST_TIMEOUT_S).topics
        wanted = known if names is None else known.keys() & set(names)
        # A topic without partitions is being made, and is there once it has some.
        ours = sorted(name for name in wanted if not name.startswith(INTERNAL) and known[name].partitions)
        settings = self._topic_settings(ours)
        return MappingProxyType({
            name: Shape(len(known[name].partitions), len(known[name].partitions[0].replicas), settings[name])
            for name in ours
        })  # fmt: skip

    def make_sure(self, needed: frozenset[AclOperation]) -> None:
        """Asks what our user may do with the cluster. Without the right to list rights the library lists none and says nothing, and it has crashed on other refusals."""
        if self._may is None:
            cluster = self._asked(
                "DescribeCluster",
                lambda: self._admin.describe_cluster(include_authorized_operations=True).result(REQUEST_TIMEOUT_S),
            )
            self._may = frozenset(cluster.authorized_operations or ())
        if missing := sorted(operation.name for operation in needed - self._may):
            raise broken("HB-8104", user=self.address.user or "-", what=f"cluster: {', '.join(missing)}")

    def rights(self, users: Iterable[str] | None = None) -> frozenset[Right]:
        self.make_sure(READING)
        with self._translated("DescribeAcls"):
            return rights.found(self.address, None if users is None else sorted(users))

    def users(self) -> frozenset[str]:
        """Those who can log in; one that was closed is none."""
        self.make_sure(READING)
        return credentials.open_users(self._asked("DescribeUserScramCredentials", self._credentials))

    def _credentials(self) -> credentials.Known:
        asked = self._admin.describe_user_scram_credentials()
        assert isinstance(asked, Future)  # noqa: S101 - of all users there is one answer, of some one for each
        return dict(asked.result(REQUEST_TIMEOUT_S))

    def quotas(self) -> Mapping[Limited, Rates]:
        with self._translated("DescribeClientQuotas"):
            return client_quotas.found(self.address)

    def create_topics(self, shapes: Mapping[str, Shape]) -> None:
        for batch in _batches(shapes.items()):
            new = [
                NewTopic(name, shape.partitions, shape.replicas, config=dict(shape.settings)) for name, shape in batch
            ]
            with self._translated(f"CreateTopics: {_some([name for name, _ in batch])}"):
                self._each(self._admin.create_topics(new, operation_timeout=REQUEST_TIMEOUT_S))

    def set_topics(self, changes: Mapping[str, Mapping[str, str | None]]) -> None:
        for batch in _batches(changes.items()):
            with self._translated(f"IncrementalAlterConfigs: {_some([name for name, _ in batch])}"):
                resources = [_changed(name, settings) for name, settings in batch]
                self._each(self._admin.incremental_alter_configs(resources))

    def add_rights(self, wanted: Iterable[Right]) -> None:
        for batch in _batches(wanted):
            with self._translated(f"CreateAcls: {_some(right.user for right in batch)}"):
                self._each(self._admin.create_acls([bindings.binding(right) for right in batch]))

    def remove_rights(self, unwanted: Iterable[Right]) -> None:
        for batch in _batches(unwanted):
            known = [bindings.exactly(right) for right in batch if bindings.knows(right)]
            strange = [right for right in batch if not bindings.knows(right)]
            with self._translated(f"DeleteAcls: {_some(right.user for right in batch)}"):
                self._each(self._admin.delete_acls(known) if known else {})
                if strange:
                    rights.remove(self.address, strange)

    def create_users(self, passwords: Mapping[str, str]) -> None:
        """One that was closed is open again."""
        self._alter_users(credentials.given(passwords.items()))

    def close_users(self, users: Iterable[str]) -> None:
        """Each is closed, with every password that he has, whoever gave it."""
        known = self._asked("DescribeUserScramCredentials", self._credentials)
        self._alter_users(credentials.closed(users, known))

    def _alter_users(self, altered: Iterable[UserScramCredentialAlteration]) -> None:
        for batch in _batches(altered):
            with self._translated(f"AlterUserScramCredentials: {_some([one.user for one in batch])}"):
                self._each(self._admin.alter_user_scram_credentials(batch))

    def set_quotas(self, changes: Mapping[Limited, Mapping[str, float | None]]) -> None:
        with self._translated("AlterClientQuotas"):
            client_quotas.change(self.address, changes)

    def _topic_settings(self, names: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, Mapping[str, str]] = {}
        for batch in _batches(names):
            resources = [ConfigResource(ResourceType.TOPIC, name) for name in batch]
            told = self._asked("DescribeConfigs", partial(self._settings_of, resources))
            found |= {resource.name: _set_here(entries) for resource, entries in told.items()}
        return found

    def _settings_of(self, resources: list[ConfigResource]) -> Mapping[ConfigResource, Mapping[str, ConfigEntry]]:
        return self._each(self._admin.describe_configs(resources))

    def _asked(self, doing: str, ask: Callable[[], T]) -> T:
        """Asking changes nothing, so a question that was lost with its connection is asked again over another."""
        with self._translated(doing):
            for _ in range(ATTEMPTS - 1):
                try:
                    return ask()
                except KafkaException as error:
                    if error.args[0].code() not in refusals.GIVEN_UP:
                        raise
                self._admin.poll(MOMENT_S)
            return ask()

    @staticmethod
    def _each(futures: Mapping[Any, Any]) -> dict[Any, Any]:
        """What each came to; the first that failed is raised once all have been answered."""
        failed = [error for future in futures.values() if (error := future.exception(REQUEST_TIMEOUT_S)) is not None]
        if failed:
            raise failed[0]
        return {asked: future.result() for asked, future in futures.items()}

    def _complained(self, error: KafkaError) -> None:
        """Why a connection fails is said here alone: a request would only say that its time is over.

        What no waiting mends is not forgotten for a connection that was closed because of it.
        """
        is_known = self._complaint is not None and self._complaint.code() in refusals.FINAL
        if error.code() != KafkaError._ALL_BROKERS_DOWN and not is_known:  # noqa: SLF001 - the library names its own codes so
            self._complaint = error

    def _said_why(self) -> KafkaError | None:
        return self._complaint

    @contextlib.contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        self._complaint = None
        try:
            yield
        except (KafkaException, AiokafkaError, OSError) as error:
            said = error.args[0] if error.args and isinstance(error.args[0], KafkaError) else None
            self._admin.poll(0)
            reason = self._said_why() or said or KafkaError(KafkaError._TRANSPORT)  # noqa: SLF001
            raise refusals.of_kafka(reason, self.address, doing=doing) from error


def _set_here(entries: Mapping[str, ConfigEntry]) -> Mapping[str, str]:
    """What was said of the topic itself; the rest are defaults."""
    said = (entry for entry in entries.values() if ConfigSource(entry.source) is ConfigSource.DYNAMIC_TOPIC_CONFIG)
    return MappingProxyType({entry.name: str(entry.value) for entry in said})


def _changed(name: str, settings: Mapping[str, str | None]) -> ConfigResource:
    operations = [
        ConfigEntry(
            setting,
            value,
            incremental_operation=AlterConfigOpType.DELETE if value is None else AlterConfigOpType.SET,
        )
        for setting, value in settings.items()
    ]
    return ConfigResource(ResourceType.TOPIC, name, incremental_configs=operations)


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _some(names: Iterable[str]) -> str:
    """Of many names the first: an error is one sentence."""
    known = sorted(set(names))
    return known[0] if len(known) == 1 else f"{known[0]} … ({len(known)})"
