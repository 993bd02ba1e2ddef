"""How Java is called: passwords in no command line, the archive of classes where there is one, and a word where a wheel lacks."""

from pathlib import Path

import pytest

from habarshy.stack import wheels
from habarshy.stack.errors import StackError
from habarshy.stack.runtime import Runtime


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    return Runtime(java=Path("/java"), class_path="/a.jar:/b.jar", archive=tmp_path / "classes.aot")


def test_a_broker_runs_with_a_small_heap_and_logs_into_its_file(runtime: Runtime) -> None:
    command = runtime.broker(Path("/s.properties"), Path("/b.log"), record=None)

    assert command[0] == "/java"
    assert "-Xmx512m" in command
    assert "-Dhabarshy.log=/b.log" in command
    assert command[-2:] == ["kafka.Kafka", "/s.properties"]


def test_a_broker_without_memory_dies_instead_of_living_on_in_part(runtime: Runtime) -> None:
    assert "-XX:+ExitOnOutOfMemoryError" in runtime.broker(Path("/s"), Path("/b.log"), record=None)


def test_the_first_broker_writes_down_what_it_loads_and_later_ones_use_what_was_made_of_it(runtime: Runtime) -> None:
    record = Path("/classes.aotconf")
    first = runtime.broker(Path("/s"), Path("/l"), record=record)
    runtime.archive.write_bytes(b"")
    later = runtime.broker(Path("/s"), Path("/l"), record=record)

    assert [part for part in first if "AOT" in part] == ["-XX:AOTMode=record", "-XX:AOTConfiguration=/classes.aotconf"]
    assert [part for part in later if "AOT" in part] == [f"-XX:AOTCache={runtime.archive}"]


def test_what_the_launcher_reads_from_a_file_is_quoted(runtime: Runtime) -> None:
    users = ('SCRAM-SHA-512=[name=admin,password=a"b\\c]',)

    arguments = runtime.format_arguments(Path("/s p"), "cluster", users)

    assert arguments[-2:] == ['"--add-scram"', '"SCRAM-SHA-512=[name=admin,password=a\\"b\\\\c]"']
    assert '"/s p"' in arguments


def test_a_wheel_that_is_not_there_is_said_with_the_machine() -> None:
    with pytest.raises(StackError, match="HB-8001: The package no_such_wheel is not installed"):
        wheels.wheel("no_such_wheel")
