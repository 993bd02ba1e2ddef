-- What is read in one way only, and what may be done by those who may not read it.

-- All that the relay needs of what it writes, and nothing else of the ledger.
create view outgoing_record as
select
    o.sequence, o.topic, o.share, o.urgent, o.sender, o.message_id,
    coalesce(b.record_key, m.record_key) as record_key,
    b.record_value, m.envelope, m.body, m.record_headers,
    m.topic as of_topic, m.partition as of_partition, m.wire_generation as of_wire_generation, m.record_offset as of_offset,
    m.received_at, m.recorded_at, m.leaf
from outgoing o
left join message m on o.made_at is null and m.message_id = o.message_id and m.sender = o.sender
left join bus_message b on b.made_at = o.made_at and b.message_id = o.message_id;

-- Messages and unnamed records without what is sealed.
create view message_envelope as
select
    message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at, recorded_at, occasion,
    drill, named, told, leaf, record_key, record_headers, envelope, erased_at
from message;
create view unnamed_record as
select
    topic, partition, wire_generation, record_offset, state, digest, received_at, recorded_at, leaf, erased_at,
    octet_length(envelope) + octet_length(body) as bytes
from unnamed;

-- What waits whole because the error is ours.
create view quarantine as
select
    d.topic, d.partition, d.wire_generation, d.record_offset, d.sender, d.message_id, d.received_at, d.recorded_at, d.fault
from disposition d
left join message m on m.message_id = d.message_id and m.sender = d.sender
where d.disposition = 'QUARANTINED' and coalesce(m.state, 'QUARANTINED') = 'QUARANTINED';
create index disposition_quarantined on disposition (received_at) where disposition = 'QUARANTINED';

-- Writes a part of each inbox that is to be written again, once the part before it has gone out. What was erased is left out.
create function send_again(held smallint[], part integer) returns integer
language plpgsql security definer set search_path from current
as $$
declare
    asked resync;
    last record;
    written integer := 0;
begin
    for asked in
        select * from resync r
        where r.share = any (held) and not exists (select 1 from outgoing o where o.topic = r.topic and o.asked_by is not null)
        for update skip locked
    loop
        with found as (
            select s.* from sent s
            where s.topic = asked.topic and s.asked_by is null and s.sender <> 'bus'
                and s.entered_at >= asked.since and s.entered_at < asked.before
                and (s.entered_at, s.sequence) > (asked.done_at, asked.done_sequence)
            order by s.entered_at, s.sequence
            limit part
        ), again as (
            insert into outgoing (sequence, topic, share, urgent, sender, message_id, made_at, entered_at, asked_by)
            select nextval('outgoing_sequence'), ordered.topic, asked.share, false, ordered.sender, ordered.message_id, null,
                clock_timestamp(), asked.asked_by
            from (select * from found order by entered_at, sequence) as ordered
            where not exists (
                select 1 from message m
                where m.message_id = ordered.message_id and m.sender = ordered.sender and m.erased_at is not null
            )
        )
        select entered_at, sequence, count(*) over () as written into last from found order by entered_at desc, sequence desc limit 1;
        if last is null then
            delete from resync where topic = asked.topic;
        else
            update resync set done_at = last.entered_at, done_sequence = last.sequence where topic = asked.topic;
            written := written + last.written;
        end if;
    end loop;
    return written;
end
$$;

-- Erases bodies whose class and age let them go, and that nobody holds back or waits for; answers how many. Everything else of them stays.
create function erase_bodies(at timestamptz, part integer) returns integer
language plpgsql security definer set search_path from current
as $$
declare
    erased integer;
    more integer;
begin
    with due as (
        select m.message_id, m.sender
        from message m
        join retention r on r.class = case when m.drill <> '' then 'drill' when m.state = 'REJECTED' then 'rejected' else 'message' end
        where m.body is not null and m.state in ('ROUTED', 'REJECTED') and m.received_at < at - make_interval(days => r.keep_days)
            and not exists (
                select 1 from legal_hold h
                where h.lifted_at is null and (h.occasion = m.occasion or (h.message_id = m.message_id and h.sender = m.sender))
            )
            and not exists (select 1 from outgoing o where o.made_at is null and o.message_id = m.message_id and o.sender = m.sender)
        limit part
    )
    update message m set body = null, erased_at = at from due where m.message_id = due.message_id and m.sender = due.sender;
    get diagnostics erased = row_count;
    with due as (
        select u.topic, u.partition, u.wire_generation, u.record_offset, u.received_at
        from unnamed u join retention r on r.class = 'unnamed'
        where u.state = 'REJECTED' and (u.body is not null or u.envelope is not null) and u.received_at < at - make_interval(days => r.keep_days)
        limit part
    )
    update unnamed u set body = null, envelope = null, record_key = null, erased_at = at
    from due
    where (u.topic, u.partition, u.wire_generation, u.record_offset, u.received_at)
        = (due.topic, due.partition, due.wire_generation, due.record_offset, due.received_at);
    get diagnostics more = row_count;
    return erased + more;
end
$$;

-- Nobody may do any of it who is not given the right.
revoke all on function least_id(timestamptz), make_partition(text, timestamptz), partitions_ahead(integer) from public;
revoke all on function send_again(smallint[], integer), erase_bodies(timestamptz, integer) from public;
