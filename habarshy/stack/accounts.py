"""PostgreSQL refuses to run as root. Where we are root, it runs as `nobody`, and what it needs must be within its reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

_NAME: Final = "nobody"


class OfProcess(TypedDict, total=False):
    """How subprocess is told whose process it starts."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Another account of this machine, by its numbers."""

    name: str
    user: int
    group: int

    def of_process(self) -> OfProcess:
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether the account may enter every folder on the way to a path, and the path itself."""
        return all(self._enters(place) for place in (path, *path.parents))

    def _enters(self, place: Path) -> bool:
        state = place.stat()
        bit = (
            stat.S_IXUSR if state.st_uid == self.user else stat.S_IXGRP if state.st_gid == self.group else stat.S_IXOTH
        )
        return bool(state.st_mode & bit)


def of_postgres() -> Account | None:
    """None: this process's own account will do."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(_NAME)
    return Account(_NAME, entry.pw_uid, entry.pw_gid)
