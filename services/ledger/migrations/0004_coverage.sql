-- What is asked by whoever looks whether something was lost, and nothing else of a record.

create view covered as select topic, partition, wire_generation, record_offset from disposition;

create view backlog as
select
    (select count(*) from quarantine) as quarantined,
    coalesce(
        (select extract(epoch from clock_timestamp() - entered_at) from outgoing order by sequence limit 1), 0
    )::double precision as outgoing_oldest_s;
