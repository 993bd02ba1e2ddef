"""Bugs of an agency's Inbox, as rows."""

from typing import Final

_INBOX: Final = "tests/unit/inbox"
_TAKES: Final = "tests/unit/inbox/test_taking.py"
_READS: Final = "tests/unit/inbox/test_reading.py"
_SITS: Final = "tests/unit/inbox/test_session.py"
_TAKING: Final = "consumers/inbox/taking.py"
_READING: Final = "consumers/inbox/reading.py"
_SESSION: Final = "consumers/inbox/session.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "the position is kept before the effect",
        _TAKING,
        (
            "            outcome = await self._within(taking, read, raw, position)\n"
            "            await self._moved(taking, raw, position, outcome)\n"
        ),
        (
            '            await self._moved(taking, raw, position, Taken(""))\n'
            "        async with self.store.taking() as taking:\n"
            "            outcome = await self._within(taking, read, raw, position)\n"
        ),
        _TAKES,
    ),
    (
        "an Inbox that was overtaken keeps its effect",
        _TAKING,
        "        if not await taking.move(step):\n            raise _OvertakenError\n",
        "        await taking.move(step)\n",
        _TAKES,
    ),
    (
        "one agency's message hides another's with the same id",
        "consumers/inbox/store/sql.py",
        "statements.TAKE, (sender, str(id))",
        'statements.TAKE, ("", str(id))',
        f"{_INBOX}/test_sqlite_store.py",
    ),
    (
        "a new ledger's state of an obligation is taken for an old one",
        "consumers/inbox/store/statements.py",
        "where (excluded.epoch, excluded.version) > (habarshy_inbox_obligation.epoch, habarshy_inbox_obligation.version)",
        "where excluded.version > habarshy_inbox_obligation.version",
        f"{_INBOX}/test_sqlite_store.py",
    ),
    (
        "the sender's signature is not looked at",
        _READING,
        "if not signing.verifies(signature.signature, text, public=key.public):",
        "if not signature.signature:",
        _READS,
    ),
    (
        "the bus's signature is not looked at",
        _READING,
        "if not batches.verifies(headers.batch, batches.leaf(parts), network=self.network, public=key.public):",
        "if not parts:",
        _READS,
    ),
    (
        "a message may come from another agency's topic",
        _READING,
        "if delivered.record.topic not in (topics.OUTBOX.of(envelope.sender), topics.URGENT.of(envelope.sender)):",
        "if not delivered.record.topic:",
        _READS,
    ),
    (
        "a key of the relay that was revoked still proves",
        _READING,
        'key.purpose != "relay" or not key.holds(raw.appended_at):',
        'key.purpose != "relay":',
        _READS,
    ),
    (
        "a sender's key that was revoked later proves nothing of before",
        _READING,
        'key.purpose != "sign" or not key.holds(delivered.received_at):',
        'key.purpose != "sign" or key.revoked_at is not None:',
        f"{_INBOX}/test_senders_keys.py",
    ),
    (
        "what the bus alone may say is believed of an agency",
        _READING,
        "if isinstance(envelope, FromBus) == (headers.signature is not None) or envelope.type",
        "if envelope.type",
        _READS,
    ),
    (
        "an empty body is refused without the key that would show it",
        "consumers/inbox/answering.py",
        "disclosed = self._disclosed(unusable, state)",
        "disclosed = None",
        _TAKES,
    ),
    (
        "who is told in two roles answers for one",
        "consumers/inbox/answering.py",
        "for role in self._held(received, state):",
        "for role in list(self._held(received, state))[:1]:",
        f"{_INBOX}/test_roles.py",
    ),
    (
        "what does not prove itself is dropped",
        _TAKING,
        "        await taking.keep(Letter(raw, because, finding), self.answering.clock())\n",
        "",
        _TAKES,
    ),
    (
        "a handler's error is only logged",
        _TAKING,
        "            await listener.hear(received, taking.effect)\n",
        (
            "            try:\n"
            "                await listener.hear(received, taking.effect)\n"
            "            except Exception:\n"
            '                log.exception("a handler failed")\n'
        ),
        _TAKES,
    ),
    (
        "records are heard before the store said where to begin",
        _SESSION,
        "        self._consumer.pause(*assigned)\n",
        "",
        _SITS,
    ),
    (
        "what waits for its next try lets the next record by",
        _SESSION,
        "                self._consumer.pause(partition)\n                self._consumer.seek(partition, raw.offset)\n",
        "                self._consumer.seek(partition, raw.offset)\n",
        _SITS,
    ),
    (
        "the client's own idea of its position is trusted",
        _SESSION,
        "if expected is None or record.offset == expected:",
        "if expected is None or record.offset >= expected:",
        _SITS,
    ),
    (
        "a partition that was taken away is taken on",
        _SESSION,
        "            self._expected.pop(partition, None)\n            self._unplaced.discard(partition)\n",
        "            self._unplaced.discard(partition)\n",
        _SITS,
    ),
    (
        "what came while no position was known is passed over",
        "consumers/inbox/wire.py",
        'auto_offset_reset="earliest",',
        'auto_offset_reset="latest",',
        f"{_INBOX}/test_client.py",
    ),
    (
        "the library looks at the headers of strangers",
        "consumers/inbox/wire.py",
        "message = await original(_bare(record))",
        "message = await original(record)",
        f"{_INBOX}/test_client.py",
    ),
    (
        "an answer that the Outbox did not take is forgotten",
        "consumers/inbox/inbox.py",
        "            try:\n                await self._sender.forward(outgoing)",
        "            taken.append(outgoing.id)\n            try:\n                await self._sender.forward(outgoing)",
        f"{_INBOX}/test_handing_over.py",
    ),
    (
        "a wire that was filled again is taken for the one that was read",
        "consumers/inbox/asking.py",
        "return bool(found) and found[0].offset == position - 1 and wire.rescued(partition, found[0]).mark == mark",
        "return bool(found)",
        f"{_INBOX}/test_wire_anew.py",
    ),
    (
        "a handler that fails among others leaves its half-made effect",
        _TAKING,
        '            async with taking.apart():\n                self.at("begun")\n                return',
        '            if True:\n                self.at("begun")\n                return',
        f"{_INBOX}/test_taking_together.py",
    ),
    (
        "what is taken together moves the position past what failed",
        _TAKING,
        "await self._moved(taking, raws[len(outcomes) - 1], Position(was), outcomes[-1])",
        "await self._moved(taking, raws[-1], Position(was), outcomes[-1])",
        f"{_INBOX}/test_taking_together.py",
    ),
    (
        "what lies behind a gap at hand is taken",
        "consumers/inbox/asking.py",
        "if len(following) < len(raws):",
        "following = raws\n    if not raws:",
        _SITS,
    ),
)
