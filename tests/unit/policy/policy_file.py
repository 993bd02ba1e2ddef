"""Makes a policy file by changing one thing in the packaged policy."""

from pathlib import Path
from typing import Any, Final

import yaml

from schemas import packaged, yaml_text
from schemas.catalogue import loading
from schemas.errors.tree import PolicyError
from schemas.policy import model
from schemas.policy.model import Policy
from tests.unit.changing import put

PACKAGED: Final = packaged.ROOT / "policy" / "policy.yaml"
WHY: Final = {"en": "For a test.", "kk": "Сынақ үшін.", "ru": "Для проверки."}


def as_said() -> dict[str, Any]:
    said: dict[str, Any] = yaml_text.value(PACKAGED.read_bytes(), PACKAGED.name)
    return said


def changed(folder: Path, path: str, value: object) -> Path:
    """The packaged policy with another value at the path, such as `receipts/immediate/seen`."""
    said = as_said()
    put(said, path, value)
    file = folder / "policy.yaml"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return file


def loaded(file: Path) -> Policy:
    return model.of(file, loading.load())


def objections(file: Path) -> list[tuple[str, str]]:
    """What a policy file is refused for."""
    try:
        loaded(file)
    except PolicyError as error:
        return [(finding.code, finding.where) for finding in error.findings]
    return []
