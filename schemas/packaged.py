"""The one place where the contract touches the disk: files that ship inside the package."""

from collections.abc import Hashable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(str(files("schemas")))


class DuplicateKeyError(ValueError):
    """The same key stands twice in one YAML mapping, so one of the two would be lost."""


class _Loader(yaml.CSafeLoader):
    """Refuses duplicate keys and reads yes, no, on and off as words, as YAML 1.2 does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                message = f"the key {key.value!r} stands twice, at line {key.start_mark.line + 1}"
                raise DuplicateKeyError(message)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def yaml_value(text: str | bytes) -> Any:  # noqa: ANN401 - bytes become values here
    """The value of a YAML text; raises yaml.YAMLError or DuplicateKeyError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def names(folder: Traversable, ending: str) -> Iterator[Traversable]:
    """The files of a packaged folder with that ending, by name."""
    yield from sorted((f for f in folder.iterdir() if f.name.endswith(ending)), key=lambda f: f.name)
