"""A record that is as large as may be reaches its recipient with all that the bus adds; one that is larger is refused and stops nobody."""

import os
from typing import Final
from uuid import UUID

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from producers import connection
from schemas.codec import canonical
from schemas.codec.record import RECORD_LIMIT
from services.keys import sealing
from services.keys.sealing import Named
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Agency, Raw, changed

pytestmark = pytest.mark.usefixtures("middle")
_STEP: Final = 4
"""Of base64: by so much at least one sealed body is longer than another."""
_BEYOND: Final = 200_000
"""More than any topic leaves for keys and headers."""


async def test_up_to_the_limit_a_record_is_delivered_and_beyond_it_rejected_or_not_taken(pair: Pair) -> None:
    investigator, prosecutor = pair
    largest, above = (sized(investigator, prosecutor, RECORD_LIMIT + more) for more in (0, _STEP))
    beyond = changed(above, value=(above.value or b"") + b" " * _BEYOND)
    last = investigator.notice(prosecutor)
    assert RECORD_LIMIT - _STEP < len(largest.value or b"") <= RECORD_LIMIT < len(above.value or b"")

    _, refused = await investigator.write(largest, above)
    with pytest.raises(MessageSizeTooLargeError):
        await written_whatever_its_size(investigator, beyond)
    await investigator.write(last)

    async with prosecutor.hearing() as heard, investigator.hearing() as told:
        assert (await heard.message(largest)).value == largest.value
        answer = await told.answer_at(refused)
        await heard.message(last)
    assert (answer["type"], answer["code"]) == ("rejection", "HB-1002")
    assert above.id not in [envelope["id"] for envelope in heard.envelopes]


def sized(sender: Agency, to: Agency, limit: int) -> Raw:
    """A notice whose record is as large as it can be within the limit: its body is whatever fits, and nobody on the way can read it."""
    envelope = orjson.loads((sender.notice(to).value or b"").partition(b"\n")[0])
    named = Named(sender.profile.network, envelope["sender"], UUID(envelope["id"]))

    def of(body_size: int) -> Raw:
        body = b"a" * body_size
        told = [("prosecutor", to.reader)]
        sealed = sealing.seal(body, message=named, recipients=told, sender=sender.reader, random=os.urandom)
        seal = orjson.loads(canonical.encode(sealed.seal))
        return sender.said(envelope | {"seal": seal}, sealed.body_line)

    # Three bytes of a body are four of its record; with the sixteen of its seal, a body of two fills them up.
    room = limit - len(of(2).value or b"")
    return of(2 + room // _STEP * 3)


async def written_whatever_its_size(sender: Agency, one: Raw) -> None:
    """Only the broker looks at how large it is."""
    settings = connection.settings(sender.profile, client_id=f"{sender.id}-test")
    async with AIOKafkaProducer(**settings, acks="all", max_request_size=10 * RECORD_LIMIT) as producer:
        await producer.send_and_wait(one.topic, one.value, one.key, partition=0, headers=list(one.headers))
