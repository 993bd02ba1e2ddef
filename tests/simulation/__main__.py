"""`python -m tests.simulation --seeds 10000 --from 1`: any number of runs; a seed that fails is printed with how to run it again."""

import argparse
import logging
import sys
import time
from collections import Counter

from tests.simulation.running import run


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--from", type=int, default=1, dest="first")
    asked.add_argument("--hash", action="store_true", help="print each run's hash")
    said = asked.parse_args()
    logging.disable(logging.CRITICAL)
    began, counted, failed = time.monotonic(), Counter[str](), 0
    for seed in range(said.first, said.first + said.seeds):
        result = run(seed)
        counted += result.counted
        if said.hash:
            sys.stdout.write(f"{seed} {result.hash}\n")
        if result.broken:
            failed += 1
            sys.stdout.write(result.report + "\n\n")
    for what, number in sorted(counted.items()):
        sys.stdout.write(f"{number:8} {what}\n")
    sys.stdout.write(f"{said.seeds} seeds, {failed} failed, {time.monotonic() - began:.1f} s\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
