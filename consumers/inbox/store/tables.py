"""The tables of the store, in the two dialects. They are made where they are missing, and differ in types alone."""

from typing import Final

_POSITION: Final = """
create table if not exists habarshy_inbox_position (
  topic text not null, "partition" integer not null, following bigint not null, primary key (topic, "partition")
)
"""
SQLITE: Final = (
    _POSITION,
    "create table if not exists habarshy_inbox_taken (sender text not null, id text not null, primary key (sender, id)) without rowid",
    "create table if not exists habarshy_inbox_obligation (obligation blob primary key, epoch integer not null, version integer not null)",
    "create table if not exists habarshy_inbox_outgoing (id text primary key, line blob not null, regarded text not null)",
    """
create table if not exists habarshy_inbox_letter (
  number integer primary key autoincrement, fingerprint text not null unique,
  topic text not null, "partition" integer not null, "offset" integer not null, appended_at text not null,
  "key" blob, value blob, headers text not null,
  because text not null, code text not null, place text not null, particulars text not null,
  kept_at text not null, times integer not null default 1, wanted_again integer not null default 0
)
""",
)
POSTGRES: Final = (
    _POSITION,
    "create table if not exists habarshy_inbox_taken (sender text not null, id text not null, primary key (sender, id))",
    "create table if not exists habarshy_inbox_obligation (obligation bytea primary key, epoch integer not null, version integer not null)",
    "create table if not exists habarshy_inbox_outgoing (id text primary key, line bytea not null, regarded text not null)",
    """
create table if not exists habarshy_inbox_letter (
  number bigint generated always as identity primary key, fingerprint text not null unique,
  topic text not null, "partition" integer not null, "offset" bigint not null, appended_at text not null,
  "key" bytea, value bytea, headers text not null,
  because text not null, code text not null, place text not null, particulars text not null,
  kept_at text not null, times integer not null default 1, wanted_again integer not null default 0
)
""",
)

_MARK: Final = "alter table habarshy_inbox_position add column mark text"
SQLITE_ADDED: Final = (("select 1 from pragma_table_info('habarshy_inbox_position') where name = 'mark'", _MARK),)
"""What came later than the first stores: how it is asked for, and how it is added where it is missing."""
POSTGRES_ADDED: Final = (
    (
        "select 1 from pg_attribute where attrelid = 'habarshy_inbox_position'::regclass and attname = 'mark' and not attisdropped",
        _MARK,
    ),
)
"""Likewise."""
