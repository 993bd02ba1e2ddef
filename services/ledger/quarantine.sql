-- What is asked by whoever looks after the quarantine, and by whoever erases. Each query has a name and a sentence.

-- name: quarantined
-- What waits longest first.
select topic, partition, wire_generation, record_offset, sender, message_id, received_at, recorded_at, fault
from quarantine order by received_at, topic, partition, wire_generation, record_offset limit %(limit)s;

-- name: kept_whole
-- A record in quarantine with its bytes. Where its place in the order of judging was not kept, it is found as it was made.
select
    q.topic, q.partition, q.wire_generation, q.record_offset, q.sender, q.message_id, q.received_at, q.recorded_at, q.fault,
    coalesce(m.record_key, u.record_key), coalesce(m.record_headers, u.record_headers), coalesce(m.envelope, u.envelope),
    coalesce(m.body, u.body), coalesce(m.leaf, u.leaf),
    coalesce(m.ordered_at, (
        select max(d.received_at) from disposition d
        where d.topic = q.topic and d.partition = q.partition
            and (d.wire_generation, d.record_offset) <= (q.wire_generation, q.record_offset)
    ))
from quarantine q
left join message m on m.message_id = q.message_id and m.sender = q.sender
left join unnamed u
    on q.message_id is null
    and (u.topic, u.partition, u.wire_generation, u.record_offset, u.received_at)
        = (q.topic, q.partition, q.wire_generation, q.record_offset, q.received_at)
where (q.topic, q.partition, q.wire_generation, q.record_offset)
    = (%(topic)s, %(partition)s, %(wire_generation)s, %(offset)s);

-- name: alone
-- Waits until no other administrator is at work.
select pg_advisory_xact_lock(%(space)s, %(key)s);

-- name: now
-- The ledger's own clock, as it runs.
select clock_timestamp();

-- name: became
-- What became of a record when it was replayed.
select disposition from replayed
where (topic, partition, wire_generation, record_offset)
    = (%(topic)s, %(partition)s, %(wire_generation)s, %(offset)s);

-- name: carried_out
-- The records to which an intervention was done.
select topic, partition, wire_generation, record_offset from replayed where intervention = %(digest)s
union all
select m.topic, m.partition, m.wire_generation, m.record_offset
from erased e join message m on m.message_id = e.message_id and m.sender = e.sender
where e.intervention = %(digest)s;

-- name: add_intervention
-- The document; it stands there already where it was broken off.
insert into intervention (digest, kind, document, begun_at)
values (%(digest)s, %(kind)s, %(document)s, %(at)s)
on conflict (digest) do nothing;

-- name: add_replayed
-- What became of the record.
insert into replayed (
    topic, partition, wire_generation, record_offset, disposition, codes, sender, message_id, intervention, recorded_at, leaf
) values (
    %(topic)s, %(partition)s, %(wire_generation)s, %(offset)s, %(disposition)s, %(codes)s, %(sender)s, %(message_id)s,
    %(digest)s, %(at)s, %(leaf)s
);

-- name: replay_message
-- A message that bore its name already is now what it was decided to be.
update message
set state = %(state)s, occasion = %(occasion)s, drill = %(drill)s, named = %(named)s, told = %(told)s
where message_id = %(id)s and sender = %(sender)s and state = 'QUARANTINED';

-- name: forget_unnamed
-- Its bytes stand under its name now, or under that of the message which it repeats.
delete from unnamed
where (topic, partition, wire_generation, record_offset)
    = (%(topic)s, %(partition)s, %(wire_generation)s, %(offset)s) and received_at = %(received_at)s;

-- name: replay_unnamed
-- It bears no name rightly, and is its sender's fault after all.
update unnamed set state = %(state)s
where (topic, partition, wire_generation, record_offset)
    = (%(topic)s, %(partition)s, %(wire_generation)s, %(offset)s) and received_at = %(received_at)s
    and state = 'QUARANTINED';

-- name: to_be_erased
-- A message, locked, with whatever keeps its body from being erased.
select
    m.topic, m.partition, m.wire_generation, m.record_offset, m.state, m.body is null,
    exists (
        select 1 from outgoing o where o.made_at is null and o.message_id = m.message_id and o.sender = m.sender
    ),
    (
        select h.file from legal_hold h
        where h.lifted_at is null and (h.occasion = m.occasion or (h.message_id = m.message_id and h.sender = m.sender))
        order by h.hold_id limit 1
    )
from message m
where m.message_id = %(id)s and m.sender = %(sender)s
for update of m;

-- name: erase
-- Its body is gone; all that proves it stays.
update message set body = null, erased_at = %(at)s where message_id = %(id)s and sender = %(sender)s;

-- name: add_erased
-- By which intervention.
insert into erased (message_id, sender, intervention, recorded_at, leaf)
values (%(id)s, %(sender)s, %(digest)s, %(at)s, %(leaf)s);

-- name: add_leaf
-- The evidence of it.
insert into evidence (leaf, content, recorded_at) values (%(leaf)s, %(content)s, %(at)s);
