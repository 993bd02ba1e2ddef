"""Kafka's jars: the lock names them, whoever serves them; what arrives is verified, what is there is not fetched again."""

import gc
import hashlib
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from habarshy.stack import jars, locking
from habarshy.stack.errors import StackError
from habarshy.stack.jars import Jar, Lock


def jar(name: str, content: bytes) -> Jar:
    return Jar(f"org.example:{name}:1.0", hashlib.sha256(content).hexdigest(), len(content))


CONTENT = {"one": b"the first jar" * 1000, "two": b"the second jar" * 1000}
LOCK = Lock("0.0", tuple(jar(name, content) for name, content in CONTENT.items()))


class Mirror:
    """A repository of jars on this machine that remembers what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, list[str]()

    def serve(self, name: str, content: bytes) -> None:
        path = self.folder / "org" / "example" / name / "1.0" / f"{name}-1.0.jar"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def answering(self) -> type[SimpleHTTPRequestHandler]:
        mirror = self

        class Answering(SimpleHTTPRequestHandler):
            def __init__(self, *given: object) -> None:
                super().__init__(*given, directory=str(mirror.folder))  # type: ignore[arg-type] # the server's own arguments

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the library's name
                if format.startswith('"') and self.path.endswith(".jar"):
                    mirror.asked.append(self.path.rpartition("/")[2])

        return Answering


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    made = Mirror(tmp_path / "mirror")
    for name, content in CONTENT.items():
        made.serve(name, content)
    return made


@pytest.fixture
def address(mirror: Mirror) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), mirror.answering()) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
    # Where a repository lacks a jar jgo leaves its answer open: that is collected here, and not in whatever test runs later.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def bring(cache: Path, address: str, *, lock: Lock = LOCK) -> dict[str, int]:
    """How many bytes of each jar arrived."""
    arrived: dict[str, int] = {}

    def note(jar: Jar, more: int) -> None:
        arrived[jar.name] = arrived.get(jar.name, 0) + more

    jars.bring(cache, lock, arrived=note, mirror=address)
    return arrived


def there(cache: Path, lock: Lock = LOCK) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in jars.folder(cache, lock).glob("*.jar")}


def test_every_jar_arrives_and_is_counted(tmp_path: Path, address: str) -> None:
    arrived = bring(tmp_path, address)

    assert arrived == {f"{name}-1.0.jar": len(content) for name, content in CONTENT.items()}
    assert there(tmp_path) == {f"{name}-1.0.jar": content for name, content in CONTENT.items()}


def test_what_is_there_is_not_fetched_again(tmp_path: Path, address: str, mirror: Mirror) -> None:
    bring(tmp_path, address)
    mirror.asked.clear()

    assert bring(tmp_path, address) == {}
    assert mirror.asked == []


@pytest.mark.parametrize("damaged", [b"cut o", b"THE FIRST JAR" * 1000], ids=["cut off", "changed"])
def test_a_jar_that_is_not_what_the_lock_says_is_fetched_anew(
    damaged: bytes, tmp_path: Path, address: str, mirror: Mirror
) -> None:
    bring(tmp_path, address)
    (jars.folder(tmp_path, LOCK) / "one-1.0.jar").write_bytes(damaged)
    mirror.asked.clear()

    bring(tmp_path, address)

    assert there(tmp_path)["one-1.0.jar"] == CONTENT["one"]
    assert mirror.asked == ["one-1.0.jar"]


def test_what_a_killed_call_left_unfinished_does_not_count(tmp_path: Path, address: str) -> None:
    left = jars.folder(tmp_path, LOCK) / "unfinished" / "org" / "example" / "one" / "1.0" / "one-1.0.jar"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"cut o")

    bring(tmp_path, address)

    assert there(tmp_path)["one-1.0.jar"] == CONTENT["one"]
    assert not left.exists()


def test_a_jar_of_a_stranger_is_refused_and_the_others_are_kept(tmp_path: Path, address: str, mirror: Mirror) -> None:
    mirror.serve("two", b"another jar")

    with pytest.raises(StackError, match=r"HB-8003: The file org\.example:two:1\.0"):
        bring(tmp_path, address)
    assert there(tmp_path) == {"one-1.0.jar": CONTENT["one"]}


def test_a_jar_that_nobody_has_is_named(tmp_path: Path, address: str) -> None:
    lacking = replace(LOCK, jars=(*LOCK.jars, jar("three", b"")))

    with pytest.raises(StackError, match=r"HB-8002: The file org\.example:three:1\.0"):
        bring(tmp_path, address, lock=lacking)


def test_a_mirror_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="HB-8002"):
        bring(tmp_path, "http://127.0.0.1:1")


def test_the_lock_names_each_jar_once_with_its_digest_and_no_address() -> None:
    lock = jars.load()

    assert len({jar.name for jar in lock.jars}) == len(lock.jars)
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in lock.jars)
    assert not re.findall(r"https?:|//", jars.LOCK.read_text(encoding="utf-8"))


def test_all_of_kafka_in_the_lock_is_of_one_version() -> None:
    versions = {
        jar.coordinate.split(":")[2] for jar in jars.load().jars if jar.coordinate.startswith("org.apache.kafka:")
    }

    assert versions == {jars.load().kafka} == {locking.KAFKA}


def test_the_lock_has_what_its_roots_are() -> None:
    assert set(locking.ROOTS) <= {jar.coordinate for jar in jars.load().jars}
