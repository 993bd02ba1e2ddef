"""What every implementation must refuse: records that are nearly right."""

from typing import Any

import orjson

from schemas.codec import record
from tests.vectors import log, parties, told
from tests.vectors.told import Written

LINES = [
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"b":1,"a":1}',
    '{"a":1.0}',
    '{"a":1e3}',
    '{"a":-0}',
    '{"a":NaN}',
    '{"a":-Infinity}',
    '{"a":9007199254740992}',
    r'{"a":"\u0041"}',
    r'{"a":"\/"}',
    r'{"a":"\ud800"}',
    '{"a":' + "[" * 16 + "]" * 16 + "}",
    '{"a":1',
    "[1]x",
]


def cases() -> Written:
    """Canonical lines, outbox records, inbox records, and logs, each with what is wrong with it."""
    return {"lines": LINES, "outbox": _outbox(), "inbox": _inbox(), "reference": _logs()}


def _with(base: Written, **changed: Any) -> Written:  # noqa: ANN401 - any part of a record
    return base | changed


def _outbox() -> list[Written]:
    base = told.fact_shown()["record"]
    value = bytes.fromhex(base["value"])
    spaced = value.replace(b'":"', b'": "', 1)
    resigned = parties.SENDERS.record(network=parties.NETWORK, topic=parties.OUTBOX, envelope_line=spaced[:-1])
    signed_anew = {record.SIGNATURE_HEADER: resigned.signature, record.KEY_HEADER: resigned.key}
    other_network = parties.SENDERS.record(network="country", topic=parties.OUTBOX, envelope_line=value[:-1])
    elsewhere = {record.SIGNATURE_HEADER: other_network.signature, record.KEY_HEADER: other_network.key}
    notice = told.notice()[1]["record"]
    changes: dict[str, Written] = {
        "signed for another topic": _with(base, topic=f"urgent.{parties.SENDER}"),
        "signed for another network": _with(base, headers=elsewhere),
        "not canonical, though signed": _with(base, value=spaced.hex(), headers=signed_anew),
        "another key than the occasion": _with(base, key=b"bus".hex()),
        "a body that was not announced": _with(base, value=(value + b"{}").hex()),
        "no line feed": _with(base, value=value[:-1].hex()),
        "a header too many": _with(base, headers=base["headers"] | {"reply_to": parties.INBOX}),
        "no signature": _with(base, headers={record.KEY_HEADER: parties.SENDERS.key_id}),
        "another body than the announced": _with(notice, value=_flipped(notice["value"], at=-9)),
        "an envelope with one bit turned": _with(base, value=_flipped(base["value"], at=40)),
    }
    return [{"why": why, "record": changed} for why, changed in changes.items()]


def _flipped(value: str, *, at: int) -> str:
    turned = bytearray.fromhex(value)
    turned[at] ^= 1
    return turned.hex()


def _inbox() -> list[Written]:
    base, *_, of_bus = told.batch_shown()["records"]
    proof = orjson.loads(base["headers"]["habarshy-batch"])
    less = {name: text for name, text in base["headers"].items() if name != "habarshy-delivery"}

    def proved(**changed: Any) -> Written:  # noqa: ANN401 - any part of a proof
        line = orjson.dumps(proof | changed, option=orjson.OPT_SORT_KEYS).decode()
        return _with(base, headers=base["headers"] | {"habarshy-batch": line})

    changes = {
        "in another inbox": _with(base, topic=f"inbox.{parties.ALSO}"),
        "at another place of the batch": proved(index=1),
        "a path that is too short": proved(path=proof["path"][:-1]),
        "a path that is too long": proved(path=[*proof["path"], proof["path"][0]]),
        "a batch of another size": proved(size=4),
        "a place outside the batch": proved(index=3),
        "a key that is not the relay's": proved(key=parties.DIRECTORY.key_id),
        "another delivery": _with(base, headers=base["headers"] | {"habarshy-delivery": base["headers"]["habarshy-delivery"].replace("10.25", "10.26")}),
        "without its delivery": _with(base, headers=less),
        "an agency's message that poses as the bus's": _with(base, headers=of_bus["headers"]),
    }  # fmt: skip
    return [{"why": why, "record": changed} for why, changed in changes.items()]


def _logs() -> list[Written]:
    """Each is a whole log, in which something stops the reader."""
    whole = log.log_shown()["records"]
    stopped = {
        "an entry was left out": [whole[0], whole[2]],
        "an entry stands before its time": [whole[0], whole[2], whole[1]],
    }
    return [{"why": why, "records": records} for why, records in stopped.items()]
