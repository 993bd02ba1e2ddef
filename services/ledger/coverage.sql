-- What is asked when it is looked whether something was lost. Each query has a name and a sentence.

-- name: stands
-- How far each partition was read, in which generation of the wire.
select topic, partition, wire_generation, next_offset from position order by topic, partition;

-- name: islands
-- The offsets that have dispositions, as spans without a gap, with the number of dispositions in each.
select topic, partition, wire_generation, min(record_offset), max(record_offset) + 1, count(*)
from (
    select
        d.topic, d.partition, d.wire_generation, d.record_offset,
        d.record_offset - dense_rank() over (
            partition by d.topic, d.partition, d.wire_generation order by d.record_offset
        ) as island
    from unnest(%(topics)s::text[], %(numbers)s::integer[], %(firsts)s::bigint[], %(ends)s::bigint[])
        as asked (topic, number, first_offset, end_offset)
    join covered d
        on d.topic = asked.topic and d.partition = asked.number
        and d.record_offset >= asked.first_offset and d.record_offset < asked.end_offset
) as placed
group by topic, partition, wire_generation, island
order by topic, partition, wire_generation, min(record_offset);

-- name: backlog
-- How many records wait whole because of a fault of ours, and for how long the oldest outgoing record has waited.
select quarantined, outgoing_oldest_s from backlog;
