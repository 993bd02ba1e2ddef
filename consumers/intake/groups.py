"""Who is in a group of intakes, as its coordinator has it, and how a member is sent out of it in its own name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import UnknownMemberIdError, for_code
from aiokafka.protocol.group import LeaveGroupRequest

from producers import connection, cut_off
from producers.profile import ClientProfile


class Member(NamedTuple):
    """One that reads in a group."""

    id: str
    """The coordinator's own, anew at each joining."""
    client: str
    """What it calls itself."""


class Groups(Protocol):
    """What every intake may ask of the groups that it reads in. KafkaError or OSError where they cannot be asked."""

    async def members(self, group: str) -> list[Member]: ...

    async def send_out(self, group: str, member: Member) -> None:
        """Whoever is out already stays out."""
        ...

    async def rest(self) -> None:
        """Nothing more is asked for a while."""
        ...


@dataclass(slots=True)
class KafkaGroups:
    """Asks by connections of its own: on those of a consumer an answer that is waited for keeps back all that follow."""

    profile: ClientProfile
    client_id: str
    _admin: AIOKafkaAdminClient | None = field(default=None, repr=False)

    async def members(self, group: str) -> list[Member]:
        async with self._asked() as admin:
            (answer,) = await admin.describe_consumer_groups([group])
        ((error_code, *_, members),) = (found[:6] for found in answer.groups)
        if error_code:
            raise for_code(error_code)
        return [Member(member_id, client) for member_id, client, *_ in members]

    async def send_out(self, group: str, member: Member) -> None:
        async with self._asked() as admin:
            # Each time anew: a coordinator may move.
            node = await admin.find_coordinator(group)
            request = LeaveGroupRequest(group, member.id)
            answer = await admin._client.send(node, request)  # noqa: SLF001 - the library asks this for itself alone
        if answer.error_code not in (0, UnknownMemberIdError.errno):
            raise for_code(answer.error_code)

    @asynccontextmanager
    async def _asked(self) -> AsyncIterator[AIOKafkaAdminClient]:
        """Whatever goes wrong, the next question begins anew, by any broker that the profile names."""
        try:
            with cut_off.translated():
                if self._admin is None:
                    self._admin = AIOKafkaAdminClient(**connection.settings(self.profile, client_id=self.client_id))
                    await self._admin.start()
                yield self._admin
        except BaseException:
            await self.rest()
            raise

    async def rest(self) -> None:
        admin, self._admin = self._admin, None
        if admin is not None:
            await admin.close()
