"""Bytes as the contract writes them, and the texts that are signed: each begins with what it is for, so that none serves for another."""

from base64 import b64encode
from binascii import a2b_base64
from typing import Final

FORM: Final = "habarshy/1"


def text_of(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def bytes_of(value: str) -> bytes:
    """ValueError for what is no base64, and for bytes that are written otherwise than we write them: one value has one form."""
    # What the lenient reading lets pass is not written again as it was.
    decoded = a2b_base64(value)
    if text_of(decoded) != value:
        raise ValueError("the unused bits at the end are not zero")
    return decoded


def lines(*parts: str | bytes) -> bytes:
    """Parts of which only the last may hold a line feed, one on each line."""
    written = [part.encode() if isinstance(part, str) else part for part in parts]
    if any(b"\n" in part for part in written[:-1]):
        raise ValueError("only the last part of a signed text may hold a line feed")
    return b"\n".join(written)
