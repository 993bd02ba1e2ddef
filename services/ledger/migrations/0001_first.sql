-- The first form of the ledger: positions, dispositions, messages, evidence, outgoing.

-- Whose ledger this is. A higher epoch replaces what the bus made under a lower one.
create table ledger (
    only_one boolean primary key default true check (only_one),
    network text not null,
    epoch integer not null check (epoch >= 1)
);

-- How far each partition was read. Whoever claims it raises the epoch; a write under a lower one moves nothing.
create table position (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    epoch bigint not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- What became of each offset: one row, never changed.
create table disposition (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    disposition text not null check (disposition in ('ROUTED', 'DUPLICATE', 'REJECTED', 'QUARANTINED', 'PARKED')),
    sender text not null,
    codes text[] not null,
    fault text not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null,
    leaf text not null,
    primary key (topic, partition, wire_generation, record_offset)
);

-- The exact bytes of each record that is kept; of a repetition there are none. The first that rightly bears a name holds it.
create table message (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    sender text not null,
    message_id uuid,
    state text not null check (state in ('ROUTED', 'REJECTED', 'QUARANTINED', 'PARKED')),
    regards_sender text,
    regards_id uuid,
    digest text not null,
    record_key bytea,
    record_value bytea,
    record_headers bytea not null,
    primary key (topic, partition, wire_generation, record_offset),
    foreign key (topic, partition, wire_generation, record_offset) references disposition
);
create unique index message_name on message (sender, message_id);
create index message_parked on message (regards_sender, regards_id) where state = 'PARKED';

-- The leaves of the evidence, in no order yet: a sequencer numbers them afterwards.
create table evidence (
    entry bigint generated always as identity primary key,
    leaf text not null,
    content bytea not null,
    recorded_at timestamptz not null,
    leaf_index bigint unique
);

-- What the relay writes: an agency's message by its place, or the bus's own bytes. Rows stay, so that an inbox can be written again.
create table outgoing (
    sequence bigint generated always as identity primary key,
    topic text not null,
    sender text not null,
    message_id uuid not null,
    asked_by text not null default '',
    of_topic text,
    of_partition integer,
    of_wire_generation integer,
    of_offset bigint,
    record_key bytea,
    record_value bytea,
    entered_at timestamptz not null,
    sent_at timestamptz,
    unique (topic, sender, message_id, asked_by),
    foreign key (of_topic, of_partition, of_wire_generation, of_offset) references message,
    check ((of_topic is null) = (record_value is not null))
);
create index outgoing_waiting on outgoing (sequence) where sent_at is null;
create index outgoing_told on outgoing (sender, message_id);

-- All that the relay needs of what it writes, and nothing else of the ledger.
create view outgoing_record as
select
    o.sequence,
    o.topic,
    o.sender,
    o.message_id,
    coalesce(m.record_key, o.record_key) as record_key,
    coalesce(m.record_value, o.record_value) as record_value,
    o.sent_at,
    d.topic as of_topic,
    d.partition as of_partition,
    d.wire_generation as of_wire_generation,
    d.record_offset as of_offset,
    m.record_headers,
    d.received_at,
    d.recorded_at,
    d.leaf
from outgoing o
left join message m
    on (m.topic, m.partition, m.wire_generation, m.record_offset) = (o.of_topic, o.of_partition, o.of_wire_generation, o.of_offset)
left join disposition d
    on (d.topic, d.partition, d.wire_generation, d.record_offset) = (o.of_topic, o.of_partition, o.of_wire_generation, o.of_offset);
