"""Makes anew what is made from something else, or names what is out of date. `make generated` runs it."""

import sys
from collections.abc import Mapping
from pathlib import Path

import orjson

from schemas import evolution, exporting, packaged, pages
from schemas.errors.tree import HabarshyError

EXPORTED = packaged.ROOT / "exported"
DOCS = packaged.ROOT.parent / "docs" / "reference"


def files() -> dict[Path, bytes]:
    """Every generated file with what it must hold."""
    made = {packaged.COMPILED: packaged.compiled()}
    made |= {EXPORTED / name: content for name, content in exporting.files().items()}
    made |= {DOCS / name: text.encode() for name, text in pages.files().items()}
    return made


def out_of_date() -> list[Path]:
    """Generated files that do not hold what they must, and exported ones that nothing makes any more."""
    made = files()
    return [path for path, content in made.items() if not path.is_file() or path.read_bytes() != content] + _strangers(
        made
    )


def objections() -> tuple[str, ...]:
    """What the exported contract has promised and the models no longer keep."""
    made = {path: content for path, content in files().items() if path.is_relative_to(EXPORTED)}
    gone = tuple(
        f"{path.relative_to(EXPORTED)}: no model makes this message any more. Keep it while old messages live."
        for path in _strangers(made)
    )
    committed = [path for path in made if path.is_file()]
    compared = (
        evolution.objections(str(path.relative_to(EXPORTED)), orjson.loads(path.read_bytes()), orjson.loads(made[path]))
        for path in committed
    )
    return gone + tuple(objection for found in compared for objection in found)


def _strangers(made: Mapping[Path, bytes]) -> list[Path]:
    return [path for path in sorted(EXPORTED.rglob("*.json")) if path not in made]


def write() -> int:
    """Writes every generated file, unless the exported contract would be broken by it."""
    if found := objections():
        sys.stderr.write("\n".join(found) + "\n")
        return 1
    made = files()
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sys.stdout.write(f"{len(made)} files\n")
    return 0


def main() -> int:
    try:
        return write()
    except HabarshyError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
