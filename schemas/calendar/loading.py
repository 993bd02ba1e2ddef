"""Reads the calendar from its YAML."""

from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from schemas import packaged
from schemas.calendar.model import Published
from schemas.errors import translation
from schemas.errors.tree import CalendarError, Finding
from schemas.unreadable import UnreadableError

FOLDER: Final = packaged.ROOT / "calendar"

Model = TypeVar("Model", bound=BaseModel)


@cache
def load() -> Published:
    """The packaged calendar."""
    return from_yaml(FOLDER)


def from_yaml(folder: Path) -> Published:
    """The calendar of a folder; CalendarError with every finding."""
    head = _value(folder / "calendar.yaml")
    years = [_value(file) for file in _years(folder)]
    raw = {**head, "years": years} if isinstance(head, dict) else head
    published = validated(raw, Published, "calendar.yaml")
    if findings := tuple(published.problems()):
        raise CalendarError(*findings)
    return published


def _years(folder: Path) -> list[Path]:
    try:
        return list(packaged.names(folder / "years", ".yaml"))
    except OSError as error:
        raise CalendarError(Finding("HB-3001", "years", {"what": error.strerror or str(error)})) from error


def validated(raw: object, model: type[Model], name: str) -> Model:
    """The value as that model; CalendarError with every finding, each naming the field."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise CalendarError(*(translation.placed(f, name) for f in translation.findings(error, raw))) from error


def _value(file: Path) -> Any:  # noqa: ANN401 - bytes become values here
    try:
        return packaged.yaml_value(file, file.name)
    except UnreadableError as error:
        raise CalendarError(translation.unreadable(error)) from error
