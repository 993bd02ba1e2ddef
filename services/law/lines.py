"""What every line of a batch has: it is one JSON object, it may have an id, and where it is bad it is answered by an error. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson

from schemas.errors.tree import Finding, HabarshyError, LineError
from schemas.texts import Language
from services.law import written
from services.law.deadlines import Law

JsonObject = Mapping[str, Any]


@dataclass(frozen=True)
class Answering:
    """Answers lines by one state of the law, and says in one language what is wrong with a bad one."""

    law: Law
    language: Language = "en"
    limit: ClassVar[int]
    """No line is longer, in bytes."""

    def answer(self, line: bytes) -> bytes:
        """The answer to a line, without its line break. Whatever is wrong with one line, the others get their answers."""
        known = None
        try:
            values = object_of(line)
            known = id_of(values)
            return orjson.dumps({"id": known, **self._respond(values)})
        except HabarshyError as error:
            return self._refusal(known, error.findings[0])
        except OverflowError:
            return self._refusal(known, Finding("HB-7117", "", {}))
        except Exception as error:  # noqa: BLE001 - the last door of one line: our own fault is said on it, and the stream goes on
            return self._refusal(known, Finding("HB-9002", "", {"what": f"{type(error).__name__}: {error}"}))

    def too_long(self) -> bytes:
        """The answer to a line of which not even the id was read."""
        return self._refusal(None, Finding("HB-7103", "", {"limit": self.limit}))

    def _respond(self, values: JsonObject) -> Mapping[str, Any]:
        """What is answered beside the id."""
        raise NotImplementedError

    def _refusal(self, known: str | int | None, finding: Finding) -> bytes:
        """The answer to a bad line: the registered code, what is wrong, and what to do."""
        message = f"{finding.meaning(self.language)} {finding.remedy(self.language)}"
        return orjson.dumps({"id": known, "error": {"code": finding.code, "message": message}})


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
