"""The stack's broker for lasting work: with the whole compiler and more memory, where the stack's own wants above all to be ready soon.

Half of the compiler is enough to try things out; encrypting without the processor's help, as it then does, is what would be measured.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from habarshy.stack import jars, kafka, runtime
from habarshy.stack.layout import Layout
from habarshy.stack.runtime import Runtime
from habarshy.stack.settings import Settings
from habarshy.stack.state import Passwords, State, passwords_file, state_file

_FOR_A_START: Final = ("-XX:TieredStopAtLevel=", "-XX:AOT", "-XX:+UseSerialGC", "-Xmx")
_HEAP: Final = "1g"


@dataclass(frozen=True)
class Lasting(Runtime):
    """Flags for a broker that works for minutes."""

    heap: str = _HEAP

    def broker(self, settings_file: Path, log: Path, *, record: Path | None) -> list[str]:
        java, *told = super().broker(settings_file, log, record=record)
        working = (f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseParallelGC")
        return [java, *working, *(part for part in told if not part.startswith(_FOR_A_START))]


def again(settings: Settings, *, heap: str = _HEAP) -> None:
    """Stops the brokers of a stack that is up, and starts them for work; those that were configured are somebody else's."""
    state, passwords = State.read(state_file(settings)), Passwords.read(passwords_file(settings))
    if state is None or passwords is None:
        raise RuntimeError("there is no stack")
    layout, lock = Layout(settings, state, passwords), jars.load()
    for broker in layout.brokers:
        broker.server.stop()
    made = runtime.of(jars.folder(settings.cache, lock), lock)
    kafka.start(layout.brokers, Lasting(**asdict(made), heap=heap), passwords)
