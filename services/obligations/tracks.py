"""One obligation while it is being judged: what it stands on, what changed it, and what became of it. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from schemas import law_of_the_day
from schemas.catalogue.duty import Duty
from schemas.messages.bus import Verdict
from services.law.deadlines import Deadline, Law
from services.law.periods import Period
from services.obligations.parts import Debtor, Holder
from services.obligations.records import MessageName
from services.obligations.told import Told

DeclaredBy = Literal["trigger", "sender", "bus", "calendar"]
Applies = Literal["yes", "no", "unknown"]
Happening = Literal[
    "opened",
    "deadline-moved",
    "met",
    "reopened",
    "breach",
    "retracted",
    "disputed",
    "ruled",
    "refused",
    "handed-over",
    "law-corrected",
]


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of an obligation's history."""

    at: datetime
    what: Happening
    by: MessageName | None = None
    deadline: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The instant the clock runs from, and whose word that is."""

    at: datetime
    declared_by: DeclaredBy
    told: Told | None


@dataclass(frozen=True, slots=True)
class Met:
    """What met the obligation, and by which instant it is judged."""

    acts: tuple[Told, ...]
    """One; several where all of several acts are needed. The last is the one that completed it."""
    judged_at: datetime
    claimed_at: datetime | None = None
    """What its author claims, where the claim came too late to count."""
    recorded_late: bool = False
    off_the_bus: bool = False

    @property
    def message(self) -> MessageName:
        return self.acts[-1].message


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an obligation stands, whatever the time is."""

    beginning: Beginning | None
    """Null where nothing stands that opened it."""
    applies: Applies
    deadline: Deadline | None
    met: Met | None
    came_first: Told | None = None
    """The fact that had to wait for this duty and did not."""

    @property
    def law_ends_at(self) -> datetime | None:
        """The end of the term where it is law; a target of policy is none."""
        return self.deadline.at if self.deadline is not None and self.deadline.basis == "law" else None


@dataclass(slots=True, eq=False)
class Round:
    """One event to which a duty answers; several agencies may have told of it."""

    number: int
    duty: Duty
    opened_by: str | None
    """The fact; null where only a notice names the event, or a calendar opens the period."""
    opened_at: datetime
    separate_by: str | int | None = None
    period: Period | None = None
    owed_by: str | None = None
    """The agency that owes a report, or whose unmet obligation the bus asks about."""
    triggers: list[Told] = field(default_factory=list)
    opening_notices: list[Told] = field(default_factory=list)
    """Notices that named the event before any trigger did."""
    notices: list[Told] = field(default_factory=list)
    assigned: int = 0
    """How often it was decided anew which message answers what."""
    tracks: list["Track"] = field(default_factory=list)

    @property
    def any_recipient(self) -> bool:
        """Whether it is one obligation, whichever of the recipients is told."""
        return self.duty.closed_by is not None or self.duty.recipients_rule == "any"

    def hears(self, told: Told) -> bool:
        """Whether a statement plays a part in this round."""
        return (
            told in self.triggers
            or told in self.opening_notices
            or told in self.notices
            or any(told in track.answers or told in track.blockers for track in self.tracks)
        )

    def told_by(self, agency: str) -> bool:
        return any(told.author == agency for told in self.triggers)


@dataclass(slots=True, eq=False)
class Track:
    """One obligation. Mutable within one fold only; what comes out is an `Obligation`."""

    duty: Duty
    round: Round
    recipient: str | None
    debtor: Debtor
    law: Law
    holder: Holder | None = None
    next_law: Law | None = None
    """How the law should have been read, if what has met the obligation under this law falls away."""
    debtors: set[str] = field(default_factory=set)
    answers: list[Told] = field(default_factory=list)
    blockers: list[Told] = field(default_factory=list)
    """Facts that had to wait for this duty."""
    ignored: set[MessageName] = field(default_factory=set)
    """Changes by which its debtor would have healed himself."""
    refused: set[MessageName] = field(default_factory=set)
    pinned_to: datetime | None = None
    """The earlier start that its debtor's own notice named, before he published a later one."""
    kept_beginning: Beginning | None = None
    """What a lone notice declared, where it was withdrawn only after the deadline."""
    disputed: bool = False
    annulled: bool = False
    annulled_noted: bool = False
    applied_once: bool = False
    """Whether it was ever owed; what never applied is no obligation at all."""
    check: Told | None = None
    """What the bus asked, because nothing had come by the deadline."""
    last_deadline: Deadline | None = None
    """What was computed last: most questions are asked of the same start."""
    known: tuple[object, Outcome] | None = None
    """The outcome of the state in which it was last asked for: it is asked for far more often than anything changes."""
    outcome: Outcome | None = None
    verdict: Verdict = "open"
    started_at: datetime | None = None
    """Where its clock started, also after whatever opened it fell away."""
    ends_at: datetime | None = None
    """The deadline, where it is law."""
    overdue_noted: bool = False
    """Whether its verdict was taken after the deadline, with everything read."""
    has_deadline: bool = False
    deadline_at: datetime | None = None
    deadline_version: int = 1
    standing_breach: bool = False
    breach_events: int = 0
    retracted: int = 0
    history: list[Happened] = field(default_factory=list)

    def recipient_is(self, role: str) -> bool:
        """Whether a message to that role answers this obligation; where any recipient is enough, each of them does."""
        return role == self.recipient or (self.round.any_recipient and role in self.duty.recipients)

    def read_by(self, law: Law) -> None:
        """Judges it from now on by another state of the law: by the entry in force on the day from which its clock runs."""
        self.law, self.next_law, self.last_deadline = law, None, None
        started = self.round.period.first if self.round.period else None
        if started is None and self.started_at is not None:
            started = law_of_the_day.civil_day(self.started_at)
        self.duty = law.catalogue.duty(self.duty.code, on=started) or self.duty

    def note_beginning(self, outcome: Outcome) -> None:
        """Remembers that it was owed, and from when: also after whatever opened it fell away."""
        if outcome.beginning is not None:
            self.started_at = outcome.beginning.at
            self.applied_once = self.applied_once or outcome.applies != "no"

    def dispute(self, at: datetime, why: str, *, by: MessageName | None = None) -> None:
        self.disputed = True
        self.history.append(Happened(at, "disputed", by, note=why))

    def owed_by(self, agency: str) -> bool:
        return agency == self.debtor.agency or agency in self.debtors
