"""Every event is a round of its own, and a message belongs to the round that it names, else to the oldest open one."""

from typing import Final

import pytest

from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, fact, notice, refuse, service, trigger, withdraw

PLACED: Final = "custody.place-set"
MOVED: Final = "custody.place-changed"
RESTRICTED: Final = "custody.person-restricted"
RELATIVES: Final = "detention.relatives-notice"
PROPERTY: Final = "protection.property-threat"
MINOR: Final = "detention.minor-parents-notice"
CHANGED: Final = "custody.minor-status-changed"

ROUNDS: Final = (
    Row(
        "a second protocol is a second obligation, which the first notice does not heal",
        (trigger(), notice("26 Apr 15:00"), trigger("27 Apr 10:00", id_="again")),
        {"prosecutor": "in-time", "prosecutor 2": "breached, 1 breach, starts 27 Apr 10:00"},
    ),
    Row(
        "a notice meets the round whose start it names",
        (trigger(), trigger("26 Apr 11:00", id_="again"), notice("26 Apr 12:00", start="26 Apr 11:00")),
        {"prosecutor": "breached, 1 breach", "prosecutor 2": "in-time"},
    ),
    Row(
        "a notice that names none meets the oldest open round",
        (trigger(), trigger("26 Apr 11:00", id_="again"), notice("26 Apr 12:00", start=None)),
        {"prosecutor": "in-time", "prosecutor 2": "breached, 1 breach"},
    ),
    Row(
        "two such notices meet both rounds",
        (
            trigger(),
            trigger("26 Apr 11:00", id_="again"),
            notice("26 Apr 12:00", start=None),
            notice("26 Apr 13:00", start=None, id_="second"),
        ),
        {"prosecutor": "in-time, by notice", "prosecutor 2": "in-time, by second"},
    ),
    Row(
        "a refused notice leaves its round open for the next",
        (
            trigger(),
            notice("26 Apr 12:00", start=None),
            refuse("26 Apr 13:00"),
            notice("26 Apr 14:00", start=None, id_="second"),
        ),
        "in-time, by second",
    ),
    Row(
        "a change of the place opens the next round",
        (trigger(name=PLACED), service("26 Apr 12:00"), trigger("27 Apr 10:00", name=MOVED, id_="moved")),
        {"one-relative": "in-time", "one-relative 2": "breached, 1 breach"},
        of=RELATIVES,
    ),
    Row(
        "the same event told by another agency joins its round",
        (trigger(), trigger(by=COURT, received="26 Apr 12:00"), notice("26 Apr 15:00")),
        "in-time",
    ),
    Row(
        "a notice told before any trigger belongs to the round that the trigger then names",
        (notice("26 Apr 15:00"), trigger(received="26 Apr 16:00")),
        "in-time",
    ),
    Row(
        "what met the first round stays with it when its trigger falls away, and never heals the second",
        (
            trigger(),
            notice("26 Apr 15:00"),
            trigger("26 Apr 11:00", id_="again"),
            withdraw("trigger", "26 Apr 16:00"),
        ),
        {"prosecutor": "in-time, starts 26 Apr 10:00", "prosecutor 2": "breached, 1 breach"},
    ),
    Row(
        "two threats are never one, however alike",
        (
            notice("26 Apr 10:05", duty=PROPERTY),
            notice("26 Apr 12:05", duty=PROPERTY, start="26 Apr 12:00", id_="second"),
        ),
        {
            "security-measures-leadership": "no-deadline-met, by notice",
            "security-measures-leadership 2": "no-deadline-met, by second",
        },
    ),
    Row(
        "each value that separates is an event of its own, also when another agency tells it",
        (
            trigger(name=CHANGED, attributes={"change": "arrested"}),
            trigger("26 Apr 10:30", name=CHANGED, by=COURT, attributes={"change": "released"}),
        ),
        {"parents-or-representatives": "no-deadline-open", "parents-or-representatives 2": "no-deadline-open"},
        of=MINOR,
    ),
    Row(
        "an act answers the round that had begun when it was done",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 11:00", id_="first"),
            trigger("27 Apr 10:00", name=RESTRICTED, id_="again"),
            fact("custody.handed-over", "27 Apr 12:00", id_="second"),
        ),
        {"investigator": "in-time, by first", "investigator 2": "in-time, by second"},
        of="detention.handover",
    ),
    Row(
        "an act of the first round does not heal the second",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 11:00"),
            trigger("27 Apr 10:00", name=RESTRICTED, id_="again"),
        ),
        {"investigator": "in-time", "investigator 2": "breached, 1 breach"},
        of="detention.handover",
    ),
)


@pytest.mark.parametrize("row", ROUNDS, ids=str)
def test_every_event_is_a_round_of_its_own(row: Row) -> None:
    rows.holds(row)
