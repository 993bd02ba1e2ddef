"""The brokers: their folders formatted, started, awaited, stopped."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from habarshy.stack import files, ports, properties, servers, waiting
from habarshy.stack.errors import broken
from habarshy.stack.properties import Node
from habarshy.stack.runtime import Runtime
from habarshy.stack.servers import Server
from habarshy.stack.state import Passwords

READY_SECONDS: Final = 120.0
_FORMAT_SECONDS: Final = 120.0
_STARTED: Final = b"Kafka Server started"
_FULL: Final = "No space left on device"


@dataclass(frozen=True)
class Broker:
    """One broker of the stack: what it is told, and the process that it is."""

    node: Node

    @property
    def name(self) -> str:
        return f"kafka-{self.node.number}"

    @property
    def log(self) -> Path:
        return self.node.folder / "broker.log"

    @property
    def output(self) -> Path:
        return self.node.folder / "broker.out"

    @property
    def record(self) -> Path:
        """What the archive of classes is made from."""
        return self.node.folder / "classes.aotconf"

    @property
    def server(self) -> Server:
        return Server(self.name, lock=self.node.folder / "lock", output=self.output)

    @property
    def settings_file(self) -> Path:
        return self.node.folder / "server.properties"


def start(brokers: Sequence[Broker], runtime: Runtime, passwords: Passwords) -> None:
    """Starts those that do not run, and waits until all answer."""
    began = {}
    for broker in brokers:
        if not broker.server.runs():
            files.write(broker.settings_file, properties.of(broker.node))
            _format_once(broker, runtime, passwords)
            began[broker] = _size(broker.log)
            # One is enough to know what all of them load.
            record = broker.record if broker.node.number == 1 else None
            broker.server.start(runtime.broker(broker.settings_file, broker.log, record=record))
    for broker, before in began.items():
        _await(broker, before)


def users(passwords: Passwords) -> tuple[str, ...]:
    """The first two, as the tool that formats a folder is told of them."""
    known = {properties.ADMIN: passwords.admin, properties.BROKER: passwords.broker}
    return tuple(f"{properties.MECHANISM}=[name={name},password={password}]" for name, password in known.items())


def _format_once(broker: Broker, runtime: Runtime, passwords: Passwords) -> None:
    """In a folder of its own, which is given its name at last: whoever is killed meanwhile leaves nothing that looks whole."""
    node = broker.node
    if (node.data / "meta.properties").exists():
        return
    if node.data.exists():
        if any(entry.is_dir() for entry in node.data.iterdir()):
            raise broken("HB-8008", path=str(node.data))
        shutil.rmtree(node.data)
    unfinished = node.folder / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    told = properties.of(replace(node, data_name=unfinished.name))
    temporary = node.folder / "format.properties"
    files.write(temporary, told)
    # The passwords of the first two users stand in a file for its owner alone: a command line could be read by everybody.
    arguments = node.folder / "format.args"
    known = users(passwords) if node.secured else ()
    files.write(arguments, "\n".join(runtime.format_arguments(temporary, passwords.cluster, known)) + "\n")
    try:
        answer = servers.finished(
            broker.name, [str(runtime.java), f"@{arguments}"], seconds=_FORMAT_SECONDS, log=broker.log
        )
    finally:
        arguments.unlink()
        temporary.unlink()
    if answer.returncode:
        raise _died(broker, answer.stderr.splitlines() or answer.stdout.splitlines())
    unfinished.rename(node.data)


def _await(broker: Broker, before: int) -> None:
    """Until it says that it has started and its port answers; it may also have died."""
    server = broker.server

    def decided() -> bool:
        return not server.runs() or (_says_started(broker.log, before) and ports.answers(broker.node.port))

    if not waiting.until(decided, seconds=READY_SECONDS):
        raise broken("HB-8007", server=broker.name, seconds=int(READY_SECONDS), log=str(broker.log))
    if not server.runs():
        raise _died(broker, [*files.last_lines(broker.log, 20), *files.last_lines(broker.output, 5)])


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _says_started(log: Path, before: int) -> bool:
    if not log.exists():
        return False
    with log.open("rb") as file:
        # The log has rolled over where it is shorter than it was.
        file.seek(before if _size(log) >= before else 0)
        return _STARTED in file.read()


def _died(broker: Broker, lines: Sequence[str]) -> Exception:
    if any(_FULL in line for line in lines):
        return broken("HB-8005", path=str(broker.node.folder))
    telling = [line for line in lines if "ERROR" in line or "FATAL" in line or "Exception" in line] or list(lines)
    return broken("HB-8006", server=broker.name, what=(telling or ["?"])[0][:300], log=str(broker.log))
