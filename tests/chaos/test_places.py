"""Where reading goes on is the ledger's word alone: whatever Kafka has noted, and though the ledger itself goes back."""

from collections import Counter
from contextlib import closing
from typing import Final

import psycopg
from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from habarshy.enrolment.demo import DemoBus
from habarshy.stack.addresses import KafkaAddress
from tests.chaos.recorded import accepted, dispositions
from tests.integration.bus.conftest import Pair, running
from tests.integration.bus.speaking import Agency

GROUP: Final = "intake"
_SECONDS: Final = 30


async def test_what_kafka_has_noted_of_a_group_moves_nobody(
    bus: DemoBus, ledger: str, pair: Pair, kafka: KafkaAddress
) -> None:
    """First it says that all was read, then it says nothing any more."""
    investigator, prosecutor = pair
    notices = [investigator.notice(prosecutor) for _ in range(9)]
    admin = AdminClient(kafka.confluent())
    async with running(bus, ledger):
        await investigator.write(*notices[:3])
        await accepted(investigator, *notices[:3])
    await investigator.write(*notices[3:6])
    assert noted(admin, TopicPartition(f"outbox.{investigator.id}", 0, 6)) == 6
    async with running(bus, ledger):
        await accepted(investigator, *notices[3:6])
    admin.delete_consumer_groups([GROUP])[GROUP].result(_SECONDS)
    await investigator.write(*notices[6:])
    async with running(bus, ledger):
        await accepted(investigator, *notices[6:])
    assert dispositions(ledger, investigator) == [(offset, "ROUTED") for offset in range(9)]


def noted(admin: AdminClient, place: TopicPartition) -> int:
    """Notes it for the group, and answers what Kafka says of it then."""
    of_group = ConsumerGroupTopicPartitions(GROUP, [place])
    admin.alter_consumer_group_offsets([of_group])[GROUP].result(_SECONDS)
    asked = ConsumerGroupTopicPartitions(GROUP, [TopicPartition(place.topic, place.partition)])
    (answer,) = admin.list_consumer_group_offsets([asked])[GROUP].result(_SECONDS).topic_partitions
    return int(answer.offset)


async def test_a_ledger_without_its_last_commits_reads_them_again_and_says_the_same(
    bus: DemoBus, ledger: str, pair: Pair
) -> None:
    """As after a change to a copy of the database that lags behind."""
    investigator, prosecutor = pair
    notices = [investigator.notice(prosecutor) for _ in range(8)]
    async with running(bus, ledger):
        await investigator.write(*notices[:3])
        await accepted(investigator, *notices[:3])
    copy = copied(ledger, prosecutor)
    async with running(bus, ledger):
        await investigator.write(*notices[3:6])
        await accepted(investigator, *notices[3:6])
    assert (len(dispositions(ledger, investigator)), len(dispositions(copy, investigator))) == (6, 3)
    await investigator.write(*notices[6:])
    async with running(bus, copy), investigator.hearing() as told:
        await told.answer(notices[-1])
    assert dispositions(copy, investigator) == [(offset, "ROUTED") for offset in range(8)]

    ids = [notice.id for notice in notices]
    async with prosecutor.hearing() as heard:
        came = await heard.until(lambda envelopes: [one["id"] for one in envelopes].count(ids[-1]) >= 1)
    counted = Counter(one["id"] for one in came if one["sender"] == investigator.id)
    assert counted.keys() == set(ids)
    assert all(counted[one] == 2 for one in ids[3:6]), "they came again"
    answers = {
        (one["regards"]["id"], one["id"]) for one in told.envelopes if one["sender"] == "bus" and "regards" in one
    }
    assert Counter(about for about, _ in answers) == Counter(ids), "one answer for each, under one id"


def copied(ledger: str, agency: Agency) -> str:
    """As it is now, under another name."""
    name = str(conninfo_to_dict(ledger)["dbname"])
    copy = f"{name}_{agency.id.rpartition('-')[2]}"
    with closing(psycopg.connect(make_conninfo(ledger, dbname="postgres"), autocommit=True)) as connection:
        made = sql.SQL("create database {} template {}")
        connection.execute(made.format(sql.Identifier(copy), sql.Identifier(name)))
    return make_conninfo(ledger, dbname=copy)
