"""Bugs of intake, as rows."""

from typing import Final

_TESTS: Final = "tests/unit/intake"
_INTAKE: Final = "consumers/intake/intake.py"
_PLACING: Final = "consumers/intake/placing.py"
_RECORDING: Final = "consumers/intake/recording.py"
_BUDGET: Final = "consumers/intake/budget.py"
_KAFKA: Final = "consumers/intake/kafka.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "a record that the ledger refuses is passed over",
        _RECORDING,
        "return await self.record(batch.of([_at_fault(checked[0], fault)]))",
        "self.placing.advance(self.placing.reads([checked[0].arrival]))\n            return len(fault)",
        _TESTS,
    ),
    (
        "after a rebalance it goes on from its own memory",
        _PLACING,
        "self._forget(self.wire.freshly_assigned() | (self._readings.keys() - self.wire.assigned) | paused)",
        "self._forget((self._readings.keys() - self.wire.assigned) | paused)",
        _TESTS,
    ),
    (
        "what was read under a claim that is over is stored under the next",
        _RECORDING,
        "if self.placing.epoch(partition) == epoch}",
        "if self.placing.epoch(partition) is not None and epoch}",
        _TESTS,
    ),
    (
        "records are given out before the ledger said where to begin",
        _KAFKA,
        "        self._consumer.pause(*assigned)\n",
        "",
        _TESTS,
    ),
    (
        "a broker that does not hold what is asked for begins with what comes next",
        _KAFKA,
        'auto_offset_reset="earliest",',
        'auto_offset_reset="latest",',
        _TESTS,
    ),
    (
        "what jams one agency's topic is passed over",
        _KAFKA,
        "            found |= await self._rescued(found, limit, share=share)\n",
        "",
        _TESTS,
    ),
    (
        "the agency that floods is read until it has nothing more",
        "consumers/intake/batching.py",
        "return max(0, min(self.limits.agency_records - self._of[partition.topic], self.room))",
        "return self.room",
        _TESTS,
    ),
    (
        "a flood of garbage is never held back",
        _BUDGET,
        'if account is None or self._level(account, now) != "denied":',
        "if account is None or account.level:",
        _TESTS,
    ),
    (
        "whoever flooded once is held back for ever",
        _BUDGET,
        "                account.spent.popleft()\n            account.level = self._level_of(account)",
        "                account.spent.popleft()",
        _TESTS,
    ),
    (
        "a wire that lost its end is read on",
        _PLACING,
        "if bounds.end < position.next_offset:",
        "if bounds.end < 0:",
        _TESTS,
    ),
    (
        "a wire that was filled again is read on",
        _PLACING,
        "if not reading.position.follows(found[0]):",
        "if found[0].received_at is None:",
        _TESTS,
    ),
    (
        "a wire that was filled again by the same clock is read on",
        "services/ledger/entries.py",
        "return before.received_at == self.last and self.last_digest in (None, before.digest)",
        "return before.received_at == self.last",
        _TESTS,
    ),
    (
        "after a change of leader nobody looks whether the end is still the same",
        "consumers/intake/terms.py",
        "if before is None or before.term == came[0].term",
        "if before is None or before.term <= came[0].term",
        _TESTS,
    ),
    (
        "garbage is kept whole, however much it is",
        "consumers/intake/keeping.py",
        "if not within(agency, spent[agency]) and entry.arrival.place not in going:",
        "if entry.arrival.place in going:",
        _TESTS,
    ),
    (
        "what is not kept any more is sent out all the same",
        "services/admission/admitting.py",
        "        if not original.is_whole:\n            return\n",
        "",
        _TESTS,
    ),
    (
        "the first broker that does not know its end yet begins a generation",
        _PLACING,
        "if now - since < DOUBT_S:",
        "if now < since:",
        _TESTS,
    ),
    (
        "records that are missing on the wire are passed over in silence",
        _PLACING,
        '        _log.critical("records are missing on the wire", extra={"action": "intake.gap", **said})\n',
        "",
        _TESTS,
    ),
    (
        "after a commit of which nobody heard it goes on where it was",
        _INTAKE,
        "        self.placing.let_go(set(self.placing.placed))\n",
        "",
        _TESTS,
    ),
    (
        "whoever was overtaken takes it back at once",
        _RECORDING,
        "self.placing.let_go(same, rest_s=FENCED_REST_S)",
        "self.placing.let_go(same)",
        _TESTS,
    ),
    (
        "what is wrong only by an old directory is rejected",
        _INTAKE,
        "self._around.verifying.checked(known, state.directory)",
        "self._around.verifying.checked(known, self._next.directory)",
        _TESTS,
    ),
    (
        "a process that lacks a version judges by what it has",
        _INTAKE,
        "if lacking is None:",
        "if lacking is None or lacking.version:",
        _TESTS,
    ),
    (
        "what an error in judging touches is routed all the same",
        _RECORDING,
        "return self._guarded(lambda: self.deciding.judged(entries, kept, looked))",
        "return self.deciding.judged(entries, kept, looked)",
        _TESTS,
    ),
    (
        "a signature that is cut short borrows from the text",
        "services/keys/signing.py",
        "if len(signed) != bindings.crypto_sign_BYTES or len(key) != bindings.crypto_sign_PUBLICKEYBYTES:",
        "if len(key) != bindings.crypto_sign_PUBLICKEYBYTES:",
        "tests/unit/keys",
    ),
)
