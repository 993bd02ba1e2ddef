"""Bugs of the relay, as rows: what is written twice, in another order, or not at all."""

from typing import Final

_RELAY: Final = "tests/unit/relay"
_QUEUES: Final = "producers/relay/queues.py"
_LINES: Final = "producers/relay/lines.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "the relay marks a record before the wire has it",
        _LINES,
        "                        await producing.write(topic, records)\n",
        "                        asyncio.ensure_future(producing.write(topic, records))  # noqa: RUF006 - planted\n",
        _RELAY,
    ),
    (
        "the relay signs a record for another inbox",
        "producers/relay/packing.py",
        "[waiting.topic.encode(), waiting.key,",
        '[b"inbox.a", waiting.key,',
        _RELAY,
    ),
    (
        "the relay uses a producer on whose outcome is unknown",
        _LINES,
        "            if is_its_own:\n                self.discard()\n",
        "",
        _RELAY,
    ),
    (
        "what is offered overtakes what is older and still in the table",
        _QUEUES,
        "if one.topic in self._level and self.held.is_left",
        "if self.held.is_left",
        _RELAY,
    ),
    (
        "what is on its way to an inbox is sent a second time meanwhile",
        _QUEUES,
        "if queue.share not in self._shares or one.sequence in self._known:",
        "if queue.share not in self._shares:",
        _RELAY,
    ),
    (
        "what stood behind a write that failed goes before it",
        _QUEUES,
        "        queue.writing = ()\n        self._clear(queue)\n        self._ready.pop(topic, None)\n",
        "        queue.writing = ()\n",
        _RELAY,
    ),
    (
        "a number that is missing in what is offered is thought to mean nothing",
        "producers/relay/unbroken.py",
        "        while number in self._early:\n",
        "        number = min(self._early, default=number)\n        while number in self._early:\n",
        _RELAY,
    ),
    (
        "offers are believed from the first on",
        "producers/relay/unbroken.py",
        "return self._next is not None and now - self._since >= self.settled_s",
        "return self._next is not None",
        _RELAY,
    ),
    (
        "an inbox that cannot be written is tried at every turn",
        "producers/relay/resting.py",
        "        trouble.until = now + min(",
        "        trouble.until = now - min(",
        _RELAY,
    ),
    (
        "a relay goes on with inboxes that may be another's",
        "producers/relay/relay.py",
        '            self._queues.own(frozenset())\n            self._shared_at = float("-inf")\n',
        '            self._shared_at = float("-inf")\n',
        _RELAY,
    ),
    (
        "one broker's word is enough for the relay",
        "producers/relay/wire.py",
        'acks="all",\n        enable_idempotence=True,',
        "acks=1,\n        enable_idempotence=False,",
        _RELAY,
    ),
)
