"""Plants bugs in copies of the project and asks the tests for them."""

import queue
import subprocess
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from tests.proof import copies
from tests.proof.outcomes import Caught, Missed, Outcome, Unsound
from tests.proof.planted import Planted

Found = tuple[Planted, Outcome]
# What needs nothing but Python disturbs nobody who does the same beside it. Brokers share the machine's time with whatever runs there.
_NEEDS_NOTHING: Final = "tests/unit"


class Ask(Protocol):
    """Runs tests in a copy."""

    def __call__(self, folder: Path, *tests: str, workers: str) -> subprocess.CompletedProcess[str]: ...


def planted(bugs: Collection[Planted], folders: list[Path], *, ask: Ask = copies.answered) -> Iterator[Found]:
    """What became of each, as it is known."""
    beside: dict[str, list[Planted]] = defaultdict(list)
    alone: dict[str, list[Planted]] = defaultdict(list)
    for bug in bugs:
        groups = beside if all(test.startswith(_NEEDS_NOTHING) for test in bug.tests.split()) else alone
        groups[bug.tests].append(bug)
    yield from _beside_each_other([_Group(*group, "0", ask) for group in beside.items()], folders)
    for group in alone.items():
        yield from _Group(*group, copies.WORKERS, ask).planted(folders[0])


@dataclass(frozen=True)
class _Group:
    """The bugs for which the same tests are asked."""

    tests: str
    bugs: list[Planted]
    workers: str
    ask: Ask

    def planted(self, folder: Path) -> Iterator[Found]:
        """A test that fails without the bug has not found it."""
        sound = self._asked(folder).returncode == 0
        for bug in self.bugs:
            yield bug, self._outcome(bug, folder) if sound else Unsound()

    def _asked(self, folder: Path) -> subprocess.CompletedProcess[str]:
        return self.ask(folder, *self.tests.split(), workers=self.workers)

    def _outcome(self, bug: Planted, folder: Path) -> Outcome:
        with_it = _with(bug, folder, lambda: self._asked(folder).stdout)
        # Only a test that failed counts: a bug that breaks the run itself proves nothing.
        found = [line for line in with_it.splitlines() if line.startswith("FAILED ")]
        return Caught(found[0].split("::")[-1].split(" - ")[0].split("[")[0]) if found else Missed()


def _beside_each_other(groups: list[_Group], folders: list[Path]) -> Iterator[Found]:
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for folder in folders:
        free.put(folder)
    # Each bug as it is known, and each group when it ends: who breaks a run off keeps what was found.
    news: queue.SimpleQueue[Found | Future[None]] = queue.SimpleQueue()
    over = threading.Event()

    def one(group: _Group) -> None:
        folder = free.get()
        try:
            for found in group.planted(folder):
                news.put(found)
                if over.is_set():
                    return
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        # The long ones first, so that none is left alone at the end.
        running = {pool.submit(one, group) for group in sorted(groups, key=lambda group: -len(group.bugs))}
        for future in running:
            future.add_done_callback(news.put)
        try:
            while running:
                told = news.get()
                if isinstance(told, Future):
                    running.remove(told)
                    told.result()
                else:
                    yield told
        finally:
            over.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _with(bug: Planted, folder: Path, asked: Callable[[], str]) -> str:
    file = folder / bug.file
    right = file.read_text(encoding="utf-8")
    if bug.right not in right:
        message = f"{bug.file} no longer says: {bug.right}"
        raise SystemExit(message)
    file.write_text(right.replace(bug.right, bug.wrong, 1), encoding="utf-8")
    try:
        return asked()
    finally:
        file.write_text(right, encoding="utf-8")
