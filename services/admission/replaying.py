"""A record that was in quarantine is decided anew, as the ledger asks it. Pure; whatever fails in it is a fault of ours, again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from services.admission import admitting
from services.admission.checking import Checked
from services.admission.judging import Judge
from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName
from services.ledger.errors import BatchRefusedError
from services.obligations.records import MessageName

_Decided = TypeVar("_Decided")


@dataclass(frozen=True)
class Replaying:
    """What is played again: a record as the present checks find it, judged by the present code."""

    checked: Checked
    network: str
    judge: Judge

    @cached_property
    def names(self) -> frozenset[MessageName]:
        return admitting.names([self.checked])

    def entries(self, looked: Looked) -> Sequence[Entry]:
        return [_guarded(lambda: self._entry(looked))]

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        return _guarded(lambda: self.judge.judged(entries, kept, looked))

    def _entry(self, looked: Looked) -> Entry:
        catalogue = self.judge.law.catalogue
        return admitting.admit_anew(self.checked, looked, network=self.network, catalogue=catalogue)


def _guarded(decide: Callable[[], _Decided]) -> _Decided:
    try:
        return decide()
    except Exception as error:
        raise BatchRefusedError(f"{type(error).__name__}: {error}"[:500]) from error
