"""Edwards25519 as RFC 8032 writes it: slow, and able to make the signatures that no honest program makes."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

P: Final = 2**255 - 19
L: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, P) % P
_I: Final = pow(2, (P - 1) // 4, P)


@dataclass(frozen=True)
class Point:
    x: int
    y: int

    def __add__(self, other: "Point") -> "Point":
        cross = _D * self.x * other.x * self.y * other.y % P
        x = (self.x * other.y + other.x * self.y) * pow(1 + cross, -1, P)
        y = (self.y * other.y + self.x * other.x) * pow(1 - cross, -1, P)
        return Point(x % P, y % P)

    def __rmul__(self, number: int) -> "Point":
        total, doubled = Point(0, 1), self
        while number:
            if number & 1:
                total += doubled
            doubled, number = doubled + doubled, number >> 1
        return total

    @property
    def encoded(self) -> bytes:
        return (self.y | (self.x & 1) << 255).to_bytes(32, "little")


def _with_y(y: int) -> Point | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _I % P
    return Point(P - x if x & 1 else x, y) if (x * x - square) % P == 0 else None


@cache
def base() -> Point:
    point = _with_y(4 * pow(5, -1, P) % P)
    assert point is not None
    return point


@cache
def small() -> tuple[Point, ...]:
    """The eight points of small order."""
    for y in range(2, 100):
        point = _with_y(y)
        if point is not None and 4 * (eighth := L * point) != Point(0, 1):
            return tuple(number * eighth for number in range(8))
    raise AssertionError


def challenge(commitment: bytes, public: bytes, text: bytes) -> int:
    return int.from_bytes(hashlib.sha512(commitment + public + text).digest(), "little") % L


def scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")
