-- Each query has a name and a sentence. They are read by services/ledger/queries.py. What a batch looks up and stores is asked by
-- keys alone, and the connection is told to walk indexes, so that the cost of a batch does not grow with the ledger.
-- What a batch sends in arrays goes as bytes, %b: as text the driver would look at each word for what is to be quoted, which takes ten times
-- as long.

-- name: begin
-- All that follows is stored together or not at all.
begin;

-- name: commit
-- It is stored, and on disk.
commit;

-- name: rollback
-- Nothing of it is stored.
rollback;

-- name: identity
-- Whose ledger this is, and the number by which its locks are told from those of others in the same database.
select network, epoch, 'ledger'::regclass::oid::integer from ledger;

-- name: found
-- The first who asks says whose ledger it is.
insert into ledger (network, epoch) values (%(network)s, 1) on conflict (only_one) do nothing;

-- name: claim
-- Takes partitions over from whoever held them; a new one begins at its first offset.
insert into position (topic, partition, wire_generation, epoch, next_offset)
select topic, number, 1, 1, 0
from unnest(%(topics)s::text[], %(numbers)s::integer[]) as asked (topic, number)
order by topic, number
on conflict (topic, partition) do update set epoch = position.epoch + 1
returning topic, partition, wire_generation, epoch, next_offset, last_received_at, last_digest;

-- name: begin_generation
-- The wire of a partition was begun anew, as long as it is still of this claim and stands where it stood.
update position
set wire_generation = wire_generation + 1, next_offset = 0, last_received_at = null, last_digest = null
where (topic, partition, wire_generation, epoch, next_offset)
    = (%(topic)s, %(number)s, %(wire_generation)s, %(epoch)s, %(next_offset)s)
returning topic, partition, wire_generation, epoch, next_offset, last_received_at, last_digest;

-- name: hold
-- Locks the positions of a batch in one order, so that two batches never wait for each other.
select position.topic, position.partition, wire_generation, epoch, next_offset, last_received_at, last_digest, latest
from position
join unnest(%(topics)s::text[], %(numbers)s::integer[]) as asked (topic, number)
    on position.topic = asked.topic and position.partition = asked.number
order by position.topic, position.partition
for update of position;

-- name: advance
-- Moves the positions on, which are held.
update position
set
    next_offset = asked.next_offset, last_received_at = asked.last, last_digest = asked.digest,
    latest = greatest(position.latest, asked.latest)
from unnest(
    %(topics)s::text[], %(numbers)s::integer[], %(nexts)s::bigint[], %(lasts)s::timestamptz[], %(digests)s::bytea[],
    %(latests)s::timestamptz[]
) as asked (topic, number, next_offset, last, digest, latest)
where position.topic = asked.topic and position.partition = asked.number;

-- name: lock_names
-- Who records a message keeps out whoever would make another wait for it meanwhile: else the two could pass each other unseen.
select case when alone then pg_advisory_xact_lock(%(space)s, key) else pg_advisory_xact_lock_shared(%(space)s, key) end
from unnest(%(keys)b::integer[], %(alones)b::boolean[]) as asked (key, alone);

-- name: look_parked
-- What waits for these messages, and what waits for that.
with recursive found as (
    select p.sender, p.message_id, p.regards_sender, p.regards_id
    from unnest(%(senders)b::text[], %(ids)b::uuid[]) as asked (sender, id)
    join parked p on p.regards_id = asked.id and p.regards_sender = asked.sender
    union
    select p.sender, p.message_id, p.regards_sender, p.regards_id
    from found
    join parked p on p.regards_id = found.message_id and p.regards_sender = found.sender
)
select
    m.sender, m.message_id, found.regards_sender, found.regards_id, m.topic, m.partition, m.wire_generation, m.record_offset,
    m.received_at, m.ordered_at, m.envelope
from found
join message m on m.message_id = found.message_id and m.sender = found.sender
order by m.ordered_at, m.topic, m.partition, m.record_offset;

