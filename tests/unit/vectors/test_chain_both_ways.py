"""Of any reference chain, written by either, our reader and the second one believe the same, and they stop at the same record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.catalogue import loading
from schemas.directory.agency import AgencyVersion
from schemas.directory.bus_keys import BusKeys
from services.directory_log import accepting, writing
from services.directory_log.outcomes import Believed, Beside, Broken, Repeated, Unsigned
from services.directory_log.state import Entry, LogState, Trust
from services.directory_log.writing import AgencySaid, VersionSaid
from tests.independent.canonical import write_line
from tests.independent.chain import Anchor, Chain, Outcome
from tests.independent.errors import ChainBrokenError
from tests.independent.keys import owner_of
from tests.independent.primitives import from_base64, read_instant
from tests.independent.records import Record
from tests.unit.vectors import chains
from tests.unit.vectors.chains import BEGINNING, BUS, KEYS, NEWCOMER, AgencyEntry, BusList, KeySaid, Step
from tests.unit.vectors.given import NETWORK, PUBLICS, SENDER
from tests.vectors import parties

BEGAN: Final = read_instant("2026-01-05T06:00:00Z")
SAME: Final = {Repeated: Outcome.KNOWN, Beside: Outcome.CHECKPOINT, Unsigned: Outcome.NOT_BELIEVED}


_catalogue = cache(loading.load)


@dataclass
class Both:
    """Our reader and the second one, at the same place of one chain."""

    ours: LogState = field(default_factory=LogState)
    second: Chain = field(default_factory=lambda: Chain(NETWORK, Anchor(BUS[0], from_base64(PUBLICS[BUS[0]]))))
    last: Record | None = None

    def take(self, step: Step, at: datetime) -> Outcome | None:
        """None where both stop."""
        return self.hear(self._written(step, at), at)

    def hear(self, record: Record, at: datetime) -> Outcome | None:
        outcome = accepting.accept(
            self.ours,
            Entry(record.key, record.value, record.headers, at),
            Trust(NETWORK, {BUS[0]: PUBLICS[BUS[0]]}, _catalogue()),
        )
        if isinstance(outcome, Broken):
            with pytest.raises(ChainBrokenError):
                self.second.take(record, at)
            return None
        taken = self.second.take(record, at)
        if isinstance(outcome, Believed):
            assert taken is Outcome.TAKEN
            self.ours, self.last = outcome.state, record
        else:
            assert taken is SAME[type(outcome)]
        return taken

    def _written(self, step: Step, at: datetime) -> Record:
        if step.beside == "repeated" and self.last is not None:
            return self.last
        if step.by_us and not step.wrong and not step.beside:
            return self._written_by_us(step, at)
        return chains.write(step, at=at, sequence=self.ours.sequence, previous=self.ours.previous)

    def _written_by_us(self, step: Step, at: datetime) -> Record:
        said: AgencySaid | VersionSaid
        if isinstance(step.entry, BusList):
            said = VersionSaid("keys", "1", at, BusKeys.model_validate_json(write_line(step.entry.said(at))))
        else:
            said = AgencySaid(AgencyVersion.model_validate_json(write_line(step.entry.said(at))))
        signer = parties.signer(step.signer)
        (made,) = writing.records(self.ours, [said], network=NETWORK, signer=signer, at=at)
        return Record("reference", made.key, made.value, tuple(made.headers))

    def held_by_ours(self, at: datetime) -> set[tuple[str, str]]:
        agencies = [self.ours.directory.agency(agency, at) for agency in chains.AGENCIES]
        held = {(key.id, key.public) for agency in agencies if agency for key in agency.keys if key.holds(at)}
        bus = self.ours.bus_keys.keys if self.ours.bus_keys else ()
        return held | {(key.id, key.public) for key in bus if key.holds(at)}

    def held_by_second(self, at: datetime) -> set[tuple[str, bytes]]:
        found = [self.second.find(key_id, at) for key_id in chains.key_ids()]
        return {(key.id, key.public) for key in found if key is not None and key.holds(at)}

    def agree(self, at: datetime) -> None:
        assert (self.second.sequence, self.second.previous) == (self.ours.sequence, self.ours.previous)
        for hours in (-24 * 30, -25, -1, 0, 1, 24, 24 * 3 + 2, 24 * 30):
            then = at + timedelta(hours=hours, minutes=30)
            ours = {(key_id, from_base64(public)) for key_id, public in self.held_by_ours(then)}
            assert self.held_by_second(then) == ours
            for agency in self.second.agencies.values():
                newest = agency.newest_seal_key(then)
                seals = {key_id for key_id, _ in ours if owner_of(key_id) == agency.id and "/seal-" in key_id}
                assert (newest is None) == (not seals)
                assert newest is None or newest.id in seals


def followed(steps: Sequence[Step], both: Both | None = None) -> list[Outcome | None]:
    """What became of each record after the beginning, until both stop."""
    both = both or Both()
    outcomes: list[Outcome | None] = []
    for number, step in enumerate((*BEGINNING, *steps)):
        at = BEGAN + timedelta(days=number)
        outcomes.append(both.take(step, at))
        both.agree(at)
        if outcomes[-1] is None:
            break
    assert outcomes[:3] == [Outcome.TAKEN] * 3
    return outcomes[3:]


DAYS = st.sampled_from([None, None, None, -1, 0, 2])
SAID = st.builds(
    KeySaid,
    name=st.sampled_from(KEYS),
    other=st.sampled_from([False] * 6 + [True]),
    proved_by=st.sampled_from(["itself", "itself", "the first", "the first", "the first", "a stranger", "nobody"]),
    vouched_by=st.sampled_from(["superior"] * 4 + ["the first", "the second", "a stranger", "nobody"]),
    valid_from=st.sampled_from([-5, -5, 0, 2]),
    revoked_at=DAYS,
)
ENTRIES = st.builds(
    AgencyEntry,
    agency=st.sampled_from([SENDER, SENDER, parties.SUPERIOR]),
    keys=st.lists(SAID, max_size=4, unique_by=lambda key: key.name).map(tuple),
    valid_from=st.sampled_from([-9, 0, 2]),
    has_superior=st.sampled_from([True, True, False]),
)
LISTS = st.builds(
    BusList,
    names=st.sampled_from([BUS, BUS, (*BUS, "bus/directory-2026-02"), BUS[:2]]),
    other=st.sampled_from([False] * 6 + [True]),
    revoked=st.sampled_from(["", "", *BUS]),
    revoked_at=st.sampled_from([-1, 2]),
)
STEPS = st.builds(
    Step,
    entry=ENTRIES | ENTRIES | ENTRIES | LISTS,
    wrong=st.sampled_from([""] * 20 + ["sequence", "previous", "stranger", "checkpoint's key", "checkpoint's junk", "record key", "body", "not canonical"]),
    by_us=st.booleans(),
    beside=st.sampled_from([""] * 8 + ["repeated", "checkpoint"]),
    signer=st.sampled_from([BUS[0]] * 6 + ["bus/directory-2026-02"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=7))
def test_both_believe_the_same_of_any_chain(steps: list[Step]) -> None:
    followed(steps)


SECOND_KEY = KeySaid(KEYS[1], vouched_by="the first")
SEALING = KeySaid(KEYS[2], proved_by="the first")
NEXT = Step(AgencyEntry(SENDER, (KeySaid(), SECOND_KEY, SEALING), valid_from=2))


@pytest.mark.parametrize("by_us", [True, False])
def test_a_chain_that_either_writes_is_taken_by_both(*, by_us: bool) -> None:
    renewed = BusList((*BUS, "bus/directory-2026-02"), revoked=BUS[1])
    steps = [
        Step(NEXT.entry, by_us=by_us),
        Step(renewed, by_us=by_us),
        Step(AgencyEntry(SENDER, (KeySaid(revoked_at=2), SEALING)), by_us=by_us, signer="bus/directory-2026-02"),
    ]
    assert Counter(followed(steps)) == {Outcome.TAKEN: 3}


def test_both_skip_a_copy_of_what_they_have_forgotten_and_go_on() -> None:
    both = Both()
    assert followed([NEXT], both) == [Outcome.TAKEN]
    assert both.last is not None
    old, at = both.last, BEGAN + timedelta(days=9)
    both.take(entry(FIRST), at)
    both.ours, both.second._taken = replace(both.ours, recent=both.ours.recent[-1:]), both.second._taken[-1:]

    assert both.hear(old, at) is Outcome.NOT_BELIEVED
    assert both.take(entry(FIRST, SECOND_KEY), at + timedelta(days=1)) is Outcome.TAKEN


def test_both_stop_at_a_message_of_another_topic_under_a_directory_key() -> None:
    both = Both()
    followed([], both)

    assert both.hear(chains.misplaced(), BEGAN + timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (Step(NEXT.entry, beside="repeated"), Outcome.KNOWN),
        (Step(NEXT.entry, beside="checkpoint"), Outcome.CHECKPOINT),
        (Step(NEXT.entry, wrong="stranger"), Outcome.NOT_BELIEVED),
        (Step(NEXT.entry, wrong="checkpoint's key"), Outcome.NOT_BELIEVED),
        (Step(NEXT.entry, wrong="checkpoint's junk"), Outcome.NOT_BELIEVED),
        (Step(NEXT.entry, signer="bus/directory-2026-02"), Outcome.NOT_BELIEVED),
        (Step(NEXT.entry, wrong="sequence"), None),
        (Step(NEXT.entry, wrong="previous"), None),
        (Step(NEXT.entry, wrong="record key"), None),
        (Step(NEXT.entry, wrong="body"), None),
        (Step(NEXT.entry, wrong="not canonical"), None),
        (Step(BusList(BUS[1:])), None),
        (Step(BusList(other=True)), None),
    ],
    ids=str,
)
def test_both_say_the_same_of_a_record_that_is_no_next_link(step: Step, outcome: Outcome | None) -> None:
    assert followed([step]) == [outcome]


def entry(*keys: KeySaid, agency: str = SENDER, valid_from: int = -9, has_superior: bool = True) -> Step:
    return Step(AgencyEntry(agency, keys, valid_from, has_superior))


FIRST, UNVOUCHED = KeySaid(), KeySaid(KEYS[1], vouched_by="nobody")
SUPERIORS_REVOKED = entry(KeySaid(revoked_at=0), agency=parties.SUPERIOR)
UNKNOWN_SECOND = KeySaid(KEYS[1], vouched_by="a stranger")
BY_SECOND = KeySaid(KEYS[2], proved_by="the second")
NEWCOMERS = [entry(KeySaid(proved_by=by, vouched_by="nobody"), agency=NEWCOMER) for by in ("nobody", "itself")]
RULES: dict[str, tuple[list[Step], set[str], set[str]]] = {
    "a public half never changes": ([entry(KeySaid(other=True))], set(), set()),
    "a key ends with the state that leaves it out": ([entry(valid_from=2)], {KEYS[0]}, set()),
    "an earlier entry's key vouches": ([entry(), entry(SECOND_KEY)], {KEYS[1]}, {KEYS[1]}),
    "a key of the same entry does not": ([entry(), entry(KeySaid(KEYS[1], vouched_by="the second"))], set(), set()),
    "a revocation may be moved": ([entry(KeySaid(revoked_at=2)), entry(FIRST)], {KEYS[0]}, {KEYS[0]}),
    "one with effect may not": ([entry(KeySaid(revoked_at=-1)), entry(FIRST)], set(), set()),
    "it has effect before its state": ([entry(KeySaid(revoked_at=-1), valid_from=2)], set(), set()),
    "an announced state waits": ([NEXT, entry(FIRST)], {KEYS[0]}, set(KEYS[:3])),
    "a new key does not reach back": ([entry(FIRST, KeySaid(KEYS[1], valid_from=2))], {KEYS[0]}, set(KEYS[:2])),
    "the prover stands in the entry": ([entry(SEALING)], set(), set()),
    "the prover need not be believed": ([entry(FIRST, UNKNOWN_SECOND, BY_SECOND)], {KEYS[0], KEYS[2]}, {KEYS[0], KEYS[2]}),
    "a sealing key proves nothing": ([entry(FIRST, KeySaid(KEYS[2]))], {KEYS[0]}, {KEYS[0]}),
    "only first keys need no vouch": ([entry(FIRST, UNVOUCHED, has_superior=False)], {KEYS[0]}, {KEYS[0]}),
    "the entry names the superior": ([entry(KeySaid(KEYS[1]), has_superior=False)], set(), set()),
    "the voucher holds": ([SUPERIORS_REVOKED, entry(FIRST, KeySaid(KEYS[1]))], {KEYS[0]}, {KEYS[0]}),
    "first is who was never believed": (NEWCOMERS, {KEYS[0]}, {KEYS[0]}),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "soon", "later"), RULES.values(), ids=RULES)
@pytest.mark.parametrize("by_us", [True, False])
def test_both_hold_to_each_rule_of_keys(steps: list[Step], soon: set[str], later: set[str], *, by_us: bool) -> None:
    both = Both()
    assert set(followed([replace(step, by_us=by_us) for step in steps], both)) == {Outcome.TAKEN}
    last = steps[-1].entry
    assert isinstance(last, AgencyEntry)
    for days, expected in ((0, soon), (3, later)):
        at = BEGAN + timedelta(days=2 + len(steps) + days, hours=2)
        held = {key_id for key_id, _ in both.held_by_second(at) if owner_of(key_id) == last.agency}
        assert held == {f"{last.agency}/{name}" for name in expected}
