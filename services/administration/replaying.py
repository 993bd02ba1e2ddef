"""Records in quarantine are played again, each in a transaction of its own, in the order in which they are judged."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from schemas.directory.directory import Directory
from schemas.interventions import Replay
from services.administration.interventions import Intervening
from services.admission.checking import Checked, Checking
from services.admission.judging import Judge
from services.admission.replaying import Replaying
from services.ledger import quarantine
from services.ledger.errors import BatchRefusedError
from services.ledger.quarantine import KeptWhole, NotQuarantined, Outcome, QuarantineLedger, StillQuarantined
from services.ledger.records import Arrival, Place


@dataclass(frozen=True, slots=True)
class Deciding:
    """By what a record is decided anew: the present code, and the directory, which says what held when the record came."""

    check: Callable[[Arrival, Directory], Checked]
    network: str
    judge: Judge

    @classmethod
    def by(cls, network: str, judge: Judge) -> "Deciding":
        return cls(Checking(network, judge.law.catalogue).check, network, judge)

    def anew(self, arrival: Arrival) -> Replaying:
        return Replaying(self.check(arrival, self.judge.directory), self.network, self.judge)


async def replay(ledger: QuarantineLedger, by: Intervening, deciding: Deciding) -> Sequence[Outcome]:
    """What became of each record that the intervention names. Broken off, it goes on where it was; carried out, it is refused."""
    by.check(await ledger.clock())
    asked = by.document.asked
    assert isinstance(asked, Replay)  # noqa: S101 - whoever calls has looked
    places = [Place.of(one) for one in asked.records]
    if set(places) <= await ledger.carried_out(by.digest):
        raise quarantine.already_done(by)
    outcomes = [one async for one in _replayed(ledger, places, by, deciding=deciding)]
    return sorted(outcomes, key=lambda one: places.index(one.place))


async def _replayed(
    ledger: QuarantineLedger, places: Sequence[Place], by: Intervening, *, deciding: Deciding
) -> AsyncIterator[Outcome]:
    waiting: list[KeptWhole] = []
    for place in dict.fromkeys(places):
        whole = await ledger.kept_whole(place)
        if whole is None:
            yield NotQuarantined(place, await ledger.became(place))
        else:
            waiting.append(whole)
    for whole in sorted(waiting, key=lambda one: (one.ordered_at, one.arrival.place)):
        yield await _one(ledger, whole, by, deciding=deciding)


async def _one(ledger: QuarantineLedger, whole: KeptWhole, by: Intervening, *, deciding: Deciding) -> Outcome:
    place, anew = whole.arrival.place, deciding.anew(whole.arrival)
    if anew.checked.presented.our_fault:
        return StillQuarantined(place, anew.checked.fault)
    try:
        return await ledger.replay(place, anew, by)
    except BatchRefusedError as error:
        return StillQuarantined(place, str(error.findings[0].particulars["what"]))
