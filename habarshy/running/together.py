"""Several parts at once: they end together, and what ended the first of them is said."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from aiokafka import errors
from aiokafka.errors import KafkaError

from consumers.intake.kafka import TimestampError
from habarshy.running.errors import broken
from producers import cut_off, diagnosis
from producers.profile import ClientProfile
from producers.relay.watching import StuckError
from schemas.errors.tree import Finding, WireError

_RIGHTS = (
    errors.TopicAuthorizationFailedError,
    errors.GroupAuthorizationFailedError,
    errors.ClusterAuthorizationFailedError,
)
_MAY_NOT_WRITE = "HB-8612"


async def run(*parts: Awaitable[None], told: asyncio.Event) -> None:
    """Where one part ends, the others are told to end, and are waited for; then it is said what was wrong first."""
    failures: list[BaseException] = []

    async def one(part: Awaitable[None]) -> None:
        try:
            with cut_off.translated():
                await part
        except Exception as error:  # noqa: BLE001 - raised below, once the others have ended in order
            failures.append(error)
        finally:
            told.set()

    try:
        await asyncio.gather(*(one(part) for part in parts))
    finally:
        if failures:
            # Also where the others were broken off because they did not end: what was wrong first is not forgotten.
            raise failures[0]


def check(profile: ClientProfile, part: str) -> None:
    """Each part runs as the bus."""
    if profile.agency != "bus":
        raise WireError(Finding("HB-8508", "/agency", {"agency": profile.agency, "part": part}))


@asynccontextmanager
async def explained(part: str, profile: ClientProfile) -> AsyncIterator[None]:
    """What ends a part, as an operator is told of it."""
    try:
        with cut_off.translated():
            yield
    except _RIGHTS as error:
        raise broken("HB-8522", part=part) from error
    except TimestampError as error:
        raise broken("HB-8524", topic=str(error)) from error
    except StuckError as error:
        raise broken("HB-8523", part=f"{part} ({error})") from error
    except WireError as error:
        if error.findings[0].code != _MAY_NOT_WRITE:
            raise
        raise broken("HB-8522", part=part) from error
    except (KafkaError, ConnectionError, TimeoutError) as error:
        unheard = Finding("HB-8616", "", {"what": type(error).__name__})
        raise WireError(await diagnosis.of_connection(profile) or unheard) from error
