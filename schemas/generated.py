"""Makes anew what is made from something else, or names what is out of date. `make generated` runs it."""

import shutil
import sys
from pathlib import Path

from schemas import exporting, packaged, pages

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
    strangers = [path for path in EXPORTED.rglob("*.json") if path not in made]
    return [path for path, content in made.items() if not path.is_file() or path.read_bytes() != content] + strangers


def write() -> None:
    made = files()
    shutil.rmtree(EXPORTED, ignore_errors=True)
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sys.stdout.write(f"{len(made)} files\n")


if __name__ == "__main__":
    write()
