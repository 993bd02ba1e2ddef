"""Why a file cannot be read or written, in the caller's language: the system says it in English."""

import errno
from typing import Final

from habarshy.command import wording

_REASONS: Final = {
    errno.ENOENT: "file-missing",
    errno.EACCES: "file-forbidden",
    errno.EPERM: "file-forbidden",
    errno.EROFS: "file-forbidden",
    errno.EISDIR: "file-is-folder",
    errno.ENOTDIR: "file-not-folder",
    errno.EEXIST: "file-not-folder",
    errno.ENOSPC: "file-no-space",
}


def reason(error: OSError) -> str:
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return wording.say(known) if known else str(error.strerror or error)
