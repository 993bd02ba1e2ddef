"""What is kept of what is rejected: all of it within its agency's budget, and its hash beyond that. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from consumers.intake.budget import Amount
from services.ledger.entries import Entry
from services.ledger.records import Place


def kept(entries: Sequence[Entry], within: Callable[[str, Amount], bool]) -> Sequence[Entry]:
    """The entries as they are stored. Whoever is rejected is told so all the same; nobody is sent later what is not there."""
    going = frozenset(_going(entries))
    spent: defaultdict[str, Amount] = defaultdict(lambda: Amount(0, 0))
    found: list[Entry] = []
    for entry in entries:
        if entry.decision.disposition == "REJECTED":
            agency = entry.arrival.outbox_of
            spent[agency] = spent[agency].plus(Amount(1, entry.arrival.size))
            if not within(agency, spent[agency]) and entry.arrival.place not in going:
                found.append(replace(entry, hash_only=True))
                continue
        found.append(entry)
    return found


def _going(entries: Sequence[Entry]) -> Iterator[Place]:
    """What goes out with this batch: a ruling may deem accepted what is rejected here."""
    for entry in entries:
        yield from (one.of for one in entry.outgoing if one.of is not None)
        for release in entry.released:
            yield from (one.of for one in release.outgoing if one.of is not None)
