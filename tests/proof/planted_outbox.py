"""Bugs of an agency's Outbox, as rows."""

from typing import Final

_OUTBOX: Final = "tests/unit/outbox"
_SENDS: Final = "tests/unit/outbox/test_sending.py"
_SENDING: Final = "producers/outbox/sending.py"
_FILE: Final = "producers/outbox/spool_file.py"

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
        "        path.chmod(0o600)\n",
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
)
