"""What the log says at this moment, to whoever holds a profile."""

from collections.abc import Callable

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from producers.profile import ClientProfile
from services.directory_log.state import LogState


async def state_of(profile: ClientProfile, alarm: Callable[[Alarm], None]) -> LogState:
    async with Follower(profile, alarm=alarm) as follower:
        return await follower.caught_up()
