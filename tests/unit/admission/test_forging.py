"""Whoever copies a message without its owner's private key takes nothing from it: neither its name nor its place."""

from dataclasses import replace

from services.admission import admitting
from services.ledger.entries import Entry, Looked
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import RECEIVED_AT, Wire


def admitted(*arrivals: Arrival) -> list[Entry]:
    batch = world.checked(*arrivals)
    return list(
        admitting.admit(batch, Looked(RECEIVED_AT, 1), network=world.NETWORK, catalogue=world.checking().catalogue)
    )


def forged(copied: Arrival, other: Arrival) -> Arrival:
    """Under the owner's own key id, with a signature that the owner made under something else."""
    return replace(copied, headers=other.headers)


def test_a_copy_under_the_owners_own_key_id_does_not_take_the_name() -> None:
    wire = Wire()
    forgery = forged(wire.notice(1), wire.notice(2))
    genuine = wire.notice(1)

    entries = admitted(forgery, genuine)

    assert [entry.decision.disposition for entry in entries] == ["REJECTED", "ROUTED"]
    assert [finding.code for finding in entries[0].decision.findings] == ["HB-2407"]
    assert entries[0].name is None
    assert entries[1].name is not None


def test_a_copy_that_comes_later_is_no_repetition_and_is_never_accepted() -> None:
    wire = Wire()
    genuine, forgery = wire.notice(1), forged(wire.notice(1), wire.notice(2))

    entries = admitted(genuine, forgery)

    assert [entry.decision.disposition for entry in entries] == ["ROUTED", "REJECTED"]
    assert [outgoing.of for outgoing in entries[1].outgoing] == [None]


def test_an_id_names_one_text() -> None:
    wire = Wire()

    entries = admitted(wire.notice(1), wire.said(*world.notice(1, sent_at="2026-03-06T04:04:00Z")))

    assert [entry.decision.disposition for entry in entries] == ["ROUTED", "REJECTED"]
    assert [finding.code for finding in entries[1].decision.findings] == ["HB-2402"]
