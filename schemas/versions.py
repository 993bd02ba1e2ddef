"""Which versions of catalogue, calendar, policy and schemas this package ships, each with the digest of its content."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from schemas import fields, packaged
from schemas.calendar import loading as calendar_loading
from schemas.catalogue import loading as catalogue_loading
from schemas.messages.registry import KINDS
from schemas.policy import model as policy_model
from schemas.values import Said

Name = Literal["catalogue", "calendar", "policy", "schemas"]
_FILES: Final[Mapping[Name, tuple[str, str]]] = {
    "catalogue": ("catalogue/law", "*.yaml"),
    "calendar": ("calendar", "*.yaml"),
    "policy": ("policy", "*.yaml"),
    "schemas": ("exported", "*.json"),
}


class Content(Said):
    """What stands in the reference log of a version: not the thing itself, which ships with the package, but how to know it."""

    version: fields.Line
    digest: fields.Digest


@cache
def shipped() -> Mapping[Name, Content]:
    named = {
        "catalogue": catalogue_loading.load().version,
        "calendar": calendar_loading.load().version,
        "policy": policy_model.load().version,
        "schemas": max((version for kind in KINDS.values() for version in kind.versions), key=_number),
    }
    return {name: Content(version=named[name], digest=_digest(name)) for name in _FILES}


def _digest(name: Name) -> str:
    folder, pattern = _FILES[name]
    return digest_of(packaged.texts(packaged.ROOT / folder, pattern))


def digest_of(texts: Iterable[tuple[Path, bytes]]) -> str:
    """Of files with their names, in the order of the names: each by its own digest, so that none can be moved into another."""
    lines = sorted(f"{hashlib.sha256(text).hexdigest()}  {path.as_posix()}\n" for path, text in texts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
