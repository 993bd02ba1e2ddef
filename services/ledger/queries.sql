-- Each query has a name and a sentence. They are read by services/ledger/queries.py.

-- name: clock
-- The ledger's own clock, as it runs.
select clock_timestamp();

-- name: identify
-- Whose ledger this is; the first who asks says so.
insert into ledger (network, epoch) values (%(network)s, 1)
on conflict (only_one) do update set epoch = ledger.epoch
returning network, epoch;

-- name: claim
-- Takes partitions over from whoever held them; a new one begins at its first offset.
insert into position (topic, partition, wire_generation, epoch, next_offset)
select topic, number, 1, 1, 0
from unnest(%(topics)s::text[], %(numbers)s::integer[]) as asked (topic, number)
order by topic, number
on conflict (topic, partition) do update set epoch = position.epoch + 1
returning topic, partition, wire_generation, epoch, next_offset, (
    select d.received_at from disposition d
    where (d.topic, d.partition, d.wire_generation, d.record_offset)
        = (position.topic, position.partition, position.wire_generation, position.next_offset - 1)
) as last;

-- name: hold
-- Locks the positions of a batch in one order, so that two batches never wait for each other.
select 1
from position
join unnest(%(topics)s::text[], %(numbers)s::integer[]) as asked (topic, number)
    on position.topic = asked.topic and position.partition = asked.number
order by position.topic, position.partition
for update of position;

-- name: advance
-- Moves the positions that stand where the batch began, under the claim of the batch.
update position
set next_offset = asked.next_offset
from unnest(
    %(topics)s::text[], %(numbers)s::integer[], %(epochs)s::bigint[], %(firsts)s::bigint[], %(nexts)s::bigint[]
) as asked (topic, number, epoch, first_offset, next_offset)
where position.topic = asked.topic
    and position.partition = asked.number
    and position.epoch = asked.epoch
    and position.next_offset = asked.first_offset
returning position.topic, position.partition;

-- name: lock_names
-- One batch at a time speaks of a name: else a message and what waits for it could pass each other unseen.
select pg_advisory_xact_lock(key)
from (select distinct key from unnest(%(keys)s::bigint[]) as asked (key) order by key) as ordered;

-- name: look_parked
-- What waits for these messages, and what waits for that.
with recursive found as (
    select m.sender, m.message_id, m.regards_sender, m.regards_id
    from message m
    join unnest(%(senders)s::text[], %(ids)s::uuid[]) as asked (sender, id)
        on m.regards_sender = asked.sender and m.regards_id = asked.id
    where m.state = 'PARKED'
    union
    select m.sender, m.message_id, m.regards_sender, m.regards_id
    from message m
    join found on m.regards_sender = found.sender and m.regards_id = found.message_id
    where m.state = 'PARKED'
)
select
    m.sender, m.message_id, m.regards_sender, m.regards_id, m.topic, m.partition, m.wire_generation, m.record_offset,
    d.received_at, m.record_value
from found
join message m on m.sender = found.sender and m.message_id = found.message_id
join disposition d
    on (d.topic, d.partition, d.wire_generation, d.record_offset) = (m.topic, m.partition, m.wire_generation, m.record_offset)
order by d.received_at, m.topic, m.partition, m.record_offset;

-- name: count_parked
-- How many messages of these agencies wait for others.
select sender, count(*) from message where state = 'PARKED' and sender = any (%(senders)s::text[]) group by sender;

-- name: look_held
-- What is known by these names, and who was told of it.
select
    m.sender, m.message_id, m.digest, m.state, m.topic, m.partition, m.wire_generation, m.record_offset,
    array(select distinct o.topic from outgoing o where o.sender = m.sender and o.message_id = m.message_id) as told
from message m
join unnest(%(senders)s::text[], %(ids)s::uuid[]) as asked (sender, id) on m.sender = asked.sender and m.message_id = asked.id;

-- name: add_disposition
-- What became of an offset.
insert into disposition (
    topic, partition, wire_generation, record_offset, disposition, sender, codes, fault, received_at, recorded_at, leaf
) values (
    %(topic)s, %(partition)s, %(wire_generation)s, %(offset)s, %(disposition)s, %(sender)s, %(codes)s, %(fault)s, %(received_at)s,
    %(recorded_at)s, %(leaf)s
);

-- name: add_message
-- The bytes of a record that is kept.
insert into message (
    topic, partition, wire_generation, record_offset, sender, message_id, state, regards_sender, regards_id, digest, record_key,
    record_value, record_headers
) values (
    %(topic)s, %(partition)s, %(wire_generation)s, %(offset)s, %(sender)s, %(id)s, %(disposition)s, %(regards_sender)s,
    %(regards_id)s, %(digest)s, %(key)s, %(value)s, %(headers)s
);

-- name: add_evidence
-- A leaf, which a sequencer numbers afterwards.
insert into evidence (leaf, content, recorded_at) values (%(leaf)s, %(content)s, %(recorded_at)s);

-- name: add_outgoing
-- What the relay shall write; the same for the same cause is written once.
insert into outgoing (
    topic, sender, message_id, of_topic, of_partition, of_wire_generation, of_offset, record_key, record_value, entered_at
) values (
    %(topic)s, %(sender)s, %(id)s, %(of_topic)s, %(of_partition)s, %(of_wire_generation)s, %(of_offset)s, %(key)s, %(value)s,
    %(entered_at)s
) on conflict (topic, sender, message_id, asked_by) do nothing;

-- name: release
-- A parked message whose waiting is over: it goes out, or is rejected after all.
update message set state = %(disposition)s
where sender = %(sender)s and message_id = %(id)s and state = 'PARKED';

-- name: send_again
-- What an inbox was written since an instant, once more, in its order: what agencies said, and not what the bus answered. While
-- something that was asked for before still waits, nothing is added.
insert into outgoing (
    topic, sender, message_id, asked_by, of_topic, of_partition, of_wire_generation, of_offset, record_key, record_value, entered_at
)
select
    topic, sender, message_id, %(asked_by)s, of_topic, of_partition, of_wire_generation, of_offset, record_key, record_value,
    %(entered_at)s
from outgoing
where topic = %(topic)s and asked_by = '' and sender <> 'bus' and entered_at >= %(since)s and entered_at < %(entered_at)s
    and not exists (
        select 1 from outgoing as waiting
        where waiting.topic = %(topic)s and waiting.asked_by not in ('', %(asked_by)s) and waiting.sent_at is null
    )
order by sequence
on conflict (topic, sender, message_id, asked_by) do nothing;

-- name: waiting
-- The oldest records that are to be written.
select
    sequence, topic, sender, message_id, record_key, record_value, of_topic, of_partition, of_wire_generation, of_offset,
    record_headers, received_at, recorded_at, leaf
from outgoing_record
where sent_at is null and topic <> all (%(besides)s::text[])
order by sequence
limit %(limit)s;

-- name: mark_sent
-- These have been acknowledged by the wire.
update outgoing set sent_at = clock_timestamp() where sequence = any (%(sequences)s::bigint[]);

-- name: applied
-- Which migrations were applied, in their order.
select number, digest from migration order by number;
