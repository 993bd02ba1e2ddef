"""`python -m habarshy.stack.locking` resolves Kafka's jars anew and writes the lock. The lock names no address: a mirror is as good."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from habarshy.stack import jars

KAFKA: Final = "4.3.1"
# Each is resolved alone and the first wins: resolved together, jgo lets the logger's parent decide the version of Kafka's client.
ROOTS: Final = (
    f"org.apache.kafka:kafka_2.13:{KAFKA}",
    # The binding of the logger that Kafka's slf4j-api 1.7 finds; log4j-slf4j2-impl would be silent with it.
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4",
)
_RUN_WITH: Final = ("compile", "runtime", None)


def resolved(repository: Path, roots: Iterable[str] = ROOTS) -> Iterator[jars.Jar]:
    """Every jar that the roots need, each once."""
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=repository)
    seen: set[str] = set()
    for root in roots:
        inputs, transitive = context.resolver.resolve([context.create_dependency(root)])
        for found in (*inputs, *(below for below in transitive if below.scope in _RUN_WITH)):
            one = found.artifact
            name = f"{one.groupId}:{one.artifactId}"
            if name not in seen:
                seen.add(name)
                path = one.resolve()
                yield jars.Jar(f"{name}:{one.version}", jars.digest_of(path), path.stat().st_size)


def written(found: tuple[jars.Jar, ...], by: str = "habarshy.stack.locking") -> str:
    head = f'# Made by `python -m {by}`. Not edited by hand.\nkafka = "{KAFKA}"\n'
    entries = (f'\n[[jar]]\ncoordinate = "{j.coordinate}"\nsha256 = "{j.sha256}"\nsize = {j.size}\n' for j in found)
    return head + "".join(entries)


def main() -> None:
    with tempfile.TemporaryDirectory() as repository:
        found = tuple(resolved(Path(repository)))
    jars.LOCK.write_text(written(found), encoding="utf-8")
    sys.stderr.write(f"{jars.LOCK.name}: {len(found)}\n")


if __name__ == "__main__":
    main()
