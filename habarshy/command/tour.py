"""`habarshy tour`: what there is, in a minute."""

import sys
from collections import Counter

from habarshy.command import duties, duty, helping, lookups, output, wording
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import RunningTerm, Unnumbered

SHOWN_OF_EACH = 4
SHOWN_WHOLE = "detention.prosecutor-notice"
_MINUTES = {"minutes": 1, "hours": 60, "tauliq": 24 * 60}
_NEXT = (
    ("habarshy duties --search прокурор", "tour-try-search"),
    ("habarshy duty juvenile.pre-release-notice --lang kk", "tour-try-duty"),
    ("habarshy agency investigation-bostandyk --lang ru", "tour-try-agency"),
    ("habarshy example prosecutor-told-of-a-detention | habarshy validate -", "tour-try-example"),
    ("habarshy explain HB-2104", "tour-try-explain"),
)


@helping.command("tour")
def command() -> None:
    catalogue = lookups.catalogue()
    output.heading(
        wording.say(
            "tour-welcome",
            duties=len(catalogue.duties),
            facts=len(catalogue.facts),
            roles=len(catalogue.roles),
            documents=len(catalogue.documents),
        )
    )
    output.heading(wording.say("tour-families"))
    families = Counter(d.family for d in catalogue.duties)
    output.table(
        [wording.say("tour-family"), wording.say("tour-number")],
        [(family, str(number)) for family, number in families.most_common()],
    )
    output.heading(wording.say("tour-most-urgent"))
    immediate = [d for d in catalogue.duties if isinstance(d.term, Unnumbered) and d.term.unit == "immediately"]
    running = sorted((d for d in catalogue.duties if isinstance(d.term, RunningTerm)), key=_length)
    duties.show((*immediate[:SHOWN_OF_EACH], *running[:SHOWN_OF_EACH]))
    output.heading(wording.say("tour-one-whole"))
    duty.show(lookups.duty(SHOWN_WHOLE))
    output.heading(wording.say("tour-next"))
    output.table(
        ["", ""], [(call.replace("habarshy ", f"{how_it_was_called()} "), wording.say(key)) for call, key in _NEXT]
    )


def how_it_was_called() -> str:
    """The command as a reader can type it: by its path where it is not on the shell's own."""
    called = sys.argv[0]
    return called if "/" in called and called.endswith("/habarshy") and not called.startswith("/") else "habarshy"


def _length(entry: Duty) -> int:
    return entry.term.value * _MINUTES[entry.term.unit] if isinstance(entry.term, RunningTerm) else 0