-- name: overdue
-- What was recorded before an instant, waits for another message, and whose sender was not told of it yet.
select
    m.sender, m.message_id, p.regards_sender, p.regards_id, m.topic, m.partition, m.wire_generation, m.record_offset,
    m.received_at, m.ordered_at, m.envelope, m.digest, m.leaf
from parked p
join message m on m.message_id = p.message_id and m.sender = p.sender
where p.told_at is null and m.recorded_at < %(before)s
order by m.recorded_at, m.topic, m.record_offset
limit %(limit)s;

-- name: reminded
-- Their senders are told that they wait.
update parked p
set told_at = %(at)s
from unnest(%(senders)s::text[], %(ids)s::uuid[]) as given (sender, id)
where p.message_id = given.id and p.sender = given.sender;

-- name: count_parked
-- How many messages of these agencies wait for others.
select sender, count(*) from parked where sender = any (%(senders)s::text[]) group by sender;

-- name: look_held
-- What is known by these names, who was told of it, and whether its body is there.
select
    m.sender, m.message_id, m.digest, m.state, m.topic, m.partition, m.wire_generation, m.record_offset, m.told, m.occasion, m.drill,
    m.named, m.erased_at is null and m.dropped is null
from unnest(%(senders)b::text[], %(ids)b::uuid[]) as asked (sender, id)
join message m on m.message_id = asked.id and m.sender = asked.sender;

-- name: clock
-- The ledger's own clock, as it runs.
select clock_timestamp();

-- name: touch
-- Locks the occasions of a batch in one order; what is new begins. Each is counted on, and the count before is answered.
insert into occasion (occasion, drill, version)
select asked.occasion, asked.drill, 1
from unnest(%(occasions)b::text[], %(drills)b::text[]) as asked (occasion, drill)
order by asked.occasion collate "C", asked.drill collate "C"
on conflict (occasion, drill) do update set version = occasion.version + 1
returning occasion, drill, version - 1, read_to;

-- name: heard
-- What was heard of these occasions, as far as it is judged.
select
    h.occasion, h.drill, m.envelope, m.received_at, m.ordered_at, m.topic, m.partition, m.wire_generation, m.record_offset, m.state
from unnest(%(occasions)b::text[], %(drills)b::text[]) as asked (occasion, drill)
join heard h on h.occasion = asked.occasion and h.drill = asked.drill
join message m on m.message_id = h.message_id and m.sender = h.sender
order by m.ordered_at, m.topic, m.partition, m.wire_generation, m.record_offset;

-- name: obligations
-- The obligations of these occasions, each with what was told of it last.
select
    o.occasion, o.drill, o.obligation_key, o.version, o.digest,
    coalesce(v.snapshot, substring(b.record_value for octet_length(b.record_value) - 1))
from unnest(%(occasions)b::text[], %(drills)b::text[]) as asked (occasion, drill)
join obligation o on o.occasion = asked.occasion and o.drill = asked.drill
join obligation_version v on v.key_hash = o.key_hash and v.version = o.version and v.recorded_at = o.recorded_at
left join bus_message b on b.made_at = v.recorded_at and b.message_id = v.told_as;

-- name: allocate
-- Numbers for what goes out, taken after the locks, so that what regards each other is numbered in the order of its being stored.
select array_agg(nextval('outgoing_sequence')) from generate_series(1, %(count)s);

-- name: earlier
-- What goes out now and came in an earlier batch.
select
    m.sender, m.message_id, m.topic, m.partition, m.wire_generation, m.record_offset, m.received_at, m.recorded_at, m.leaf,
    m.record_key, m.record_headers, m.envelope, m.body
from unnest(%(senders)s::text[], %(ids)s::uuid[]) as asked (sender, id)
join message m on m.message_id = asked.id and m.sender = asked.sender;

-- name: add_disposition
-- What became of each offset.
insert into disposition (
    topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes, fault, received_at, recorded_at, leaf
)
select topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes::text[], fault, received_at, recorded_at, leaf
from unnest(
    %b::text[], %b::integer[], %b::integer[], %b::bigint[], %b::text[], %b::text[], %b::uuid[], %b::text[], %b::text[],
    %b::timestamptz[], %b::timestamptz[], %b::bytea[]
) as given (
    topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes, fault, received_at, recorded_at, leaf
);

