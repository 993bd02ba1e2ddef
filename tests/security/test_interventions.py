"""What an administrator wants of a real ledger is refused, unless two operators have signed this very thing; nothing of it is done then."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from habarshy.stack.addresses import PostgresAddress
from schemas.errors.tree import InterventionError
from services.administration import replaying
from services.administration.interventions import Intervening
from services.ledger import checking, postgres, quarantine_in_postgres, verifying
from services.ledger.entries import message_name
from services.ledger.quarantine import KeptWhole, NotQuarantined, Replayed
from services.ledger.quarantine_in_postgres import PostgresQuarantine
from services.ledger.records import Place
from services.obligations.records import MessageName
from tests.unit.administration import people, records
from tests.unit.administration.people import NETWORK
from tests.unit.administration.records import Recorder
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR

HERE = Place(f"outbox.{INVESTIGATOR}", 0, 1, 0)
SENT = HERE._replace(offset=1)
_TABLES = ("intervention", "replayed", "erased", "evidence", "outgoing", "disposition", "message", "unnamed")


@dataclass
class Rig:
    """A ledger with a record in quarantine, and a message that was delivered; `at` is its own clock."""

    address: str
    quarantine: PostgresQuarantine
    name: MessageName

    async def rows(self) -> list[int]:
        with psycopg.connect(self.address) as owner:
            counts = [sql.SQL("select count(*) from {}").format(sql.Identifier(table)) for table in _TABLES]
            return [number for count in counts for (number,) in owner.execute(count).fetchall()]

    async def people(self, what: str) -> tuple[Intervening, Intervening, str]:
        """To replay and to erase, both wrong in this respect."""
        at = await self.quarantine.clock()
        replay, code = people.bad(what, people.replay(HERE, at=at), at)
        erase, _ = people.bad(what, people.erasure(self.name, at=at), at)
        return replay, erase, code

    async def good(self) -> tuple[Intervening, Intervening]:
        at = await self.quarantine.clock()
        asked = people.replay(HERE, at=at), people.erasure(self.name, at=at)
        replay, erase = (people.intervening(people.signed(one), at=at) for one in asked)
        return replay, erase


@pytest.fixture
async def rig(schema: PostgresAddress) -> AsyncIterator[Rig]:
    await postgres.migrated(schema.conninfo)
    async with (
        postgres.opened(schema.conninfo, NETWORK) as ledger,
        quarantine_in_postgres.opened(schema.conninfo, NETWORK) as quarantine,
    ):
        recorder = Recorder(ledger)
        failed, sent = recorder.wire.notice(1), recorder.wire.notice(2)
        (checked,) = world.checked(sent)
        assert checked.message is not None
        await recorder.record(records.failed(failed), checked)
        await ledger.share()
        await ledger.mark_sent([row.sequence for row in await ledger.waiting(99, besides=frozenset())])
        yield Rig(schema.conninfo, quarantine, message_name(INVESTIGATOR, checked.message.id))


@pytest.mark.parametrize("what", people.BAD)
async def test_without_two_words_that_hold_nothing_is_done(rig: Rig, what: str) -> None:
    before = await rig.rows()
    replay, erase, code = await rig.people(what)

    with pytest.raises(InterventionError, match=code):
        await replaying.replay(rig.quarantine, replay, records.deciding())
    with pytest.raises(InterventionError, match=code):
        await rig.quarantine.replay(HERE, records.deciding().anew((await whole(rig)).arrival), replay)
    with pytest.raises(InterventionError, match=code):
        await rig.quarantine.erase(rig.name, erase)
    assert await rig.rows() == before


async def test_what_was_signed_is_done_once(rig: Rig) -> None:
    replay, erase = await rig.good()
    assert await replaying.replay(rig.quarantine, replay, records.deciding()) == [Replayed(HERE, "ROUTED")]
    await rig.quarantine.erase(rig.name, erase)
    before = await rig.rows()

    with pytest.raises(InterventionError, match="HB-8540"):
        await replaying.replay(rig.quarantine, replay, records.deciding())
    with pytest.raises(InterventionError, match="HB-8540"):
        await rig.quarantine.erase(rig.name, erase)
    again, more = await rig.good()
    assert await replaying.replay(rig.quarantine, again, records.deciding()) == [NotQuarantined(HERE, "ROUTED")]
    with pytest.raises(InterventionError, match="HB-8544"):
        await rig.quarantine.erase(rig.name, more)
    assert await rig.rows() == before


async def test_what_was_signed_for_one_record_serves_for_no_other(rig: Rig) -> None:
    """A signature under a replay is none under an erasure, and none of another record."""
    replay, erase = await rig.good()
    other = people.replay(SENT, at=replay.document.asked.at)
    stolen = other.model_copy(update={"signatures": replay.document.signatures})
    swapped = erase.document.model_copy(update={"signatures": replay.document.signatures})

    with pytest.raises(InterventionError, match="HB-2454"):
        await replaying.replay(rig.quarantine, people.intervening(stolen, at=other.asked.at), records.deciding())
    with pytest.raises(InterventionError, match="HB-2454"):
        await rig.quarantine.erase(rig.name, people.intervening(swapped, at=other.asked.at))


async def test_what_was_written_long_ago_is_refused(rig: Rig) -> None:
    at = await rig.quarantine.clock() - timedelta(days=8)
    old = people.intervening(people.signed(people.replay(HERE, at=at)), at=at)
    with pytest.raises(InterventionError, match="HB-2455"):
        await replaying.replay(rig.quarantine, old, records.deciding())


async def test_evidence_stays_whole_and_is_missed_when_it_is_taken_away(rig: Rig) -> None:
    replay, erase = await rig.good()
    await replaying.replay(rig.quarantine, replay, records.deciding())
    await rig.quarantine.erase(rig.name, erase)
    assert await checking.check(rig.address) == []
    assert (await verifying.verify(rig.address)).bad is None

    with psycopg.connect(rig.address, autocommit=True) as owner:
        owner.execute(
            "delete from evidence where leaf in (select leaf from replayed union all select leaf from erased)"
        )
    lacks = await checking.check(rig.address)
    assert {(lack.kind, lack.where) for lack in lacks} == {("leaf-missing", str(HERE)), ("leaf-missing", str(SENT))}


async def whole(rig: Rig) -> KeptWhole:
    found = await rig.quarantine.kept_whole(HERE)
    assert found is not None
    return found
