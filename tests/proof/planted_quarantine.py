"""Bugs in what administrators do: who may, how often, and what becomes of a record that is replayed."""

from typing import Final

_INTERVENTIONS: Final = "services/administration/interventions.py"
_REPLAYING: Final = "services/administration/replaying.py"
_ADMITTING: Final = "services/admission/admitting.py"
_QUARANTINE: Final = "services/ledger/quarantine.py"
_MEMORY: Final = "services/ledger/quarantine_in_memory.py"
_TESTS: Final = "tests/unit/administration"
_CONTRACT: Final = "tests/unit/ledger/test_quarantine.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("one operator alone may intervene", _INTERVENTIONS, "NEEDED: Final = 2", "NEEDED: Final = 1", _TESTS),
    (
        "two keys of one person are two operators",
        _INTERVENTIONS,
        "len({key.operator for key in keys})",
        "len({key.id for key in keys})",
        _TESTS,
    ),
    (
        "an operator's key that has ended, or was revoked, still signs",
        _INTERVENTIONS,
        "elif not key.holds(at):",
        "elif key is self:",
        _TESTS,
    ),
    (
        "an operator's signature is believed unseen",
        _INTERVENTIONS,
        "elif not signing.verifies(signature.signature,",
        "elif signing.verifies(signature.key,",
        _TESTS,
    ),
    (
        "whoever writes the list of operators needs no proof of their keys",
        _INTERVENTIONS,
        "return key if key is not None and operators.is_proved(key, network=self.network) else None",
        "return key",
        _TESTS,
    ),
    (
        "what two operators signed is good for ever",
        _INTERVENTIONS,
        "if not at - GOOD_FOR <= asked.at <= at + _CLOCKS_DIFFER:",
        "if not asked.at <= at + _CLOCKS_DIFFER:",
        _TESTS,
    ),
    (
        "an intervention of another network is carried out",
        _INTERVENTIONS,
        "if asked.network != self.network:",
        "if asked.network == self.digest:",
        _TESTS,
    ),
    (
        "an intervention is carried out as often as somebody asks",
        _REPLAYING,
        "if set(places) <= await ledger.carried_out(by.digest):",
        "if set(places) <= set():",
        _TESTS,
    ),
    (
        "records are replayed in the order in which they were named",
        _REPLAYING,
        "sorted(waiting, key=lambda one: (one.ordered_at, one.arrival.place))",
        "reversed(waiting)",
        _TESTS,
    ),
    (
        "a replayed record is taken for a repetition of itself",
        _ADMITTING,
        "if held.place != checked.arrival.place}",
        "if held.place}",
        _TESTS,
    ),
    (
        "a replayed record is answered under the id of a later answer",
        _ADMITTING,
        "version=answering.REPLAYED",
        "version=answering.RELEASED",
        _TESTS,
    ),
    (
        "a replayed record is judged as if the clock of its partition had never been ahead",
        _MEMORY,
        "latest={whole.arrival.partition: whole.ordered_at}",
        "latest={}",
        _CONTRACT,
    ),
    (
        "a replay leaves no evidence of itself",
        _MEMORY,
        "self.store.leaves.append(by.leaf(place, looked.at))",
        "by.leaf(place, looked.at)",
        _CONTRACT,
    ),
    (
        "a legal hold is passed over",
        _QUARANTINE,
        "if found.held_by is not None:",
        "if found.held_by == name:",
        _CONTRACT,
    ),
    (
        "what is on its way is erased",
        _QUARANTINE,
        'if found.state not in ("ROUTED", "REJECTED") or found.goes_out:',
        'if found.state not in ("ROUTED", "REJECTED"):',
        _CONTRACT,
    ),
)