-- name: copy_disposition
-- Many of them.
copy disposition (
    topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes, fault, received_at, recorded_at, leaf
) from stdin (format binary);

-- name: add_message
-- The bytes of the records that bear a name.
insert into message (
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named, told, leaf, record_key, record_headers, envelope, body, dropped
)
select
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named::text[], told::text[], leaf, record_key, record_headers, envelope, body, dropped
from unnest(
    %b::uuid[], %b::text[], %b::text[], %b::bytea[], %b::text[], %b::integer[], %b::integer[], %b::bigint[], %b::timestamptz[],
    %b::timestamptz[], %b::timestamptz[], %b::text[], %b::text[], %b::text[], %b::text[], %b::bytea[], %b::bytea[], %b::bytea[],
    %b::bytea[], %b::bytea[], %b::integer[]
) as given (
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named, told, leaf, record_key, record_headers, envelope, body, dropped
);

-- name: copy_message
-- Many of them.
copy message (
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named, told, leaf, record_key, record_headers, envelope, body, dropped
) from stdin (format binary);

-- name: add_unnamed
-- The bytes of the records that bear none.
insert into unnamed (
    topic, partition, wire_generation, record_offset, state, digest, received_at, recorded_at, leaf, record_key, record_headers,
    envelope, body, dropped
)
select * from unnest(
    %b::text[], %b::integer[], %b::integer[], %b::bigint[], %b::text[], %b::bytea[], %b::timestamptz[], %b::timestamptz[], %b::bytea[],
    %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::integer[]
);

-- name: copy_unnamed
-- Many of them.
copy unnamed (
    topic, partition, wire_generation, record_offset, state, digest, received_at, recorded_at, leaf, record_key, record_headers,
    envelope, body, dropped
) from stdin (format binary);

-- name: add_evidence
-- The leaves, which a sequencer numbers afterwards.
insert into evidence (leaf, content, recorded_at) select * from unnest(%b::bytea[], %b::bytea[], %b::timestamptz[]);

-- name: copy_evidence
-- Many of them.
copy evidence (leaf, content, recorded_at) from stdin (format binary);

-- name: add_parked
-- What waits for another message.
insert into parked (message_id, sender, regards_sender, regards_id) select * from unnest(%b::uuid[], %b::text[], %b::text[], %b::uuid[]);

-- name: copy_parked
-- Many of them.
copy parked (message_id, sender, regards_sender, regards_id) from stdin (format binary);

-- name: add_heard
-- Which messages are judged with which occasion.
insert into heard (occasion, drill, message_id, sender) select * from unnest(%b::text[], %b::text[], %b::uuid[], %b::text[]);

-- name: copy_heard
-- Many of them.
copy heard (occasion, drill, message_id, sender) from stdin (format binary);

-- name: add_obligation_version
-- The obligations that are in another state now.
insert into obligation_version (key_hash, version, recorded_at, digest, verdict, deadline_at, told_as, snapshot)
select * from unnest(
    %b::bytea[], %b::integer[], %b::timestamptz[], %b::text[], %b::text[], %b::timestamptz[], %b::uuid[], %b::bytea[]
);

-- name: copy_obligation_version
-- Many of them.
copy obligation_version (key_hash, version, recorded_at, digest, verdict, deadline_at, told_as, snapshot) from stdin (format binary);

-- name: add_bus_message
-- What the bus says.
insert into bus_message (made_at, message_id, record_key, record_value)
select * from unnest(%b::timestamptz[], %b::uuid[], %b::bytea[], %b::bytea[]);

-- name: copy_bus_message
-- Much of it.
copy bus_message (made_at, message_id, record_key, record_value) from stdin (format binary);

