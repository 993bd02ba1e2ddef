"""Makes calendars and overrides by changing one thing in a sound one."""

import shutil
from pathlib import Path
from typing import Any, Final

import yaml

from schemas import yaml_text
from schemas.calendar import loading, override
from schemas.errors.tree import CalendarError
from tests.unit.changing import put

TEXT: Final = {"en": "For a test.", "kk": "Сынақ үшін.", "ru": "Для проверки."}
SOUND_OVERRIDE: Final[dict[str, Any]] = {
    "version": "test-1",
    "act": {"code": "TEST-ACT", "text": TEXT},
    "adds_off": [{"day": "2026-01-05", "name": TEXT}],
    "adds_worked": [{"day": "2026-01-04", "given_for": "2026-01-05"}],
    "completes": [2026],
}


def changed(folder: Path, file: str, path: str, value: object) -> Path:
    """The packaged calendar with another value at the path of a file, such as `years/2024.yaml`, `transfers/0/off`."""
    copy = folder / "calendar"
    shutil.copytree(loading.FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    said = yaml_text.value((copy / file).read_bytes(), file)
    put(said, path, value)
    (copy / file).write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return copy


def objections(folder: Path) -> list[tuple[str, str]]:
    """What a calendar is refused for."""
    try:
        loading.from_yaml(folder)
    except CalendarError as error:
        return [(finding.code, finding.where) for finding in error.findings]
    return []


def written_override(folder: Path, path: str | None = None, value: object = None) -> Path:
    """The sound override, or one with another value at the path."""
    said = yaml_text.value(yaml.safe_dump(SOUND_OVERRIDE, allow_unicode=True), "sound")
    if path is not None:
        put(said, path, value)
    file = folder / "override.yaml"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return file


def override_objections(file: Path) -> list[tuple[str, str]]:
    """What an override is refused for, by itself."""
    try:
        override.from_yaml(file)
    except CalendarError as error:
        return [(finding.code, finding.where) for finding in error.findings]
    return []
