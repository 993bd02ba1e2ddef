"""What every line of a batch has: it is one JSON object, it may have an id, and where it is bad it is answered by an error. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from schemas.errors.tree import Finding, HabarshyError, LineError
from schemas.texts import Language
from services.law import written

JsonObject = Mapping[str, Any]


def answer(line: bytes, respond: Callable[[JsonObject], Mapping[str, Any]], *, language: Language) -> bytes:
    """The answer to a line, without its line break. Whatever is wrong with one line, the others get their answers."""
    known = None
    try:
        fields = object_of(line)
        known = id_of(fields)
        return orjson.dumps({"id": known, **respond(fields)})
    except HabarshyError as error:
        return refusal(known, error.findings[0], language)
    except OverflowError:
        return refusal(known, Finding("HB-7117", "", {}), language)
    except Exception as error:  # noqa: BLE001 - the last door of one line: our own fault is said on it, and the stream goes on
        return refusal(known, Finding("HB-9002", "", {"what": f"{type(error).__name__}: {error}"}), language)


def object_of(line: bytes) -> JsonObject:
    try:
        # Some programs put a mark before their first line that says how it is encoded.
        value = orjson.loads(line.removeprefix("\ufeff".encode()))
    except orjson.JSONDecodeError as error:
        raise LineError(Finding("HB-7101", "", {"what": str(error)})) from None
    if not isinstance(value, dict):
        raise LineError(Finding("HB-7102", "", {}))
    return value


def id_of(fields: JsonObject) -> str | int | None:
    known = fields.get("id")
    if known is None or isinstance(known, str) or type(known) is int:
        return known
    raise LineError(Finding("HB-7115", "id", {"value": written.shown(known)}))


def text_of(value: object, *, field: str) -> str:
    if isinstance(value, str):
        return value
    raise LineError(Finding("HB-7105", field, {"field": field, "value": written.shown(value)}))


def refusal(known: str | int | None, finding: Finding, language: Language) -> bytes:
    """The answer to a bad line: the registered code, what is wrong, and what to do."""
    message = f"{finding.meaning(language)} {finding.remedy(language)}"
    return orjson.dumps({"id": known, "error": {"code": finding.code, "message": message}})