-- name: add_outgoing
-- What the relay shall write.
insert into outgoing (sequence, topic, share, urgent, sender, message_id, made_at, entered_at)
select * from unnest(
    %b::bigint[], %b::text[], %b::smallint[], %b::boolean[], %b::text[], %b::uuid[], %b::timestamptz[], %b::timestamptz[]
);

-- name: copy_outgoing
-- Much of it.
copy outgoing (sequence, topic, share, urgent, sender, message_id, made_at, entered_at) from stdin (format binary);

-- name: put_obligation
-- The obligations as they are now: a first version is new, every other follows the one before it, and nothing else is taken.
insert into obligation (
    occasion, drill, key_hash, obligation_key, version, digest, duty, debtor, overseer, recipient, verdict, mode, deadline_at, recorded_at
)
select * from unnest(
    %(occasion)b::text[], %(drill)b::text[], %(key_hash)b::bytea[], %(obligation_key)b::text[], %(version)b::integer[],
    %(digest)b::text[], %(duty)b::text[], %(debtor)b::text[], %(overseer)b::text[], %(recipient)b::text[], %(verdict)b::text[],
    %(mode)b::text[], %(deadline_at)b::timestamptz[], %(recorded_at)b::timestamptz[]
) as given (
    occasion, drill, key_hash, obligation_key, version, digest, duty, debtor, overseer, recipient, verdict, mode, deadline_at, recorded_at
)
where version = 1
    or exists (select 1 from obligation o where (o.occasion, o.drill, o.key_hash) = (given.occasion, given.drill, given.key_hash))
on conflict (occasion, drill, key_hash) do update set
    version = excluded.version, digest = excluded.digest, debtor = excluded.debtor, overseer = excluded.overseer,
    recipient = excluded.recipient, verdict = excluded.verdict, mode = excluded.mode, deadline_at = excluded.deadline_at,
    recorded_at = excluded.recorded_at
where obligation.version = excluded.version - 1;

-- name: release
-- Messages whose waiting is over: they go out and are judged, or are rejected after all.
with freed as (
    delete from parked using unnest(%(senders)s::text[], %(ids)s::uuid[]) as given (sender, id)
    where parked.message_id = given.id and parked.sender = given.sender
)
update message m
set state = given.state, occasion = coalesce(given.occasion, m.occasion), drill = coalesce(given.drill, m.drill)
from unnest(
    %(senders)s::text[], %(ids)s::uuid[], %(states)s::text[], %(occasions)s::text[], %(drills)s::text[]
) as given (sender, id, state, occasion, drill)
where m.message_id = given.id and m.sender = given.sender and m.state = 'PARKED';

-- name: tell
-- Who was sent a message of an earlier batch.
update message m
set told = m.told || given.told::text[]
from unnest(%(senders)s::text[], %(ids)s::uuid[], %(told)s::text[]) as given (sender, id, told)
where m.message_id = given.id and m.sender = given.sender;

-- name: ask_again
-- An inbox is to be written again; while an earlier request is not done, nothing is added.
insert into resync (topic, share, asked_by, since, before)
select topic, share, asked_by, since, before
from unnest(
    %(topics)s::text[], %(shares)s::smallint[], %(ids)s::uuid[], %(sinces)s::timestamptz[], %(befores)s::timestamptz[]
) as given (topic, share, asked_by, since, before)
on conflict (topic) do nothing;

-- name: wake
-- Whoever listens hears it once this is stored.
select pg_notify(%(channel)s, '');

-- name: send_again
-- The next part of each inbox that is to be written again.
select send_again(%(shares)s::smallint[], %(part)s);

