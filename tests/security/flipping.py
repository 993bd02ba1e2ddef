"""Records of which one bit is another: a sample, drawn by a seed that is printed and may be given."""

import os
import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SEED: Final = int(os.environ.get("HABARSHY_TEST_SEED") or secrets.randbits(32))
BYTES_OF_EACH: Final = int(os.environ.get("HABARSHY_TEST_FLIPPED_BYTES") or 5)
"""So many bytes of each part of a record; of each of them every bit."""
_LAST: Final = 3
"""The end of a text in base64 is always among them: there a careless reader drops bits."""

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Flipped:
    """A record, and the bit of it that is not as it was."""

    what: str
    key: bytes
    value: bytes
    headers: Headers


def flipped(key: bytes, value: bytes, headers: Headers) -> list[Flipped]:
    """Every bit of a sample of bytes of each part: key, envelope, body, and what each header says and is called."""
    print(f"HABARSHY_TEST_SEED={SEED}")  # noqa: T201 - the way to play it again
    rng = random.Random(SEED)  # noqa: S311 - replayed from its seed
    line, _, body = value.partition(b"\n")
    parts = {"key": key, "envelope": line, "line end": b"\n", "body": body}
    parts |= {
        f"{kind} of {name}": said for name, told in headers for kind, said in (("name", name.encode()), ("value", told))
    }
    return [_with(parts, name, changed, headers, at=at) for name in parts for at, changed in _bits(rng, parts[name])]


def _bits(rng: random.Random, raw: bytes) -> Iterator[tuple[int, bytes]]:
    chosen = {*rng.sample(range(len(raw)), min(BYTES_OF_EACH, len(raw))), *range(len(raw))[-_LAST:]}
    for place in sorted(chosen):
        for bit in range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            yield place * 8 + bit, bytes(changed)


def _with(parts: Mapping[str, bytes], name: str, changed: bytes, headers: Headers, *, at: int) -> Flipped:
    now = {**parts, name: changed}
    # A client writes names as text: what is none stands for itself as well as it can.
    told = [(now[f"name of {one}"].decode("latin-1"), now[f"value of {one}"]) for one, _ in headers]
    return Flipped(f"bit {at} of {name}", now["key"], now["envelope"] + now["line end"] + now["body"], told)
