-- What the last record was that was read of a partition: a wire that lost its end and was filled again by the same clock has another there.
alter table position add column last_digest bytea;
