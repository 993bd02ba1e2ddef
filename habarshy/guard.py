"""Our top-level packages have plain names. Whoever has a folder of the same name must hear it at once, not by a strange error later."""

import sys
from importlib.machinery import PathFinder
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
OUR_PACKAGES = ("schemas", "services", "producers", "consumers")


def refuse_strangers() -> None:
    """Raises ImportError, naming the path, where another package stands in front of one of ours."""
    for name in OUR_PACKAGES:
        found = _where(name)
        if (folder := _in_front(name)) is not None:
            raise ImportError(_sentence(name, folder))
        if found is not None and found.resolve() != HOUSE / name / "__init__.py":
            raise ImportError(_sentence(name, found.parent if found.name == "__init__.py" else found))


def _where(name: str) -> Path | None:
    """The file that answers to this name."""
    loaded = sys.modules.get(name)
    origin = getattr(loaded, "__file__", None)
    if loaded is None:
        spec = PathFinder.find_spec(name)
        origin = spec.origin if spec is not None else None
    return Path(origin) if origin else None


def _in_front(name: str) -> Path | None:
    """A folder of this name with modules but no __init__.py, earlier on the path than ours: its owner's imports would find ours."""
    for entry in sys.path:
        place = Path(entry or ".").resolve()
        if place == HOUSE:
            return None
        folder = place / name
        if folder.is_dir() and not (folder / "__init__.py").exists() and next(folder.glob("*.py"), None) is not None:
            return folder
    return None


def _sentence(name: str, found: Path) -> str:
    """Written out here: the registry of errors stands in one of the very packages that may be a stranger's."""
    return (
        f'HB-9001: The package "{name}" is not Habarshy\'s own: it was found at {found}. Rename that folder, or start the '
        "program from another folder: Habarshy needs the names schemas, services, producers and consumers for itself."
    )
