-- What is asked about the heads of the evidence log. Each query has a name and a sentence.

-- name: last
-- The newest head.
select tree_size, previous_size, envelope, signature, signed_by from checkpoint order by tree_size desc limit 1;

-- name: heads
-- The heads of larger logs than one, the smallest first.
select tree_size, previous_size, envelope, signature, signed_by
from checkpoint where tree_size > %(after)s order by tree_size limit %(limit)s;

-- name: unpublished
-- The heads that are not known to be on the wire, the oldest first.
select tree_size, previous_size, envelope, signature, signed_by
from checkpoint where published_at is null order by tree_size limit %(limit)s;

-- name: keep
-- A head and the subtrees that are complete with it, all or nothing; no row where another follows the same head already.
with kept as (
    insert into checkpoint (tree_size, previous_size, envelope, signature, signed_by)
    values (%(size)s, %(before)s, %(line)s, %(signature)s, %(key)s)
    on conflict do nothing
    returning tree_size
), tiled as (
    insert into evidence_tile (tier, number, hash)
    select given.tier, given.number, given.hash
    from kept, unnest(%(tiers)s::smallint[], %(numbers)s::bigint[], %(hashes)s::bytea[]) as given (tier, number, hash)
)
select tree_size from kept;

-- name: publish
-- The wire has acknowledged it.
update checkpoint set published_at = clock_timestamp() where tree_size = %(size)s and published_at is null;

-- name: leaves
-- The hashes of the leaves with these numbers.
select leaf_index, leaf from evidence where leaf_index >= %(first)s and leaf_index < %(end)s order by leaf_index;

-- name: tiles
-- The hashes of the complete subtrees with these numbers.
select number, hash from evidence_tile where tier = %(tier)s and number >= %(first)s and number < %(end)s order by number;
