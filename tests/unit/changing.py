"""Changes one thing in a document that was read from YAML."""

from typing import Any, Final

GONE: Final = object()
"""Stands for a field that is taken away."""


def put(holder: Any, path: str, value: object) -> None:  # noqa: ANN401 - a document of any shape
    """Sets what stands at the path (`term/unit`, `sources/0/lines`), or takes it away."""
    *above, last = (int(part) if part.isdigit() else part for part in path.split("/"))
    for part in above:
        holder = holder[part]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
