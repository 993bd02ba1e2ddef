"""How work is timed, and how the figures are set."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 15
CALLS = 2_000


def per_call(work: Mapping[str, Callable[[], object]], *, calls: int = CALLS) -> dict[str, float]:
    """Microseconds per call, each kind of work in turn within each round, so that a slow moment of the machine meets all alike."""
    rounds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, call in work.items():
            started = time.perf_counter()
            for _ in range(calls):
                call()
            rounds[name].append((time.perf_counter() - started) / calls * 1e6)
    return {name: statistics.median(times) for name, times in rounds.items()}


def table(title: str, figures: Mapping[str, float], unit: str, *, base: str) -> None:
    print(f"| {title} | {unit} | times {base} |\n|---|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure:.1f} | {figure / figures[base]:.1f} |")
    print()
