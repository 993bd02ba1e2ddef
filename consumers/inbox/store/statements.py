"""The statements of the store, one text for both dialects. Each says what it is for."""

from typing import Final

POSITION: Final = """
select following from habarshy_inbox_position where topic = $1 and "partition" = $2
"""
"""Where to read on."""

MARK: Final = """
select mark from habarshy_inbox_position where topic = $1 and "partition" = $2 and following = $3
"""
"""By what the record before this position is known again."""

POSITIONS: Final = """
select "partition", following from habarshy_inbox_position where topic = $1
"""
"""Of a topic."""

FIRST_MOVE: Final = """
insert into habarshy_inbox_position (topic, "partition", following, mark) values ($1, $2, $3, $4)
on conflict (topic, "partition") do nothing
returning following
"""
"""The first position of a partition; nothing where another Inbox has set one."""

MOVE: Final = """
update habarshy_inbox_position set following = $3, mark = $4
where topic = $1 and "partition" = $2 and following = $5
returning following
"""
"""Compare and set: nothing where the position does not stand where we saw it."""

TAKE: Final = """
insert into habarshy_inbox_taken (sender, id) values ($1, $2) on conflict (sender, id) do nothing returning id
"""
"""Each message is taken once."""

NEWEST: Final = """
insert into habarshy_inbox_obligation (obligation, epoch, version) values ($1, $2, $3)
on conflict (obligation) do update set epoch = excluded.epoch, version = excluded.version
where (excluded.epoch, excluded.version) > (habarshy_inbox_obligation.epoch, habarshy_inbox_obligation.version)
returning version
"""
"""A later state of an obligation replaces an earlier one, and never the other way round."""

ANSWER: Final = """
insert into habarshy_inbox_outgoing (id, line, regarded) values ($1, $2, $3) on conflict (id) do nothing
"""
"""An answer is decided with the effect, and sent afterwards."""

OUTGOING: Final = """
select id, line, regarded from habarshy_inbox_outgoing order by id limit 100
"""
"""Ids begin with their time, so the oldest comes first."""

HANDED_OVER: Final = """
delete from habarshy_inbox_outgoing where id = $1
"""
"""The Outbox's spool has it now, or it became a letter."""

KEEP: Final = """
insert into habarshy_inbox_letter
  (fingerprint, topic, "partition", "offset", appended_at, "key", value, headers, because, code, place, particulars, kept_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (fingerprint) do update set times = habarshy_inbox_letter.times + 1, wanted_again = 0,
  because = case
    when habarshy_inbox_letter.because = 'unheard' then 'unheard'
    when habarshy_inbox_letter.because = 'unusable' and excluded.because <> 'unheard' then 'unusable'
    else excluded.because end,
  code = excluded.code, place = excluded.place, particulars = excluded.particulars
"""
"""The same bytes are one letter, however often they fail, and the finding is the last one.

A message that counts as taken without its effect stays known as such, whatever fails later: by that alone it can still be heard.
"""

LETTERS: Final = """
select number, topic, "partition", "offset", appended_at, "key", value, headers, because, code, place, particulars, kept_at, times,
  wanted_again
from habarshy_inbox_letter order by number
"""
"""All letters, the oldest first."""

WANTED: Final = """
select number, topic, "partition", "offset", appended_at, "key", value, headers, because, code, place, particulars, kept_at, times,
  wanted_again
from habarshy_inbox_letter where wanted_again = 1 order by number
"""
"""Those that a person asked for; the others stay unread, for they may be many and large."""

LETTER: Final = """
select number, topic, "partition", "offset", appended_at, "key", value, headers, because, code, place, particulars, kept_at, times,
  wanted_again
from habarshy_inbox_letter where number = $1
"""
"""One letter."""

WANT_AGAIN: Final = """
update habarshy_inbox_letter set wanted_again = 1 where number = $1
"""
"""Asked for by a person; the running Inbox takes it up."""

SETTLE: Final = """
delete from habarshy_inbox_letter where number = $1 returning number
"""
"""A letter that was taken in the end."""

COUNTED: Final = """
select 'taken', count(*) from habarshy_inbox_taken
union all select 'letters', count(*) from habarshy_inbox_letter
union all select 'outgoing', count(*) from habarshy_inbox_outgoing
"""
"""What the store holds."""
