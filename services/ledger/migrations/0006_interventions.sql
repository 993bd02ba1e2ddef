-- What an administrator did, by the word of two operators: the document as they signed it, and each record to which it was done.

create table intervention (
    digest bytea primary key,
    kind text not null check (kind in ('replay', 'erase')),
    document bytea not null,
    begun_at timestamptz not null
);

-- What became of a record that was in quarantine, and the name that it rightly bears. Its first disposition stays beside it.
create table replayed (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    disposition text not null check (disposition in ('ROUTED', 'DUPLICATE', 'REJECTED', 'PARKED')),
    codes text[] not null,
    sender text not null,
    message_id uuid,
    intervention bytea not null references intervention (digest),
    recorded_at timestamptz not null,
    leaf bytea not null,
    primary key (topic, partition, wire_generation, record_offset)
);
create index replayed_by on replayed (intervention);

-- The messages whose bodies were erased by an administrator. What was erased by its age has no row here.
create table erased (
    message_id uuid not null,
    sender text not null,
    intervention bytea not null references intervention (digest),
    recorded_at timestamptz not null,
    leaf bytea not null,
    primary key (message_id, sender)
);
create index erased_by on erased (intervention);

-- What waits whole because the error is ours: until it is replayed, whether it bears a name or not.
create or replace view quarantine as
select
    d.topic, d.partition, d.wire_generation, d.record_offset, d.sender, d.message_id, d.received_at, d.recorded_at, d.fault
from disposition d
where d.disposition = 'QUARANTINED' and not exists (
    select 1 from replayed r
    where (r.topic, r.partition, r.wire_generation, r.record_offset) = (d.topic, d.partition, d.wire_generation, d.record_offset)
);
