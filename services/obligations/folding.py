"""The state of one fold, and the questions that its steps ask of it. Pure: it lives for one call and is never shared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.law.deadlines import Law
from services.obligations import assigning
from services.obligations.cases import Case, Until
from services.obligations.parts import Parts
from services.obligations.records import MessageName
from services.obligations.threads import Thread
from services.obligations.told import Told
from services.obligations.tracks import Track


@dataclass(slots=True, eq=False)
class Fold:
    """What is known of a case so far."""

    case: Case
    law: Law
    parts: Parts
    until: Until
    threads: dict[str, Thread] = field(default_factory=dict)
    told: dict[MessageName, Told] = field(default_factory=dict)
    concerns: dict[MessageName, list[Thread]] = field(default_factory=dict)
    """In which threads a statement plays a part."""
    roots: dict[MessageName, MessageName] = field(default_factory=dict)
    """Which statement a correction or withdrawal is about."""
    tracks: list[Track] = field(default_factory=list)
    """Every obligation, in the order in which they opened."""
    touched: dict[Track, None] = field(default_factory=dict)

    def thread(self, code: str) -> Thread:
        if code not in self.threads:
            self.threads[code] = Thread(code)
        return self.threads[code]

    def statement_of(self, name: MessageName) -> Told | None:
        """The statement of that name, or the one that the correction of that name is about."""
        return self.told.get(self.roots.get(name, name))

    def tracks_about(self, told: Told) -> Iterator[Track]:
        for thread in self.concerns[told.message]:
            yield from thread.tracks

    def reassess(self, threads: Iterable[Thread], *, about: Told) -> None:
        """Decides anew which message answers what, after this one came or changed, and notes whose state may be another now."""
        for thread in threads:
            changed = dict.fromkeys(assigning.assign(thread))
            changed.update(dict.fromkeys(round_ for round_ in thread.rounds if round_.hears(about)))
            for round_ in changed:
                round_.assigned += 1
                self.touched.update(dict.fromkeys(round_.tracks))
