"""Kafka's jars: what the lock names, fetched once through jgo, verified by SHA-256 before each start."""

import hashlib
import logging
import shutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from habarshy.stack import files
from habarshy.stack.errors import broken
from habarshy.stack.wheels import wheel

LOCK: Final = Path(__file__).with_name("kafka.lock.toml")
_REPOSITORY_TIMEOUT_SECONDS: Final = 60
_AT_ONCE: Final = 6


@dataclass(frozen=True)
class Jar:
    """One file of Kafka: Maven's coordinate, its digest, its size."""

    coordinate: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"


@dataclass(frozen=True)
class Lock:
    """Everything that a broker of this version needs, in the order of its class path."""

    kafka: str
    jars: tuple[Jar, ...]

    @property
    def digest(self) -> str:
        """Names this very set of jars."""
        return hashlib.sha256("".join(jar.sha256 for jar in self.jars).encode()).hexdigest()[:16]


Arrived = Callable[[Jar, int], None]
"""Is told how many bytes of a jar have arrived since it was last told."""


@cache
def load(lock: Path = LOCK) -> Lock:
    """What a broker is made of, or what another lock of this form names."""
    written = tomllib.loads(lock.read_text(encoding="utf-8"))
    return Lock(written["kafka"], tuple(Jar(**jar) for jar in written["jar"]))


def folder(cache_folder: Path, lock: Lock) -> Path:
    return cache_folder / f"kafka-{lock.kafka}-{lock.digest}"


def missing(cache_folder: Path, lock: Lock) -> tuple[Jar, ...]:
    """The jars that are not there, or are not what the lock says."""
    place = folder(cache_folder, lock)
    return tuple(jar for jar in lock.jars if not _is_right(place / jar.name, jar))


def bring(cache_folder: Path, lock: Lock, *, arrived: Arrived, mirror: str | None = None) -> Path:
    """The folder with every jar in it. Asks the network only for what is missing."""
    place = folder(cache_folder, lock)
    if missing(cache_folder, lock):
        with files.alone(place / "lock"), files.writing_in(place):
            # Somebody else may have brought them while we waited.
            _fetch_all(missing(cache_folder, lock), place, arrived=arrived, mirror=mirror)
    return place


def _fetch_all(wanted: Sequence[Jar], place: Path, *, arrived: Arrived, mirror: str | None) -> None:
    unfinished = place / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    # jgo says each file by logging; whoever starts a stack is told by us.
    logging.getLogger("jgo").setLevel(logging.ERROR)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        fetched = [pool.submit(_fetch, jar, unfinished, arrived=arrived, mirror=mirror) for jar in wanted]
        try:
            for jar, path in zip(wanted, fetched, strict=True):
                path.result().replace(place / jar.name)
        finally:
            pool.shutdown(cancel_futures=True)
    shutil.rmtree(unfinished)


def class_path(place: Path, lock: Lock) -> str:
    return ":".join(str(place / jar.name) for jar in lock.jars)


def _is_right(path: Path, jar: Jar) -> bool:
    return path.exists() and path.stat().st_size == jar.size and digest_of(path) == jar.sha256


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch(jar: Jar, unfinished: Path, *, arrived: Arrived, mirror: str | None) -> Path:
    """Into a folder of its own first: a jar that was cut off never stands where one is looked for."""
    wheel("jgo")
    from jgo.maven import MavenContext, PythonResolver

    @contextmanager
    def progress(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield lambda more: arrived(jar, more)

    context = MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=unfinished,
        local_repos=[],
        remote_repos={"mirror": mirror} if mirror else None,
        timeout=_REPOSITORY_TIMEOUT_SECONDS,
    )
    try:
        path = context.create_dependency(jar.coordinate).artifact.resolve()
    except (RuntimeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            # Of the disk; an error of the network has no number here.
            raise
        raise broken("HB-8002", jar=jar.coordinate, why=_first_line(error)) from error
    if digest_of(path) != jar.sha256:
        path.unlink()
        raise broken("HB-8003", jar=jar.coordinate)
    return path


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
