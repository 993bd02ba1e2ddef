-- Bodies are erased when their time has come, by the ledger's own clock: whoever asks for it can ask for no more.

-- What is due is found without looking at what is kept for ever, or is erased already. Rows lie roughly in the order of their coming.
create index message_due on message (received_at) where body is not null and (drill <> '' or state = 'REJECTED');
create index message_received on message using brin (received_at);
create index unnamed_due on unnamed (received_at) where state = 'REJECTED' and (body is not null or envelope is not null);

-- Whether somebody holds it back, or it is yet to be written into an inbox.
create function is_needed(message_occasion text, id uuid, message_sender text) returns boolean
language sql stable security definer set search_path from current
as $$
    select exists (
        select 1 from legal_hold h where h.lifted_at is null and h.occasion = message_occasion
    ) or exists (
        select 1 from legal_hold h where h.lifted_at is null and h.message_id = id and h.sender = message_sender
    ) or exists (
        select 1 from outgoing o where o.made_at is null and o.message_id = id and o.sender = message_sender
    )
$$;

-- Each class by an index of its own. Everything but the body stays; of what never bore a name rightly the disposition and the evidence do.
create or replace function erase_bodies(at timestamptz, part integer) returns integer
language plpgsql security definer set search_path from current
as $$
declare
    erased integer := 0;
    more integer;
    before timestamptz;
begin
    before := at - make_interval(days => (select keep_days from retention where class = 'drill'));
    update message m set body = null, erased_at = at from (
        select message_id, sender from message
        where body is not null and drill <> '' and state in ('ROUTED', 'REJECTED') and received_at < before
            and not is_needed(occasion, message_id, sender)
        limit part
    ) as due where m.message_id = due.message_id and m.sender = due.sender;
    get diagnostics more = row_count;
    erased := erased + more;
    before := at - make_interval(days => (select keep_days from retention where class = 'rejected'));
    update message m set body = null, erased_at = at from (
        select message_id, sender from message
        where body is not null and state = 'REJECTED' and coalesce(drill, '') = '' and received_at < before
            and not is_needed(occasion, message_id, sender)
        limit part
    ) as due where m.message_id = due.message_id and m.sender = due.sender;
    get diagnostics more = row_count;
    erased := erased + more;
    before := at - make_interval(days => (select keep_days from retention where class = 'message'));
    update message m set body = null, erased_at = at from (
        select message_id, sender from message
        where body is not null and state = 'ROUTED' and coalesce(drill, '') = '' and received_at < before
            and not is_needed(occasion, message_id, sender)
        limit part
    ) as due where m.message_id = due.message_id and m.sender = due.sender;
    get diagnostics more = row_count;
    erased := erased + more;
    before := at - make_interval(days => (select keep_days from retention where class = 'unnamed'));
    update unnamed u set body = null, envelope = null, record_key = null, erased_at = at from (
        select topic, partition, wire_generation, record_offset, received_at from unnamed
        where state = 'REJECTED' and (body is not null or envelope is not null) and received_at < before
        limit part
    ) as due
    where (u.topic, u.partition, u.wire_generation, u.record_offset, u.received_at)
        = (due.topic, due.partition, due.wire_generation, due.record_offset, due.received_at);
    get diagnostics more = row_count;
    return erased + more;
end
$$;

-- What the running bus asks for now and then.
create function erase_due(part integer) returns integer
language sql security definer set search_path from current
as $$
    select erase_bodies(clock_timestamp(), part)
$$;

revoke all on function is_needed(text, uuid, text), erase_due(integer) from public;
