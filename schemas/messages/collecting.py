"""Finds the models that some modules define, so that a new model is in the registry by being written."""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import TypeVar

Model = TypeVar("Model")


def major(version: str) -> int:
    return int(version.split(".", maxsplit=1)[0])


def by_version(base: type[Model], modules: Iterable[ModuleType]) -> Mapping[tuple[str, int], type[Model]]:
    """The subclasses of base that these modules define, by code and major version; none is taken twice."""
    found: dict[tuple[str, int], type[Model]] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__:
                key = str(value.code), major(value.version)  # type: ignore[attr-defined] # every such base has both
                if key in found:
                    message = (
                        f"{value.__qualname__} and {found[key].__qualname__} both stand for {key[0]}, version {key[1]}"
                    )
                    raise TypeError(message)
                found[key] = value
    return found


def versions(models: Mapping[tuple[str, int], type[Model]]) -> Mapping[str, tuple[str, ...]]:
    """Of each code every version that can be read."""
    found: dict[str, tuple[str, ...]] = {}
    for (code, _), model in models.items():
        found[code] = (*found.get(code, ()), str(model.version))  # type: ignore[attr-defined] # every such model has one
    return found


def newest(models: Mapping[tuple[str, int], type[Model]]) -> Mapping[str, type[Model]]:
    """Of each code the model with the highest major version: the one that new messages are made from."""
    return {code: models[code, version] for code, version in sorted(models)}
