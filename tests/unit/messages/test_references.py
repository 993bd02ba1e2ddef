"""What a message refers to must be able to be what it says."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from schemas import topics
from schemas.catalogue.catalogue import Catalogue
from schemas.codec import canonical, record
from schemas.errors.tree import RefusedError
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.bus import ObligationSnapshot, Step

Change = Callable[[dict[str, Any]], object]


def changed(name: str, change: Change) -> bytes:
    envelope = orjson.loads(orjson.dumps(reading.example(name).envelope))
    change(envelope)
    return orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)


NOTICE = "prosecutor-told-of-a-detention"
REFUSED: dict[str, tuple[str, Change, str, str]] = {
    "a key of another agency": (
        NOTICE,
        lambda e: e["seal"]["recipients"][0].update(key="police-nura/seal-2026-01"),
        "HB-2129",
        "/seal/recipients/0",
    ),
    "a key for signing": (
        NOTICE,
        lambda e: e["seal"]["recipients"][0].update(key="prosecutor-bostandyk/sign-2026-01"),
        "HB-2129",
        "/seal/recipients/0",
    ),
    "a recipient twice": (
        NOTICE,
        lambda e: e["seal"]["recipients"].append(e["seal"]["recipients"][0]),
        "HB-2132",
        "/seal",
    ),
    "a content item twice": (NOTICE, lambda e: e["checklist"].append(e["checklist"][0]), "HB-2132", ""),
    "a sender with a personal number": (NOTICE, lambda e: e.update(sender="person-850101300123"), "HB-2128", "/sender"),
    "an occasion minted under a number": (
        NOTICE,
        lambda e: e.update(occasion=f"iin-850101300123/{'a' * 26}"),
        "HB-2128",
        "/occasion",
    ),
    "a ruling under another occasion": (
        "breach-upheld-weekends-do-not-count",
        lambda e: e.update(occasion=f"prosecutor-almaty/{'a' * 26}"),
        "HB-2130",
        "",
    ),
    "a handover to itself": ("case-offered-to-another-district", lambda e: e.update(to=e["sender"]), "HB-2131", ""),
}


@pytest.mark.parametrize(("name", "change", "code", "where"), REFUSED.values(), ids=REFUSED.keys())
def test_a_reference_that_cannot_be_meant_is_refused(name: str, change: Change, code: str, where: str) -> None:
    with pytest.raises(RefusedError) as refused:
        registry.read_envelope(changed(name, change))
    assert (refused.value.first.code, refused.value.first.where) == (code, where)


@pytest.mark.parametrize(
    ("name", "regarded", "topic"),
    [
        ("prosecutors-system-takes-the-notice", "detention.prosecutor-notice", topics.OUTBOX),
        ("prosecutors-system-takes-the-notice", "protection.property-threat", topics.URGENT),
        ("minors-release-date-moves", "", topics.OUTBOX),
        ("investigator-contests-a-breach", "", topics.OUTBOX),
    ],
)
def test_what_regards_an_immediate_duty_goes_the_same_way(
    name: str, regarded: str, topic: topics.Topic, catalogue: Catalogue
) -> None:
    envelope, _ = reading.check(reading.example(name), catalogue)
    assert topics.outgoing(envelope, catalogue, regarded=regarded) == topic


def test_the_largest_obligation_fits_into_an_envelope() -> None:
    envelope = registry.read_envelope(changed("prosecutor-must-be-told-by-the-afternoon", lambda _: None))
    assert isinstance(envelope, ObligationSnapshot)
    step = Step(code="c" * 60, particulars={f"n{number}": "x" * 60 for number in range(6)})
    largest = envelope.model_copy(update={"explanation": (step,) * 100, "warned_at": (envelope.emitted_at,) * 50})
    line = canonical.encode(largest)
    assert len(line) <= record.ENVELOPE_LIMIT
    assert registry.read_envelope(line) == largest