-- name: waiting
-- What is to be written into the inboxes of these shares: what is immediate first, then each topic in its turn.
with topics as materialized (
    select mine.share, found.topic
    from unnest(%(shares)s::smallint[]) as mine (share)
    cross join lateral (
        with recursive walked as (
            (select o.topic from outgoing o where o.share = mine.share order by o.topic limit 1)
            union all
            select (select o.topic from outgoing o where o.share = mine.share and o.topic > walked.topic order by o.topic limit 1)
            from walked
            where walked.topic is not null
        )
        select walked.topic from walked where walked.topic is not null
    ) as found
    where found.topic <> all (%(besides)s::text[])
), room as materialized (
    select least(%(per_topic)s, greatest(%(limit)s * %(turns)s / greatest(count(*), 1), 1)) as each from topics
), turns as (
    select queue.sequence, row_number() over (partition by topics.topic order by queue.urgent desc, queue.sequence) as turn, queue.urgent
    from topics
    cross join lateral (
        select o.sequence, o.urgent from outgoing o
        where o.share = topics.share and o.topic = topics.topic
        order by o.urgent desc, o.sequence limit (select each from room)
    ) as queue
), chosen as materialized (
    select sequence, turn, urgent from turns order by urgent desc, turn, sequence limit %(limit)s
)
select
    r.sequence, r.topic, r.sender, r.message_id, r.record_key, r.record_value, r.envelope, r.body, r.of_topic, r.of_partition,
    r.of_wire_generation, r.of_offset, r.record_headers, r.received_at, r.recorded_at, r.leaf, r.urgent
from chosen
join outgoing_record r on r.sequence = chosen.sequence
order by chosen.urgent desc, chosen.turn, chosen.sequence;

-- name: mark_sent
-- These have been acknowledged by the wire.
with gone as (
    delete from outgoing where sequence = any (%(sequences)b::bigint[])
    returning sequence, topic, sender, message_id, made_at, entered_at, asked_by
)
insert into sent (sequence, topic, sender, message_id, made_at, entered_at, asked_by, sent_at)
select sequence, topic, sender, message_id, made_at, entered_at, asked_by, clock_timestamp() from gone;

-- name: be_present
-- Says that there is a relay, or an intake by its number, for as long as this connection lasts.
select pg_advisory_lock_shared(%(space)s, %(present)s);

-- name: count_relays
-- How many relays there are.
select count(*) from pg_locks
where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
    and classid = %(space)s::integer::oid and objid = %(present)s::integer::oid and objsubid = 2;

-- name: look_present
-- The numbers from this one on under which somebody is there.
select distinct objid::bigint from pg_locks
where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
    and classid = %(space)s::integer::oid and objid >= %(first)s::integer::oid and objsubid = 2;

-- name: take_shares
-- Takes of these shares those that are free, and no more than so many.
select share
from unnest(%(shares)s::integer[]) as asked (share)
where pg_try_advisory_lock(%(space)s, %(first)s + share)
limit %(count)s;

-- name: give_up_shares
-- Leaves these shares to others.
select pg_advisory_unlock(%(space)s, %(first)s + share) from unnest(%(shares)s::integer[]) as asked (share);

-- name: leave
-- Gives up all that this connection holds.
select pg_advisory_unlock_all();

-- name: number
-- Gives the next numbers to leaves that have none, in the order of their coming; one process at a time.
with last as (
    select coalesce(max(leaf_index), -1) as number from evidence where leaf_index is not null
), next as (
    select entry, recorded_at, row_number() over (order by entry) as turn
    from (select entry, recorded_at from evidence where leaf_index is null order by entry limit %(limit)s) as unnumbered
)
update evidence e
set leaf_index = last.number + next.turn
from next, last
where e.entry = next.entry and e.recorded_at = next.recorded_at;

-- name: alone_numbering
-- Waits until no other sequencer is at work.
select pg_advisory_xact_lock(%(space)s, %(key)s);

-- name: count_numbered
-- How many leaves have a number.
select coalesce(max(leaf_index), -1) + 1 from evidence where leaf_index is not null;

-- name: leaves
-- The leaves with these numbers.
select content, leaf from evidence where leaf_index >= %(first)s and leaf_index < %(end)s order by leaf_index;

-- name: partitions_ahead
-- Makes the partitions of the months to come.
select partitions_ahead(%(months)s);

-- name: erase_due
-- Erases bodies that are due, of each class as many as a part is long at most.
select erase_due(%(part)s);

