"""Makes messages and their parts with sensible values; a test names only what it is about."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from schemas.examples import reading

SENT_AT: Final = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
MINTED: Final = UUID("019cc151-f5e0-78b9-a1b2-ceb6836d0821")
DERIVED: Final = UUID("a32381a9-8a75-55d5-827a-0b41d6dec5b0")
OCCASION: Final = "investigation-bostandyk/qsgyj2h2cwzjzonzw4lyabmrxj"

WRAP: Final = {
    "agency": "prosecutor-bostandyk",
    "key": "prosecutor-bostandyk/seal-2026-01",
    "encapsulated": "A" * 44,
    "wrapped": "A" * 64,
}


def by_agency(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of any envelope
    """The fields that every message of an agency about an occasion says, and these."""
    return {
        "id": MINTED,
        "schema_version": "1.0",
        "sender": "investigation-bostandyk",
        "sent_at": SENT_AT,
        "language": "kk",
        "occasion": OCCASION,
        **said,
    }


def receipt(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a receipt
    regards = {"sender": "investigation-bostandyk", "id": MINTED}
    return by_agency(
        **{
            "type": "receipt",
            "name": "seen",
            "as_role": "prosecutor",
            "regards": regards,
            "occurred_at": SENT_AT,
            **said,
        }
    )


def fact(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a fact
    plain = {"type": "fact", "name": "custody.protocol-drawn", "as_role": "investigator", "occurred_at": SENT_AT}
    return by_agency(**{**plain, **said})


def drill(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of an exercise's beginning
    plain = by_agency(
        type="drill-opened",
        drill=OCCASION,
        agencies=("investigation-bostandyk",),
        opens_at=datetime(2026, 3, 7, tzinfo=UTC),
        closes_at=datetime(2026, 3, 8, tzinfo=UTC),
    )
    del plain["occasion"]
    return {**plain, **said}


def envelope_of(kind: str) -> dict[str, Any]:
    """The envelope of the first example of that type."""
    return next(e.envelope for _, e in reading.every_message() if e.envelope["type"] == kind)
