-- The heads of the evidence log as they were signed. Each follows one, and each is followed by one alone: nothing that is kept here forks.
create table checkpoint (
    tree_size bigint primary key,
    previous_size bigint not null unique check (previous_size >= 0 and previous_size < tree_size),
    envelope bytea not null,
    signature text not null,
    signed_by text not null,
    kept_at timestamptz not null default clock_timestamp(),
    published_at timestamptz
);
create index checkpoint_unpublished on checkpoint (tree_size) where published_at is null;

-- The complete subtrees of the log, so that its root and its proofs take a few hashes whatever its size: of 256 leaves in tier 1, of 65,536 in tier 2.
create table evidence_tile (
    tier smallint not null check (tier >= 1),
    number bigint not null,
    hash bytea not null,
    primary key (tier, number)
);
