"""A list of the bus's keys that names operators: our reader and the second one believe it, and stop where it takes one away."""

from datetime import datetime, timedelta

import pytest

from schemas.directory.bus_keys import BusKeys, OperatorKey
from services.administration import operators
from services.directory_log import writing
from services.directory_log.writing import VersionSaid
from services.keys.keyring import Keyring
from tests.independent.chain import Outcome
from tests.independent.records import Record
from tests.unit.vectors.chains import BEGINNING, BUS
from tests.unit.vectors.given import NETWORK
from tests.unit.vectors.test_chain_both_ways import BEGAN, Both
from tests.vectors import parties

DAY = timedelta(days=1)


@pytest.fixture
def both() -> Both:
    both = Both()
    for number, step in enumerate(BEGINNING):
        assert both.take(step, BEGAN + number * DAY) is Outcome.TAKEN
    return both


def operator(name: str, at: datetime) -> OperatorKey:
    signer = Keyring(NETWORK, f"operator-{name}").with_new("sign", "2026-01").newest_signer()
    return operators.made(signer, at, network=NETWORK)


def keys(both: Both, at: datetime, *of: OperatorKey) -> Record:
    assert both.ours.bus_keys is not None
    said = VersionSaid("keys", "2", at, BusKeys(keys=both.ours.bus_keys.keys, operators=of))
    (made,) = writing.records(both.ours, [said], network=NETWORK, signer=parties.signer(BUS[0]), at=at)
    return Record("reference", made.key, made.value, tuple(made.headers))


def test_both_believe_a_list_with_operators_and_what_follows_it(both: Both) -> None:
    at = BEGAN + 9 * DAY
    first, second = operator("first", at), operator("second", at)
    assert both.hear(keys(both, at, first), at) is Outcome.TAKEN
    assert both.hear(keys(both, at, first, second), at) is Outcome.TAKEN
    revoked = first.model_copy(update={"revoked_at": at})
    assert both.hear(keys(both, at, revoked, second), at) is Outcome.TAKEN
    both.agree(at)


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_both_stop_where_an_operator_is_taken_away_or_changed(both: Both, change: str) -> None:
    at = BEGAN + 9 * DAY
    first = operator("first", at)
    both.hear(keys(both, at, first), at)
    longer = first.model_copy(update={"valid_until": first.valid_until + DAY})
    assert both.hear(keys(both, at, *([longer] if change == "changed" else [])), at) is None
