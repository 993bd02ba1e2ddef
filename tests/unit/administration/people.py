"""Operators with keys, and what they sign."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from schemas.directory.bus_keys import OperatorKey
from schemas.fields import AgencyId
from schemas.interventions import Erasure, Replay, SignedIntervention
from schemas.messages.parts import MessageRef
from services.administration import interventions, operators
from services.administration.interventions import Intervening
from services.keys.keyring import Keyring
from services.keys.signing import Signer
from services.ledger.records import Place
from services.obligations.records import MessageName

NETWORK: Final = "sandbox"
AT: Final = datetime(2026, 3, 6, 12, tzinfo=UTC)
NAMES: Final = ("first", "second", "third")


def signer(name: str, number: int = 1) -> Signer:
    return _signer(name, number)


@cache
def _signer(name: str, number: int) -> Signer:
    ring = Keyring(NETWORK, f"operator-{name}")
    for _ in range(number):
        ring = ring.with_new("sign", "2026-03")
    return ring.newest_signer()


def key(name: str, number: int = 1, *, at: datetime = AT) -> OperatorKey:
    return operators.made(signer(name, number), at - timedelta(days=1), network=NETWORK)


def known(at: datetime = AT) -> tuple[OperatorKey, ...]:
    """The first two, the first of them with two keys."""
    return (key("first", at=at), key("first", 2, at=at), key("second", at=at))


def replay(*places: Place, at: datetime = AT, network: str = NETWORK) -> SignedIntervention:
    records = tuple(place.ref for place in places)
    return SignedIntervention(asked=Replay(kind="replay", network=network, at=at, reason="17/2026", records=records))


def erasure(name: MessageName, *, at: datetime = AT) -> SignedIntervention:
    message = MessageRef(sender=AgencyId(name.sender), id=UUID(name.id))
    return SignedIntervention(asked=Erasure(kind="erase", network=NETWORK, at=at, reason="18/2026", message=message))


def signed(document: SignedIntervention, *names: str) -> SignedIntervention:
    for name in names or ("first", "second"):
        document = interventions.signed(document, signer(name))
    return document


def intervening(document: SignedIntervention, *keys: OperatorKey, at: datetime = AT) -> Intervening:
    """Judged by these keys, else by those of the first two."""
    return Intervening(document, NETWORK, keys or known(at))


def good(*places: Place, at: datetime = AT) -> Intervening:
    return intervening(signed(replay(*places, at=at)), at=at)


def bad(what: str, document: SignedIntervention, at: datetime = AT) -> tuple[Intervening, str]:
    """The same document, wrong in one respect, and the code by which it is refused."""
    wrong: Mapping[str, Callable[[], tuple[Intervening, str]]] = {
        "unsigned": lambda: (intervening(document, at=at), "HB-2451"),
        "one key": lambda: (intervening(signed(document, "first"), at=at), "HB-2451"),
        "one key twice": lambda: (intervening(_twice(document), at=at), "HB-2451"),
        "two keys of one": lambda: (intervening(_of_one(document), at=at), "HB-2451"),
        "one key under two names": lambda: (_under_two_names(document, at), "HB-2452"),
        "a foreign key": lambda: (intervening(signed(document, "first", "third"), at=at), "HB-2452"),
        "a key that proves nothing": lambda: (_unproved(document, at), "HB-2452"),
        "an expired key": lambda: (intervening(signed(document), key("first", at=at), _ended(at)), "HB-2453"),
        "a revoked key": lambda: (intervening(signed(document), key("first", at=at), _revoked(at)), "HB-2453"),
        "changed": lambda: (intervening(_changed(document), at=at), "HB-2454"),
        "signed by another under his id": lambda: (intervening(_forged(document), at=at), "HB-2454"),
        "another network": lambda: (intervening(signed(_elsewhere(document)), at=at), "HB-2450"),
    }
    return wrong[what]()


BAD: Final = (
    *("unsigned", "one key", "one key twice", "two keys of one", "one key under two names", "a foreign key"),
    *("a key that proves nothing", "an expired key", "a revoked key", "changed", "signed by another under his id"),
    "another network",
)


def _twice(document: SignedIntervention) -> SignedIntervention:
    once = signed(document, "first")
    return once.model_copy(update={"signatures": once.signatures * 2})


def _of_one(document: SignedIntervention) -> SignedIntervention:
    return interventions.signed(signed(document, "first"), signer("first", 2))


def _under_two_names(document: SignedIntervention, at: datetime) -> Intervening:
    """The list names the first operator's key once more, as the second's: its proof is of another id."""
    first = key("first", at=at)
    other = first.model_copy(update={"id": key("second").id})
    as_second = Signer(other.id, signer("first").private)
    return intervening(interventions.signed(signed(document, "first"), as_second), first, other)


def _unproved(document: SignedIntervention, at: datetime) -> Intervening:
    return intervening(signed(document), key("first", at=at), key("second", at=at).model_copy(update={"proof": None}))


def _ended(at: datetime) -> OperatorKey:
    return operators.made(signer("second"), at - operators.VALID - timedelta(seconds=1), network=NETWORK)


def _revoked(at: datetime) -> OperatorKey:
    return key("second", at=at).model_copy(update={"revoked_at": at - timedelta(seconds=1)})


def _changed(document: SignedIntervention) -> SignedIntervention:
    whole = signed(document)
    return whole.model_copy(update={"asked": whole.asked.model_copy(update={"reason": "19/2026"})})


def _elsewhere(document: SignedIntervention) -> SignedIntervention:
    return document.model_copy(update={"asked": document.asked.model_copy(update={"network": "country"})})


def _forged(document: SignedIntervention) -> SignedIntervention:
    as_second = Signer(key("second").id, signer("third").private)
    return interventions.signed(signed(document, "first"), as_second)
