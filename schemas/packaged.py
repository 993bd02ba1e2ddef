"""The one place where the contract touches the disk: files that ship inside the package."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from schemas.unreadable import UnreadableError

ROOT = Path(str(files("schemas")))
COMPILED = ROOT / "compiled.json"


def yaml_value(file: Path, where: str) -> Any:  # noqa: ANN401 - bytes become values here
    """The value of a YAML file. Where the compiled copy knows these very bytes, nobody waits for YAML to be read."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UnreadableError("HB-3001", where, error.strerror or str(error)) from error
    known = _compiled().get(hashlib.sha256(text).hexdigest())
    if known is not None:
        return known
    from schemas import yaml_text

    return yaml_text.value(text, where)


def json_value(file: Path) -> Any:  # noqa: ANN401 - bytes become values here
    """The value of one of our own JSON files."""
    return orjson.loads(file.read_bytes())


def compiled() -> bytes:
    """What the compiled copy must hold: every packaged YAML file by the SHA-256 of its bytes."""
    from schemas import yaml_text

    texts = [(path.name, path.read_bytes()) for path in sorted(ROOT.rglob("*.yaml"))]
    values = {hashlib.sha256(text).hexdigest(): yaml_text.value(text, name) for name, text in texts}
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


@cache
def _compiled() -> dict[str, Any]:
    values: dict[str, Any] = orjson.loads(COMPILED.read_bytes()) if COMPILED.is_file() else {}
    return values


def zone_names() -> frozenset[str]:
    """The zones that the installed zone data has."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def zone_bytes(key: str) -> bytes:
    """The data of one of these zones, from the package itself: the host's may be older, or missing."""
    return files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


def zone_version() -> str:
    """The version of the zone data, as IANA names it."""
    return str(import_module("tzdata").IANA_VERSION)  # a plain import would ask for types, which it has not


def texts(folder: Path, pattern: str) -> Iterator[tuple[Path, bytes]]:
    """The files below a folder that the pattern fits, by their paths in it."""
    yield from ((path.relative_to(folder), path.read_bytes()) for path in sorted(folder.rglob(pattern)))


def names(folder: Path, ending: str) -> Iterator[Path]:
    """The files of a folder with that ending, by name."""
    yield from sorted(file for file in folder.iterdir() if file.name.endswith(ending))
