-- Whose message has waited for another for long is told so, once.
alter table parked add column told_at timestamptz;
create index parked_untold on parked (message_id, sender) where told_at is null;
