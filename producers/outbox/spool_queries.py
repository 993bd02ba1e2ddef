"""The statements of the spool's one table, each with what it is for. The spool keeps final bytes: sealed, signed, never a clear body."""

from typing import Final

VERSION: Final = 1
"""The form of the table, kept in the file itself."""

CREATE: Final = """
CREATE TABLE message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'accepted', 'rejected')),
    topic TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    signature TEXT NOT NULL,
    key_id TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    tried_at TEXT,
    wire_partition INTEGER,
    wire_offset INTEGER,
    received_at TEXT,
    answer BLOB
) STRICT
"""
# An answer that names no message, for the bus could not read it, names the record.
CREATE_BY_RECORD: Final = "CREATE INDEX message_by_record ON message (topic, wire_partition, wire_offset)"
CREATE_BY_STATE: Final = "CREATE INDEX message_by_state ON message (state, number)"

# Takes a message in, with the bytes that it will always have.
STORE: Final = """
INSERT INTO message (id, state, topic, key, value, signature, key_id, stored_at)
VALUES (:id, 'waiting', :topic, :key, :value, :signature, :key_id, :stored_at)
"""
# One message, whole.
BY_ID: Final = "SELECT * FROM message WHERE id = :id"
# Messages by the beginning or the end of an id.
BY_SHORT_ID: Final = "SELECT * FROM message WHERE id LIKE :short || '%' OR id LIKE '%' || :short LIMIT :limit"
# The message of a record.
BY_RECORD: Final = """
SELECT * FROM message WHERE topic = :topic AND wire_partition = :partition AND wire_offset = :offset
"""
# What is not on the wire yet, in the order in which it was taken in.
WAITING: Final = "SELECT number, id, topic, key FROM message WHERE state = 'waiting' ORDER BY number"
# The newest messages, or those of one state, for people.
NEWEST: Final = "SELECT * FROM message ORDER BY number DESC LIMIT :limit"
NEWEST_OF_STATE: Final = "SELECT * FROM message WHERE state = :state ORDER BY number DESC LIMIT :limit"
# How many there are of each state, and of how many bytes.
COUNT: Final = """
SELECT state, count(*) AS messages, coalesce(sum(length(value)), 0) AS bytes, min(stored_at) AS oldest FROM message GROUP BY state
"""
# A try that ended without the wire's word: whether it is there is not known.
TRIED: Final = "UPDATE message SET tries = tries + 1, tried_at = :at WHERE id = :id"
# The wire has it. An answer of the bus may have come before the wire's own word.
SENT: Final = """
UPDATE message
SET state = CASE state WHEN 'waiting' THEN 'sent' ELSE state END, tries = tries + 1, tried_at = :at,
    wire_partition = :partition, wire_offset = :offset, received_at = :received_at
WHERE id = :id
"""
# The bus has answered. What it says of a repeat never replaces what it said of the first.
ANSWERED: Final = """
UPDATE message
SET state = :state, answer = :answer, wire_partition = coalesce(wire_partition, :partition),
    wire_offset = coalesce(wire_offset, :offset), received_at = coalesce(received_at, :received_at)
WHERE id = :id
"""
# What the wire confirmed and the bus never answered: the wire may have lost it since, and with it its place.
UNANSWERED: Final = """
UPDATE message SET state = 'waiting', wire_partition = NULL, wire_offset = NULL, received_at = NULL WHERE state = 'sent'
RETURNING number, id, topic, key, length(value) AS bytes
"""
# Finished messages, those first that wait for nothing any more, oldest first.
FINISHED: Final = """
SELECT number, length(value) AS bytes FROM message WHERE state <> 'waiting' ORDER BY state = 'sent', number LIMIT :limit
"""
# Forgets a finished message.
FORGET: Final = "DELETE FROM message WHERE number = :number AND state <> 'waiting'"
