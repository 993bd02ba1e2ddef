-- Partitions by month, made ahead of time; whatever fits none is kept in the rest, so that nothing is ever refused.

create table disposition_rest partition of disposition default;
create table message_rest partition of message default;
create table unnamed_rest partition of unnamed default;
create table obligation_version_rest partition of obligation_version default;
create table evidence_rest partition of evidence default;
create table bus_message_rest partition of bus_message default;
create table sent_rest partition of sent default;

-- The least id that is made in a month: a UUID of version 7 begins with the milliseconds of its making.
create function least_id(month timestamptz) returns uuid
language sql immutable
as $$
    select (lpad(to_hex((extract(epoch from month) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- One partition, if there is none of this name yet. What already lies in the rest and belongs here moves: an agency may mint ids of any time.
create function make_partition(parent text, month timestamptz) returns integer
language plpgsql security definer set search_path from current
as $$
declare
    part text := parent || to_char(month at time zone 'UTC', '_YYYY_MM');
    column_name text;
    low text := month;
    high text := (month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
begin
    if to_regclass(quote_ident(part)) is not null then
        return 0;
    end if;
    select a.attname into strict column_name
    from pg_partitioned_table p join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = to_regclass(quote_ident(parent));
    if column_name = 'message_id' then
        low := least_id(low::timestamptz);
        high := least_id(high::timestamptz);
    end if;
    execute format('create table %I (like %I including all) with (toast_tuple_target = 8160)', part, parent);
    execute format('lock table %I in access exclusive mode', parent || '_rest');
    execute format(
        'with moved as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from moved',
        parent || '_rest', column_name, low, column_name, high, part
    );
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, low, high);
    return 1;
end
$$;

-- The partitions of the month before this one and of so many to come; answers how many were made. One process at a time.
create function partitions_ahead(months integer) returns integer
language plpgsql security definer set search_path from current
as $$
declare
    made integer := 0;
    parent text;
    month timestamptz;
begin
    perform pg_advisory_xact_lock('ledger'::regclass::oid::integer, 40000);
    for parent in
        select c.relname
        from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        where c.relnamespace = (select relnamespace from pg_class where oid = 'ledger'::regclass) order by c.relname
    loop
        for month in
            select generate_series(
                date_trunc('month', clock_timestamp() at time zone 'UTC') - interval '1 month',
                date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => months),
                interval '1 month'
            ) at time zone 'UTC'
        loop
            made := made + make_partition(parent, month);
        end loop;
    end loop;
    return made;
end
$$;