-- name: note_reference
-- Entries of the reference log that were applied.
insert into directory_log (sequence, digest, received_at)
select * from unnest(%(sequences)s::bigint[], %(digests)s::bytea[], %(received)s::timestamptz[])
on conflict (sequence) do nothing;

-- name: reference
-- The entries of the reference log with these numbers.
select sequence, digest, received_at from directory_log where sequence >= %(first)s and sequence < %(end)s order by sequence;

-- name: applied
-- Which migrations were applied, in their order.
select number, digest from migration order by number;

-- name: alone_on_server
-- Roles are the server's: one process at a time makes them.
select pg_advisory_xact_lock(7521838);

-- name: rights
-- What anybody but the owner may do with the tables, views, sequences and functions of this schema, or make in it.
select coalesce(r.rolname, 'public'), lower(a.privilege_type), c.relname, ''
from pg_class c
cross join lateral aclexplode(c.relacl) a
left join pg_roles r on r.oid = a.grantee
where c.relnamespace = current_schema()::regnamespace and a.grantee <> c.relowner
union all
select coalesce(r.rolname, 'public'), lower(a.privilege_type), c.relname, t.attname
from pg_class c
join pg_attribute t on t.attrelid = c.oid
cross join lateral aclexplode(t.attacl) a
left join pg_roles r on r.oid = a.grantee
where c.relnamespace = current_schema()::regnamespace and a.grantee <> c.relowner
union all
select coalesce(r.rolname, 'public'), lower(a.privilege_type), p.proname, ''
from pg_proc p
cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
left join pg_roles r on r.oid = a.grantee
where p.pronamespace = current_schema()::regnamespace and a.grantee <> p.proowner
union all
select coalesce(r.rolname, 'public'), lower(a.privilege_type), n.nspname, ''
from pg_namespace n
cross join lateral aclexplode(n.nspacl) a
left join pg_roles r on r.oid = a.grantee
where n.oid = current_schema()::regnamespace and a.grantee <> n.nspowner and a.privilege_type = 'CREATE';

-- name: strong_logins
-- Processes of the bus that are connected as somebody who may do more than their role: by their names, with the login.
select distinct a.application_name, r.rolname
from pg_stat_activity a join pg_roles r on r.oid = a.usesysid
where a.datname = current_database() and starts_with(a.application_name, 'habarshy ')
    and (
        r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls
        or exists (select 1 from pg_namespace n where n.oid = current_schema()::regnamespace and n.nspowner = r.oid)
        or exists (
            select 1 from pg_roles o
            where o.oid <> r.oid and pg_has_role(r.oid, o.oid, 'member')
                and o.rolname <> %(prefix)s || substring(a.application_name from length('habarshy ') + 1)
        )
    )
order by 1, 2;

-- name: late_partitions
-- Tables whose partition of the next month is not made yet.
select c.relname
from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
where c.relnamespace = current_schema()::regnamespace
    and to_regclass(quote_ident(c.relname || to_char(clock_timestamp() at time zone 'UTC' + interval '1 month', '_YYYY_MM'))) is null
order by c.relname;

-- name: gaps
-- Partitions in which an offset below the position has no disposition, with the first such offset. Kafka may leave out offsets of its own,
-- so that a gap is to be compared with the wire.
select topic, partition, wire_generation, missing
from (
    select
        d.topic, d.partition, d.wire_generation, d.record_offset + 1 as missing,
        lead(d.record_offset) over (partition by d.topic, d.partition, d.wire_generation order by d.record_offset) as next_offset,
        p.next_offset as stands, p.wire_generation as stands_in
    from disposition d join position p on p.topic = d.topic and p.partition = d.partition
) as each
where next_offset > missing or (next_offset is null and stands_in = wire_generation and stands <> missing)
order by topic, partition, wire_generation, missing
limit 20;

-- name: doubled
-- Offsets that stand twice, because they came at two instants.
select topic, partition, wire_generation, record_offset
from disposition group by topic, partition, wire_generation, record_offset having count(*) > 1
limit 20;

