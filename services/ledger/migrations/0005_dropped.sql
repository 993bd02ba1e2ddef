-- What is rejected beyond its agency's budget is kept by its hash alone: how many bytes it had, and null where it is kept whole.

alter table message add column dropped integer check (dropped >= 0);
alter table unnamed add column dropped integer check (dropped >= 0);

create or replace view message_envelope as
select
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named, told, leaf, record_key, record_headers, envelope, erased_at, dropped
from message;
create or replace view unnamed_record as
select
    topic, partition, wire_generation, record_offset, state, digest, received_at, recorded_at, leaf, erased_at,
    octet_length(envelope) + octet_length(body) as bytes, dropped
from unnamed;
