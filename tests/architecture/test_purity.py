"""What is said and what is decided are values from values: no clock, no random, no disk, no network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

PURE = (
    "schemas",
    "services/law",
    "services/obligations",
    "services/scenarios",
    "services/admission",
    "services/directory_log",
    "services/evidence",
)
# The few modules of pure packages that touch the disk, and why.
TOUCH_THE_DISK = {
    "schemas.packaged": "reads the files that ship inside the package, for all others",
    "schemas.generated": "writes the generated files; a command for developers",
}
# What a pure module may import at all; whatever else it wants, it is given as an argument.
ALLOWED = {
    "base64", "bisect", "calendar", "collections", "dataclasses", "datetime", "enum", "functools", "hashlib", "itertools", "json", "math", "pathlib", "re",
    "string", "types", "typing", "uuid", "zoneinfo", "orjson", "pydantic", "pydantic_core", "schemas", "services",
}  # fmt: skip
ALLOWED_ALSO = {
    "schemas.packaged": {"importlib"},
    "schemas.errors.guessing": {"difflib"},  # likeness of two words, from nothing but the words
    "schemas.generated": {"sys"},
    "schemas.yaml_text": {"yaml"},
    "services.law.zones": {"io"},  # zone data is read out of bytes in memory, which ZoneInfo takes as a file
}
CLOCKS_AND_DICE = {
    "now",
    "utcnow",
    "today",
    "fromtimestamp",
    "uuid1",
    "uuid4",
    "uuid7",
    "monotonic",
    "perf_counter",
    "time_ns",
}
DISK = {
    "open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "glob", "rglob", "mkdir", "unlink", "touch", "exists",
    "is_file", "is_dir", "stat",
}  # fmt: skip
TALK = {"print", "input"}
# By its key a zone would be looked up on the host; services.law.zones reads the data that we are given.
HOSTS_ZONES = {"ZoneInfo", "no_cache", "available_timezones", "reset_tzpath"}
FORBIDDEN = CLOCKS_AND_DICE | DISK | TALK


def pure_files() -> list[Path]:
    return [path for path in source.files(*PURE) if source.module(path) not in TOUCH_THE_DISK]


def sins(tree: ast.Module, allowed: set[str] = ALLOWED) -> Iterator[str]:
    """What a module does that a value cannot: strange imports, and names of clocks, dice, disk and talk, called or handed on."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] not in allowed)
            case ast.ImportFrom(module=str(module), names=names):
                if module.split(".")[0] not in allowed:
                    yield module
                yield from (name.name for name in names if name.name in FORBIDDEN)
            case ast.Attribute(attr=name, ctx=ast.Load()) if name in CLOCKS_AND_DICE | DISK:
                yield name
            case ast.Name(id=name, ctx=ast.Load()) if name in FORBIDDEN:
                yield name
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in HOSTS_ZONES:
                yield name


@pytest.mark.parametrize("path", pure_files(), ids=source.module)
def test_a_pure_module_touches_neither_clock_nor_dice_nor_disk(path: Path) -> None:
    allowed = ALLOWED | ALLOWED_ALSO.get(source.module(path), set())
    assert list(sins(source.tree(path), allowed)) == []


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "import httpx",
        "import requests",
        "import importlib",
        "import sys",
        "import io",
        "from random import choice",
        "from uuid import uuid4",
        "datetime.now(UTC)",
        "clock = datetime.now",
        "date.today()",
        "uuid.uuid4()",
        "open('x')",
        "path.read_text()",
        "Path('x').exists()",
        "Path('x').touch()",
        "ZoneInfo('Asia/Almaty')",
        "zoneinfo.ZoneInfo.no_cache('Asia/Almaty')",
        "print('x')",
        "input()",
    ],
)
def test_the_rule_bites(text: str) -> None:
    assert list(sins(ast.parse(text)))


def test_every_exception_is_still_needed() -> None:
    for name in TOUCH_THE_DISK:
        path = source.ROOT / (name.replace(".", "/") + ".py")
        assert list(sins(source.tree(path))), name