-- name: without_leaf
-- Dispositions that no evidence proves.
select d.topic, d.partition, d.wire_generation, d.record_offset
from disposition d
where not exists (select 1 from evidence e where e.leaf = d.leaf and e.recorded_at = d.recorded_at)
union all
select r.topic, r.partition, r.wire_generation, r.record_offset
from replayed r
where not exists (select 1 from evidence e where e.leaf = r.leaf and e.recorded_at = r.recorded_at)
union all
select m.topic, m.partition, m.wire_generation, m.record_offset
from erased x join message m on m.message_id = x.message_id and m.sender = x.sender
where not exists (select 1 from evidence e where e.leaf = x.leaf and e.recorded_at = x.recorded_at)
limit 20;

-- name: without_bytes
-- Records that should be kept and are not.
select d.topic, d.partition, d.wire_generation, d.record_offset
from disposition d
where d.disposition <> 'DUPLICATE' and not exists (
    select 1 from message m where m.message_id = d.message_id and m.sender = d.sender and m.record_offset = d.record_offset
) and not exists (
    select 1 from unnamed u
    where (u.topic, u.partition, u.wire_generation, u.record_offset, u.received_at)
        = (d.topic, d.partition, d.wire_generation, d.record_offset, d.received_at)
) and not exists (
    select 1 from replayed r left join message m on m.message_id = r.message_id and m.sender = r.sender
    where (r.topic, r.partition, r.wire_generation, r.record_offset) = (d.topic, d.partition, d.wire_generation, d.record_offset)
        and (r.disposition = 'DUPLICATE' or m.record_offset = r.record_offset)
)
limit 20;

-- name: without_disposition
-- Messages that no disposition explains.
select m.topic, m.partition, m.wire_generation, m.record_offset
from message m
where not exists (
    select 1 from disposition d
    where (d.topic, d.partition, d.wire_generation, d.record_offset, d.received_at)
        = (m.topic, m.partition, m.wire_generation, m.record_offset, m.received_at) and d.leaf = m.leaf
)
limit 20;

-- name: without_wait
-- Messages that are said to wait and do not, or the other way round.
select m.sender, m.message_id
from message m
where m.state = 'PARKED' and not exists (select 1 from parked p where p.message_id = m.message_id and p.sender = m.sender)
union all
select p.sender, p.message_id
from parked p
where not exists (select 1 from message m where m.message_id = p.message_id and m.sender = p.sender and m.state = 'PARKED')
limit 20;

-- name: without_version
-- Obligations whose versions do not count from one to the last.
select o.occasion, o.obligation_key
from obligation o
where o.version <> (select count(*) from obligation_version v where v.key_hash = o.key_hash and v.version between 1 and o.version)
limit 20;

-- name: without_words
-- What goes out and has no bytes.
select topic, sequence from outgoing_record where record_value is null and record_headers is null limit 20;

-- name: without_number
-- Numbers of leaves that stand twice or not at all.
select leaf_index from (
    select leaf_index, row_number() over (order by leaf_index, entry) - 1 as turn from evidence where leaf_index is not null
) as numbered
where leaf_index <> turn
order by leaf_index
limit 1;

-- name: every_leaf
-- All evidence, in the order of its coming.
select entry, content, leaf from evidence order by entry;

-- name: every_record
-- All records that are kept, in the order of their ids and places.
select
    m.topic || '/' || m.partition || '/' || m.wire_generation || '/' || m.record_offset, m.digest, m.leaf, m.record_key, m.record_headers,
    m.envelope, m.body, m.erased_at is not null, m.dropped is not null, e.content
from message m left join evidence e on e.leaf = m.leaf and e.recorded_at = m.recorded_at
union all
select
    u.topic || '/' || u.partition || '/' || u.wire_generation || '/' || u.record_offset, u.digest, u.leaf, u.record_key, u.record_headers,
    u.envelope, u.body, u.erased_at is not null, u.dropped is not null, e.content
from unnamed u left join evidence e on e.leaf = u.leaf and e.recorded_at = u.recorded_at;
