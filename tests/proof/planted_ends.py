"""Bugs of the wire's two ends, as rows: an agency's Outbox and its Inbox."""

from typing import Final

_OUTBOX: Final = "tests/unit/outbox"
_SENDS: Final = "tests/unit/outbox/test_sending.py"
_INBOX: Final = "tests/unit/inbox"
_TAKES: Final = "tests/unit/inbox/test_taking.py"
_READS: Final = "tests/unit/inbox/test_reading.py"
_SITS: Final = "tests/unit/inbox/test_session.py"
_SENDING: Final = "producers/outbox/sending.py"
_FILE: Final = "producers/outbox/spool_file.py"
_TAKING: Final = "consumers/inbox/taking.py"
_READING: Final = "consumers/inbox/reading.py"
_SESSION: Final = "consumers/inbox/session.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "a message counts as kept before it is on the disk",
        "producers/outbox/spool.py",
        "return await asyncio.shield(done)",
        "return asyncio.shield(done) and None  # type: ignore[return-value]",
        f"{_OUTBOX}/test_spool.py",
    ),
    (
        "the disk is not waited for",
        _FILE,
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = NORMAL",
        f"{_OUTBOX}/test_spool.py",
    ),
    (
        "the spool takes more bytes than its bound",
        _FILE,
        "if messages > self._limits.waiting_messages or size > self._limits.waiting_bytes:",
        "if messages > self._limits.waiting_messages:",
        f"{_OUTBOX}/test_spool.py",
    ),
    (
        "others may read the spool",
        _FILE,
        "    path.chmod(0o600)\n",
        "",
        f"{_OUTBOX}/test_spool.py",
    ),
    (
        "a message that is given again gets a new id",
        "producers/outbox/packing.py",
        "named = minted or minting.message_id(roster.at, speaker.random)",
        "named = minting.message_id(roster.at, speaker.random)",
        f"{_OUTBOX}/test_repeats.py",
    ),
    (
        "another text under a known id is taken for the same message",
        "producers/outbox/outbox.py",
        "if packing.said_in(before, self._means.speaker) != packing.said_in(packed, self._means.speaker):",
        "if before.id != packed.id:",
        f"{_OUTBOX}/test_repeats.py",
    ),
    (
        "what timed out is given up",
        _SENDING,
        "            self._returned.append(key)\n",
        "            if not isinstance(error, TimeoutError):\n                self._returned.append(key)\n",
        _SENDS,
    ),
    (
        "a send has no end of its own",
        _SENDING,
        "async with asyncio.timeout(lane.pace.send_seconds):",
        "async with asyncio.timeout(None):",
        _SENDS,
    ),
    (
        "a producer is used on after its first error",
        _SENDING,
        (
            "            self._returned.append(key)\n"
            "            if not isinstance(error, Exception):\n"
            "                raise\n"
            "            if not self._broken.done():\n"
            "                self._broken.set_result(error)\n"
        ),
        "            lane.turns.back(key)\n            if not isinstance(error, Exception):\n                raise\n",
        _SENDS,
    ),
    (
        "a message that failed goes behind the others of its occasion",
        "producers/outbox/turns.py",
        'after all others that wait."""\n',
        'after all others that wait."""\n        self._chains[key].rotate(-1)\n',
        _SENDS,
    ),
    (
        "bulk and alerts go by one producer",
        "producers/outbox/outbox.py",
        'return self._lanes[topic.partition(".")[0]]',
        "return next(iter(self._lanes.values()))",
        _SENDS,
    ),
    (
        "one broker's word is enough for a notice",
        "producers/outbox/wire.py",
        '"acks": "all",\n        "enable_idempotence": True,',
        '"acks": 1,\n        "enable_idempotence": False,',
        f"{_OUTBOX}/test_wire.py",
    ),
    (
        "a body is sealed for a key that has ended",
        "producers/outbox/recipients.py",
        "if key.purpose == purpose and key.holds(at)]",
        "if key.purpose == purpose]",
        f"{_OUTBOX}/test_packing.py",
    ),
    (
        "a key signs before the directory shows it",
        "producers/outbox/packing.py",
        "own = [signer for signer in self.keyring.signers if signer.key_id in holding]",
        "own = self.keyring.signers",
        f"{_OUTBOX}/test_packing.py",
    ),
    (
        "the answer to a repetition replaces the first one's",
        "producers/outbox/outbox.py",
        "if kept is None or (kept.answer is not None and _of_a_repeat(answer)):",
        "if kept is None:",
        f"{_OUTBOX}/test_answers.py",
    ),
    (
        "the answer to another agency's message counts for ours",
        "producers/outbox/outbox.py",
        "return file.message(answer.regards.id) if answer.regards.sender == agency else None",
        "return file.message(answer.regards.id)",
        f"{_OUTBOX}/test_answers.py",
    ),
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
