"""What is said and what is decided are values from values: no clock, no random, no disk, no network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

PURE = ("schemas", "services/law", "services/obligations")
# The few modules of pure packages that touch the disk, and why.
TOUCH_THE_DISK = {
    "schemas.packaged": "reads the files that ship inside the package, for all others",
    "schemas.generated": "writes the generated files; a command for developers",
}
MODULES = {
    "asyncio", "concurrent", "http", "multiprocessing", "os", "random", "secrets", "shutil", "socket", "sqlite3",
    "ssl", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
CLOCKS_AND_DICE = {"now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "monotonic", "perf_counter", "time_ns"}
DISK = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "glob", "rglob", "mkdir", "unlink"}


def pure_files() -> list[Path]:
    return [path for path in source.files(*PURE) if source.module(path) not in TOUCH_THE_DISK]


def sins(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                yield module
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS_AND_DICE | DISK:
                yield name
            case ast.Call(func=ast.Name(id=name)) if name in DISK:
                yield name


@pytest.mark.parametrize("path", pure_files(), ids=source.module)
def test_a_pure_module_touches_neither_clock_nor_dice_nor_disk(path: Path) -> None:
    assert list(sins(source.tree(path))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "from random import choice",
        "datetime.now(UTC)",
        "date.today()",
        "open('x')",
        "path.read_text()",
        "uuid.uuid4()",
    ],
)
def test_the_rule_bites(text: str) -> None:
    assert list(sins(ast.parse(text)))


def test_every_exception_is_still_needed() -> None:
    for name in TOUCH_THE_DISK:
        path = source.ROOT / (name.replace(".", "/") + ".py")
        assert list(sins(source.tree(path))), name
