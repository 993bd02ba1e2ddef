"""Finds the models that some modules define, so that a new model is in the registry by being written."""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import TypeVar

Model = TypeVar("Model")


def by_code(base: type[Model], modules: Iterable[ModuleType]) -> Mapping[str, type[Model]]:
    """The subclasses of base that these modules define, by their code; a code is never taken twice."""
    found: dict[str, type[Model]] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__:
                code = str(value.code)  # type: ignore[attr-defined] # every such base has a code
                if code in found:
                    message = f"{value.__qualname__} and {found[code].__qualname__} both stand for {code}"
                    raise TypeError(message)
                found[code] = value
    return found
