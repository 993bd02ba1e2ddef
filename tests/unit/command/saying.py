"""Makes messages for the command to judge: a sound notice, and what a change makes of it."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from schemas.examples import reading

SOUND: Final = "prosecutor-told-of-a-detention"


def document(*, envelope: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document of a sound notice with these fields changed; a field whose new value is ... is left out."""
    sound = reading.example(SOUND)
    assert sound.body is not None
    return {
        "situation": sound.situation.model_dump(),
        "envelope": _changed(sound.envelope, envelope or {}),
        "body": _changed(sound.body, body or {}),
    }


def written(value: object) -> bytes:
    return orjson.dumps(value)


def record(said: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The two lines of a record."""
    return orjson.dumps(said["envelope"], option=orjson.OPT_SORT_KEYS), reading.body_line(said.get("body"))


def _changed(fields: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**fields, **changes}.items() if value is not ...}
