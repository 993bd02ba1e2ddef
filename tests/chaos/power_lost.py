"""All brokers lose their power, and an outbox its end: it is noticed and told, and what its sender writes again closes the gap. Asked for by `make proof`.

Named so that it is run only where it is named: three brokers and their deaths take minutes.
"""

import json
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Literal

import psycopg
import pytest

from habarshy.stack.settings import Settings
from producers.outbox.spool_file import NAME
from tests import letterbox
from tests.chaos import cluster as clusters
from tests.chaos import whole_load, wire_tail
from tests.chaos.cluster import Cluster
from tests.integration.running import process

UNREAD: Final = 10
"""So many at least are acknowledged, and lost before the bus has read them."""
READ: Final = 3
"""So many are lost though the ledger has them."""


@pytest.mark.parametrize("brokers", [1, 3])
async def test_a_wire_that_lost_its_end_is_told_of_and_written_again(
    brokers: Literal[1, 3], new_stack: Settings, tmp_path: Path
) -> None:
    async with clusters.of(new_stack, tmp_path, brokers=brokers) as cluster:
        load = cluster.load
        await load.flows()
        await load.whole.kill_bus()
        recorded = position(cluster)
        await letterbox.until(lambda: len(acknowledged(cluster, first=recorded)) >= UNREAD)
        lost = await power_lost(cluster, brokers, offset=recorded - READ)
        assert len(lost) >= UNREAD

        await cluster.up()
        await load.whole.start_bus()
        await letterbox.until(lambda: "intake.wire-went-back" in load.whole.log.read_text(), seconds=90)
        await load.flows()
        assert not lost & set(load.taken()), "what nobody has nobody may believe to have been told"
        assert (await partition(cluster))["recorded"][0] == {"wire_generation": 1, "first": 0, "last": recorded - 1}

        await written_again(cluster)
        await load.drained()
        load.check_effects()
        assert lost <= set(load.taken())
        await check_ledger(cluster, recorded)
    assert load.faults == {"SIGKILL": brokers, "cut": brokers}


def position(cluster: Cluster) -> int:
    with psycopg.connect(cluster.load.whole.ledger) as asked:
        ((found,),) = asked.execute("select next_offset from position where topic = %s", (cluster.outbox,)).fetchall()
        return int(found)


def acknowledged(cluster: Cluster, *, first: int) -> set[str]:
    """What the wire has confirmed at this offset or behind it, and the bus never answered; as the agency's own spool says."""
    file = cluster.load.sender.profile.home / "outbox" / NAME
    with closing(sqlite3.connect(file, timeout=30)) as spool:
        asked = "select id from message where state = 'sent' and wire_offset >= ?"
        return {str(id_) for (id_,) in spool.execute(asked, (first,))}


async def power_lost(cluster: Cluster, brokers: int, *, offset: int) -> set[str]:
    """By all at once. No copy had this record on its disk; answers what was acknowledged and nobody has any more."""
    for number in range(1, brokers + 1):
        await cluster.end(number, signal.SIGKILL)
    for number in range(1, brokers + 1):
        folder = cluster.load.whole.settings.kafka_folder / str(number) / "data"
        cluster.load.faults["cut"] += wire_tail.cut(folder, cluster.outbox, offset=offset) > 0
    return acknowledged(cluster, first=position(cluster))


async def written_again(cluster: Cluster) -> None:
    """As its officer does: the program lets go of the spool, and what was never answered is sent once more."""
    sender = cluster.load.sender
    assert await sender.stop() == 0
    answer = await process.command("spool", "retry", "--unanswered", "--profile", str(sender.path), "--json")
    assert (answer.code, json.loads(answer.out)["waiting"]) == (0, 0), answer.err
    await sender.start()


async def partition(cluster: Cluster) -> dict[str, Any]:
    """What `habarshy ledger gaps` says of the outbox."""
    whole = cluster.load.whole
    where = ["--operator", str(whole.bus.operator.root), "--ledger", whole.ledger]
    answer = await process.command("ledger", "gaps", *where, "--json")
    document = json.loads(answer.out)
    assert (answer.code, document["lost"] or document["doubled"]) == (0, 0), answer.err
    (found,) = (one for one in document["partitions"] if one["topic"] == cluster.outbox)
    return dict(found)


async def check_ledger(cluster: Cluster, recorded: int) -> None:
    """In each generation of the wire each offset has one disposition."""
    end = (await whole_load.ends_of(cluster.load.whole, [cluster.outbox]))[cluster.outbox]
    assert offsets(cluster, 1) == list(range(recorded))
    assert offsets(cluster, 2) == list(range(end))
    assert (await partition(cluster))["waits"] == 0


def offsets(cluster: Cluster, wire_generation: int) -> Sequence[int]:
    asked = "select record_offset from disposition where (topic, wire_generation) = (%s, %s) order by 1"
    with psycopg.connect(cluster.load.whole.ledger) as ledger:
        return [offset for (offset,) in ledger.execute(asked, (cluster.outbox, wire_generation)).fetchall()]
