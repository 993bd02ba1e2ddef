"""How much that is rejected an agency may send. Pure: instants are seconds of a clock that nobody sets."""

from collections import deque
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, Literal

Level = Literal["within", "flooding", "denied"]
_STEPS: Final = 60
"""Into so many parts the period is divided."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Records, and their bytes."""

    records: int
    size: int

    def plus(self, other: "Amount") -> "Amount":
        return Amount(self.records + other.records, self.size + other.size)

    def exceeds(self, other: "Amount") -> bool:
        return self.records > other.records or self.size > other.size


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of one agency in one period."""

    kept: Amount = Amount(2_000, 64 * 1024 * 1024)
    """What is rejected beyond this is kept as its hash alone, and somebody is told."""
    read: Amount = Amount(50_000, 512 * 1024 * 1024)
    """Beyond this its topic is read at a trickle: it waits on the wire and is not lost."""
    period_s: float = 3_600.0
    trickle_records: int = 20
    trickle_s: float = 1.0


@dataclass(slots=True)
class _Account:
    level: Level = "within"
    spent: deque[tuple[int, Amount]] = field(default_factory=deque)
    read_at: float = float("-inf")


@dataclass(slots=True)
class Budget:
    """What each agency has spent of it."""

    allowance: Allowance = field(default_factory=Allowance)
    _accounts: dict[str, _Account] = field(default_factory=dict)

    def spend(self, agency: str, amount: Amount, *, now: float) -> Level | None:
        """The level that this brings the agency to, where it is a higher one."""
        account = self._accounts.setdefault(agency, _Account())
        before = self._level(account, now)
        self._add(account, self._step(now), amount)
        account.level = self._level_of(account)
        return account.level if account.level not in (before, "within") else None

    def keeps(self, agency: str, amount: Amount, *, now: float) -> bool:
        """Whether so much more of what it sends and is rejected is kept whole."""
        account = self._accounts.get(agency, _Account())
        self._level(account, now)
        return not _total(account).plus(amount).exceeds(self.allowance.kept)

    def level(self, agency: str, *, now: float) -> Level:
        account = self._accounts.get(agency)
        return "within" if account is None else self._level(account, now)

    def share(self, agency: str, wanted: int, *, now: float) -> int:
        """How many records of it may be read now."""
        account = self._accounts.get(agency)
        if account is None or self._level(account, now) != "denied":
            return wanted
        if now - account.read_at < self.allowance.trickle_s:
            return 0
        return min(wanted, self.allowance.trickle_records)

    def was_read(self, agency: str, *, now: float) -> None:
        if agency in self._accounts:
            self._accounts[agency].read_at = now

    def _level(self, account: _Account, now: float) -> Level:
        """What lies further back than the period is forgiven."""
        oldest = self._step(now) - _STEPS
        if account.spent and account.spent[0][0] <= oldest:
            while account.spent and account.spent[0][0] <= oldest:
                account.spent.popleft()
            account.level = self._level_of(account)
        return account.level

    def _add(self, account: _Account, step: int, amount: Amount) -> None:
        if account.spent and account.spent[-1][0] == step:
            amount = account.spent.pop()[1].plus(amount)
        account.spent.append((step, amount))

    def _level_of(self, account: _Account) -> Level:
        total = _total(account)
        if total.exceeds(self.allowance.read):
            return "denied"
        return "flooding" if total.exceeds(self.allowance.kept) else "within"

    def _step(self, now: float) -> int:
        return int(now * _STEPS / self.allowance.period_s)


def _total(account: _Account) -> Amount:
    return reduce(Amount.plus, (amount for _, amount in account.spent), Amount(0, 0))
