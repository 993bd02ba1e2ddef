"""The headers of a record as one value of a database: JSON, each name and value in base64, so that any bytes come back as they were."""

import json

from schemas.codec.record import RawHeaders
from services.keys.encoding import bytes_of, text_of


def written(headers: RawHeaders) -> bytes:
    return json.dumps([[_name(name), None if value is None else text_of(value)] for name, value in headers]).encode()


def read(line: bytes) -> RawHeaders:
    pairs = json.loads(line)
    return tuple((_text(bytes_of(name)), None if value is None else bytes_of(value)) for name, value in pairs)


def _name(name: str | bytes) -> str:
    return text_of(name.encode() if isinstance(name, str) else name)


def _text(name: bytes) -> str | bytes:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name
