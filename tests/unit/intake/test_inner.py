"""What the inner parts of aiokafka do by themselves, and what ours make of it."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from aiokafka import TopicPartition
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import SubscriptionState

from consumers.intake import inner


@dataclass(frozen=True)
class Started:
    """A consumer as far as it is reached into."""

    _coordinator: Any


async def test_where_topics_came_while_the_coordinator_was_looked_for_the_group_is_joined_anew() -> None:
    """The library alone does not ask whether what it goes on with still holds."""
    state = SubscriptionState()
    state.subscribe_pattern(re.compile("outbox.*"))
    state.subscribe_from_pattern(["outbox.a"])
    before = state.subscription
    state.assign_from_subscribed([TopicPartition("outbox.a", 0)])
    coordinator = GroupCoordinator.__new__(GroupCoordinator)
    coordinator._rejoin_needed_fut = asyncio.get_running_loop().create_future()

    state.subscribe_from_pattern(["outbox.a", "outbox.b"])
    assert not coordinator.need_rejoin(before)
    assert not before.active

    state.assign_from_subscribed([TopicPartition("outbox.a", 0), TopicPartition("outbox.b", 0)])
    inner.rejoins_after_change(Started(coordinator))
    assert coordinator.need_rejoin(before)
    assert not coordinator.need_rejoin(state.subscription)
