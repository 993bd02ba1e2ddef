"""A word that stands nowhere else, every form in which somebody may have written it, and a search through files for any of them."""

import base64
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BLOCK_BYTES: Final = 1 << 22
_ALIGNMENTS: Final = 3
NOT_SEARCHED: Final = (".index", ".timeindex")
"""Kafka's tables of offsets and times: ten megabytes of zeros for each partition."""


@dataclass(frozen=True)
class Canary:
    """A Kazakh word, so that escaping it changes it, and a number that nobody can have by chance."""

    token: str

    @property
    def word(self) -> str:
        return f"Құпия-{self.token}"

    @property
    def forms(self) -> dict[str, bytes]:
        """As it may stand in a file: its number alone as well, for that is the same in many forms."""
        return {
            f"{name} of {what}": form
            for what, text in (("the word", self.word), ("the number", self.token))
            for name, form in _forms(text)
        }


def fresh() -> Canary:
    return Canary(secrets.token_hex(20))


def _forms(text: str) -> Iterator[tuple[str, bytes]]:
    raw = text.encode()
    yield "UTF-8", raw
    yield "UTF-16, the small end first", text.encode("utf-16-le")
    yield "UTF-16, the great end first", text.encode("utf-16-be")
    yield "JSON's escapes", json.dumps(text)[1:-1].encode()
    for name, alphabet in (("base64", None), ("base64 of addresses", b"-_")):
        for before in range(_ALIGNMENTS):
            yield f"{name}, {before} bytes in", inside_base64(raw, before, alphabet)
    yield "hexadecimal", raw.hex().encode()
    yield "hexadecimal in capitals", raw.hex().upper().encode()


def inside_base64(raw: bytes, before: int, alphabet: bytes | None = None) -> bytes:
    """What of it is the same whatever stands before it and after it."""
    encoded = base64.b64encode(bytes(before) + raw, alphabet)
    return encoded[4 if before else 0 : (before + len(raw)) // 3 * 4]


def found(canary: Canary, files: Iterable[Path]) -> set[str]:
    """In which files it stands, and in which form."""
    forms = canary.forms
    return {f"{path.name}: {name}" for path in files for name in _found_in(path, forms)}


def _found_in(path: Path, forms: dict[str, bytes]) -> set[str]:
    longest, seen, tail = max(map(len, forms.values())), set[str](), b""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            content = tail + block
            seen |= {name for name, form in forms.items() if form in content}
            tail = content[-longest:]
    return seen


def files(*roots: Path) -> list[Path]:
    """Every file below; what a server deletes while it is looked for is gone."""
    below = (path for root in roots for path in ([root] if root.is_file() else root.rglob("*")))
    return [path for path in below if path.is_file() and path.suffix not in NOT_SEARCHED]
