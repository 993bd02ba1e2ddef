-- The tables of the ledger. What grows with time is partitioned: by the instant of its row, a message by its id, which begins with one.
-- Between partitioned tables stand no foreign keys: they would cost each record, and `habarshy ledger check` asks the same.

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
    last_received_at timestamptz,
    latest timestamptz,
    primary key (topic, partition)
) with (fillfactor = 50);

-- What became of each offset: one row, never changed. When a record came is a function of where it lies, so that the key is true.
create table disposition (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    disposition text not null check (disposition in ('ROUTED', 'DUPLICATE', 'REJECTED', 'QUARANTINED', 'PARKED')),
    sender text not null,
    message_id uuid,
    codes text[] not null,
    fault text not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null,
    leaf bytea not null,
    primary key (topic, partition, wire_generation, record_offset, received_at)
) partition by range (received_at);

-- The messages: the first record that rightly bears a name holds it. The exact bytes, with the body apart, so that it can be erased alone.
create table message (
    message_id uuid not null,
    sender text not null,
    state text not null check (state in ('ROUTED', 'REJECTED', 'QUARANTINED', 'PARKED')),
    digest bytea not null,
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    received_at timestamptz not null,
    ordered_at timestamptz not null,
    recorded_at timestamptz not null,
    occasion text,
    drill text,
    named text[] not null,
    told text[] not null,
    leaf bytea not null,
    record_key bytea,
    record_headers bytea not null,
    envelope bytea,
    body bytea,
    erased_at timestamptz,
    primary key (message_id, sender)
) partition by range (message_id);
-- A sealed body cannot be made smaller, and is not tried.
alter table message alter column body set storage external;

-- Records that are kept and bear no name rightly: forged, garbled, or of a name that another holds.
create table unnamed (
    topic text not null,
    partition integer not null,
    wire_generation integer not null,
    record_offset bigint not null,
    state text not null check (state in ('REJECTED', 'QUARANTINED', 'ROUTED', 'PARKED')),
    digest bytea not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null,
    leaf bytea not null,
    record_key bytea,
    record_headers bytea not null,
    envelope bytea,
    body bytea,
    erased_at timestamptz,
    primary key (topic, partition, wire_generation, record_offset, received_at)
) partition by range (received_at);
alter table unnamed alter column body set storage external;

-- What waits for another message. Few at a time, and looked for with each batch.
create table parked (
    message_id uuid not null,
    sender text not null,
    regards_sender text not null,
    regards_id uuid not null,
    primary key (message_id, sender)
);
create index parked_regards on parked (regards_id, regards_sender);
create index parked_sender on parked (sender);

-- The occasions: what is judged together and locked together. The version counts how often something was said of it.
create table occasion (
    occasion text not null,
    drill text not null,
    version integer not null,
    read_to timestamptz,
    primary key (occasion, drill)
) with (fillfactor = 80);

-- Which messages are judged with an occasion.
create table heard (
    occasion text not null,
    drill text not null,
    message_id uuid not null,
    sender text not null,
    primary key (occasion, drill, message_id, sender)
);

-- Each obligation as it is now: what the monitor and the overseers ask for. Its key is hashed for the index; the words stand beside it.
create table obligation (
    occasion text not null,
    drill text not null,
    key_hash bytea not null,
    obligation_key text not null,
    version integer not null,
    digest text not null,
    duty text not null,
    debtor text,
    overseer text,
    recipient text,
    verdict text not null,
    mode text not null,
    deadline_at timestamptz,
    recorded_at timestamptz not null,
    primary key (occasion, drill, key_hash)
) with (fillfactor = 80);
create index obligation_open on obligation (deadline_at) where verdict in ('open', 'undecided', 'provisional');

-- All versions of each obligation. The snapshot is the bytes of the bus's message that told it, or stands here where nobody was told.
create table obligation_version (
    key_hash bytea not null,
    version integer not null,
    recorded_at timestamptz not null,
    digest text not null,
    verdict text not null,
    deadline_at timestamptz,
    told_as uuid,
    snapshot bytea,
    primary key (key_hash, version, recorded_at),
    check ((told_as is null) <> (snapshot is null))
) partition by range (recorded_at);

-- The leaves of the evidence, in no order yet: a sequencer numbers them afterwards.
create sequence evidence_entry;
create table evidence (
    entry bigint not null default nextval('evidence_entry'),
    leaf bytea not null,
    content bytea not null,
    recorded_at timestamptz not null,
    leaf_index bigint,
    primary key (entry, recorded_at)
) partition by range (recorded_at);
create index evidence_unnumbered on evidence (entry) where leaf_index is null;
create index evidence_numbered on evidence (leaf_index) where leaf_index is not null;
create index evidence_recorded on evidence using brin (recorded_at);

-- What the bus itself says, once, into however many topics it goes.
create table bus_message (
    made_at timestamptz not null,
    message_id uuid not null,
    record_key bytea not null,
    record_value bytea not null,
    primary key (made_at, message_id)
) partition by range (made_at);

-- What the relay is to write. A row goes to `sent` when the wire has acknowledged it, so that this table stays small.
create sequence outgoing_sequence cache 1;
create table outgoing (
    sequence bigint primary key,
    topic text not null,
    share smallint not null,
    urgent boolean not null,
    sender text not null,
    message_id uuid not null,
    made_at timestamptz,
    entered_at timestamptz not null,
    asked_by uuid
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.0);
create index outgoing_turn on outgoing (share, topic, urgent desc, sequence);
create index outgoing_again on outgoing (topic) where asked_by is not null;

-- What was written, and when the wire acknowledged it.
create table sent (
    sequence bigint not null,
    topic text not null,
    sender text not null,
    message_id uuid not null,
    made_at timestamptz,
    entered_at timestamptz not null,
    asked_by uuid,
    sent_at timestamptz not null
) partition by range (entered_at);
-- What agencies said, for whoever asks to have his inbox written again.
create index sent_again on sent (topic, entered_at, sequence) where asked_by is null and sender <> 'bus';

-- An inbox that is to be written again: since when, up to when, and how far that has come. It is done in parts by whoever holds its share.
create table resync (
    topic text primary key,
    share smallint not null,
    asked_by uuid not null,
    since timestamptz not null,
    before timestamptz not null,
    done_at timestamptz not null default '-infinity',
    done_sequence bigint not null default 0
);

-- The entries of the reference log that were applied here.
create table directory_log (
    sequence bigint primary key,
    digest bytea not null,
    received_at timestamptz not null
);

-- How many days the body of a message of each class is kept; null is for ever.
create table retention (
    class text primary key,
    keep_days integer check (keep_days >= 0)
);
insert into retention (class, keep_days) values ('message', null), ('drill', 365), ('rejected', 365), ('unnamed', 365);

-- What may not be erased, whatever its class: a message, or all of an occasion. Who asked and why stands in the files of the operator.
create table legal_hold (
    hold_id bigint generated by default as identity primary key,
    occasion text,
    sender text,
    message_id uuid,
    file text not null,
    placed_at timestamptz not null default clock_timestamp(),
    lifted_at timestamptz,
    check ((occasion is null) <> (message_id is null)),
    check ((sender is null) = (message_id is null))
);
create index legal_hold_occasion on legal_hold (occasion) where lifted_at is null;
create index legal_hold_message on legal_hold (message_id, sender) where lifted_at is null;
