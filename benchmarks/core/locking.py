"""`python -m benchmarks.core.locking` resolves the jars of the Java peer anew and writes their lock, as the stack does for its broker."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from habarshy.stack import locking

LOCK: Final = Path(__file__).with_name("streams.lock.toml")
ROOTS: Final = (
    f"org.apache.kafka:kafka-streams:{locking.KAFKA}",
    # The compiler: the runtime that we have holds none.
    "org.eclipse.jdt:ecj:3.43.0",
    "org.bouncycastle:bcprov-jdk18on:1.82",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as repository:
        found = tuple(locking.resolved(Path(repository), ROOTS))
    LOCK.write_text(locking.written(found, by="benchmarks.core.locking"), encoding="utf-8")
    sys.stderr.write(f"{LOCK.name}: {len(found)}\n")


if __name__ == "__main__":
    main()
