"""A ledger with a past: so many occasions, each with a message, its evidence, an obligation that was met, and what was told of it.

Made by SQL within the database, far faster than by the bus. Its bytes are no messages: whoever measures beside them asks for none of them.
"""

from typing import Final, LiteralString

import psycopg

PART: Final = 100_000
"""So many in one statement for each table."""
_OPEN: Final = 20
"""One in so many is still open, and so found by whoever looks for what is due."""

_FILLED: Final = """
create temporary table filled on commit drop as
select
    number,
    'filled/' || lpad(translate(to_hex(number), '0189', 'ghij'), 26, 'z') as occasion,
    (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(number & 4095), 3, '0')
        || '8' || substr(md5(number::text), 1, 15))::uuid as message_id,
    (substr(md5('told' || number), 1, 12) || '5' || substr(md5('told' || number), 14, 3)
        || '8' || substr(md5('told' || number), 18, 15))::uuid as told_as,
    sha256(number::text::bytea) as digest,
    sha256(('leaf' || number)::bytea) as leaf,
    sha256(('key' || number)::bytea) as key_hash,
    case when number %% %(open)s = 0 then 'open' else 'met-in-time' end as verdict,
    at
from (
    select number, date_trunc('day', clock_timestamp()) - interval '12 hours' + number * interval '1 millisecond' as at
    from generate_series(%(first)s::bigint, %(last)s::bigint) as number
) as numbered
"""
_TABLES: Final[tuple[LiteralString, ...]] = (
    "insert into occasion (occasion, drill, version) select occasion, '', 1 from filled",
    """
    insert into message (
        message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at,
        occasion, drill, named, told, leaf, record_key, record_headers, envelope, body
    )
    select
        message_id, 'filled', 'ROUTED', digest, 'outbox.filled', 0, 1, number, at, at, at, occasion, '', '{}', '{}', leaf,
        occasion::bytea, '', repeat(md5(number::text), 20)::bytea, ''
    from filled
    """,
    """
    insert into disposition (
        topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes, fault, received_at, recorded_at, leaf
    )
    select 'outbox.filled', 0, 1, number, 'ROUTED', 'filled', message_id, '{}', '', at, at, leaf from filled
    """,
    """
    insert into evidence (leaf, content, recorded_at, leaf_index)
    select leaf, repeat(md5(number::text), 12)::bytea, at, number from filled order by number
    """,
    "insert into heard (occasion, drill, message_id, sender) select occasion, '', message_id, 'filled' from filled",
    """
    insert into bus_message (made_at, message_id, record_key, record_value)
    select at, told_as, occasion::bytea, repeat(md5(number::text), 40)::bytea from filled
    """,
    """
    insert into obligation (
        occasion, drill, key_hash, obligation_key, version, digest, duty, debtor, overseer, recipient, verdict, mode, deadline_at, recorded_at
    )
    select
        occasion, '', key_hash, 'key' || number, 1, encode(digest, 'hex'), 'detention.prosecutor-notice', 'filled', 'filled', 'filled',
        verdict, 'binding', at + interval '12 hours', at
    from filled
    """,
    """
    insert into obligation_version (key_hash, version, recorded_at, digest, verdict, deadline_at, told_as)
    select key_hash, 1, at, encode(digest, 'hex'), verdict, at + interval '12 hours', told_as from filled
    """,
    """
    insert into sent (sequence, topic, sender, message_id, made_at, entered_at, sent_at)
    select nextval('outgoing_sequence'), 'inbox.filled', 'bus', told_as, at, at, at from filled
    """,
)


def fill(conninfo: str, obligations: int) -> None:
    """So many more than there are, and the statistics that a ledger of this size has by then."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("set synchronous_commit = off")
        for first in range(0, obligations, PART):
            last = min(first + PART, obligations) - 1
            with connection.transaction():
                connection.execute(_FILLED, {"first": first, "last": last, "open": _OPEN})
                for statement in _TABLES:
                    connection.execute(statement)
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
