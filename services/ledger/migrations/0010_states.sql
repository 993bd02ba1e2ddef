-- Whose inbox is written again is told, after what agencies said to it, the state of all that is open.

-- "Which obligations of this agency are open?", asked from each of the three sides.
create index obligation_of_debtor on obligation (debtor)
where verdict in ('open', 'undecided', 'provisional', 'no-deadline-open', 'breached');
create index obligation_of_recipient on obligation (recipient)
where verdict in ('open', 'undecided', 'provisional', 'no-deadline-open', 'breached');
create index obligation_of_overseer on obligation (overseer)
where verdict in ('open', 'undecided', 'provisional', 'no-deadline-open', 'breached');

-- In shadow mode nobody but who oversees was told.
create function tell_states(asked resync) returns integer
language plpgsql set search_path from current
as $$
declare
    agency text := substr(asked.topic, length('inbox.') + 1);
    written integer;
begin
    insert into outgoing (sequence, topic, share, urgent, sender, message_id, made_at, entered_at, asked_by)
    select nextval('outgoing_sequence'), asked.topic, asked.share, false, 'bus', state.told_as, state.recorded_at, clock_timestamp(), asked.asked_by
    from (
        select v.told_as, v.recorded_at
        from obligation o
        join obligation_version v on v.key_hash = o.key_hash and v.version = o.version and v.recorded_at = o.recorded_at
        where o.verdict in ('open', 'undecided', 'provisional', 'no-deadline-open', 'breached')
            and (o.debtor = agency or o.recipient = agency or o.overseer = agency)
            and (o.mode <> 'shadow' or o.overseer = agency)
            and exists (select 1 from bus_message b where b.made_at = v.recorded_at and b.message_id = v.told_as)
        order by o.occasion, o.drill, o.obligation_key
    ) as state;
    get diagnostics written = row_count;
    return written;
end
$$;

create or replace function send_again(held smallint[], part integer) returns integer
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
            written := written + tell_states(asked);
            delete from resync where topic = asked.topic;
        else
            update resync set done_at = last.entered_at, done_sequence = last.sequence where topic = asked.topic;
            written := written + last.written;
        end if;
    end loop;
    return written;
end
$$;
revoke all on function tell_states(resync) from public;
