"""The packages of the extra `stack`: programs that come as wheels."""

import importlib.util
import platform
from pathlib import Path

from habarshy.stack.errors import broken


def wheel(name: str) -> Path:
    """The folder of a package of the extra `stack`. It is not imported: one of them warns, and all we want is programs."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise broken("HB-8001", package=name, machine=f"{platform.system()} {platform.machine()}")
    return Path(found.origin).parent
