"""A batch of checked records, as the ledger asks it: which names it speaks of, what becomes of each record, what its occasions come to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from schemas.catalogue.catalogue import Catalogue
from services.admission import admitting
from services.admission.checking import Checked
from services.admission.judging import Judge
from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName
from services.obligations.records import MessageName


@dataclass(frozen=True)
class Batch:
    """What intake gives the ledger to record."""

    checked: Sequence[Checked]
    network: str
    judge: Judge

    @cached_property
    def names(self) -> frozenset[MessageName]:
        return admitting.names(self.checked)

    def entries(self, looked: Looked) -> Sequence[Entry]:
        return admitting.admit(self.checked, looked, network=self.network, catalogue=self.catalogue)

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        return self.judge.judged(entries, kept, looked)

    @property
    def catalogue(self) -> Catalogue:
        return self.judge.law.catalogue
