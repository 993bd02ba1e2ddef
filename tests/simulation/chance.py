"""What goes wrong in a run, and how often it really did. All of it comes from the one seed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

KINDS: Final[Mapping[str, float]] = {
    # How likely each is, in a run that has it at all: for each occasion on which it could happen.
    "wire: fetch cut off": 0.02,
    "wire: fetch that brings only part": 0.3,
    "wire: bounds not known": 0.1,
    "wire: record that the library cannot decode": 0.5,
    "wire: record stored twice by its sender's retry": 0.06,
    "wire: write stored, answer lost": 0.03,
    "wire: write lost": 0.03,
    "wire: write that is never answered": 0.02,
    "wire: inbox refused": 0.5,
    "wire: producer that cannot start": 0.1,
    "wire: write that comes late": 0.05,
    "wire: partition lost its end": 0.6,
    "wire: end that grew again at once": 0.6,
    "wire: clock of a broker steps": 0.7,
    "group: rebalance": 0.8,
    "ledger: away before it stored": 0.02,
    "ledger: stored, answer lost": 0.03,
    "ledger: slow": 0.05,
    "ledger: away for a while": 0.6,
    "ledger: presence lost": 0.01,
    "reference log away": 0.4,
    "process: killed": 0.9,
    "process: stopped in order": 0.5,
    "process: frozen and thawed": 0.8,
    "process: frozen in the middle of a batch": 0.05,
    "process: killed in the middle of a batch": 0.02,
    "process: killed after its commit": 0.02,
    "check that fails": 0.7,
    "quarantine: replayed": 0.5,
}


@dataclass
class Faults:
    """A run has some kinds of faults and not others, so that none hides behind another for ever."""

    chance: Random
    enabled: frozenset[str]
    counted: Counter[str] = field(default_factory=Counter)
    healed: bool = False
    """From then on nothing goes wrong any more, and everything has to be made good."""

    @classmethod
    def drawn(cls, chance: Random) -> "Faults":
        share = chance.choice((0.3, 0.6, 1.0))
        return cls(chance, frozenset(kind for kind in KINDS if chance.random() < share))

    def strikes(self, kind: str) -> bool:
        """Whether it goes wrong now. Whoever asks says so by `happened`, once it really has."""
        likely = KINDS[kind]
        drawn = self.chance.random() < likely
        return drawn and not self.healed and kind in self.enabled

    def happened(self, what: str) -> None:
        self.counted[what] += 1
