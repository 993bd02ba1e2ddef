"""Finds every text that a person may read in the packaged data, each with the place where it stands."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue import vocabulary
from schemas.directory import loading as directory_loading
from schemas.errors import registry
from schemas.examples import reading
from schemas.policy import model as policy_model
from schemas.texts import Text

Placed = tuple[str, Text]


def texts_in(value: object, place: str) -> Iterator[Placed]:
    """The texts of a value and of all that it is made of."""
    match value:
        case Text():
            yield place, value
        case BaseModel():
            for name in type(value).model_fields:
                yield from texts_in(getattr(value, name), f"{place}/{name}")
        case Mapping():
            for name, part in value.items():
                yield from texts_in(part, f"{place}/{name}")
        case tuple() | list():
            for number, part in enumerate(value):
                yield from texts_in(part, f"{place}/{number}")


def of_catalogue() -> Iterator[Placed]:
    catalogue = catalogue_loading.load()
    yield from texts_in(catalogue.document_by_code, "document")
    yield from texts_in(catalogue.role_by_code, "role")
    yield from texts_in(catalogue.fact_by_code, "fact")
    yield from texts_in(catalogue.duties_by_code, "duty")


def of_vocabulary() -> Iterator[Placed]:
    yield from texts_in(vocabulary.load(), "vocabulary")


def of_policy() -> Iterator[Placed]:
    yield from texts_in(policy_model.load(), "policy")


def of_registry() -> Iterator[Placed]:
    yield from texts_in(registry.load(), "registry")


def of_directory() -> Iterator[Placed]:
    for version in directory_loading.sample().versions:
        yield from texts_in(version, f"agency {version.id} from {version.valid_from.date()}")


def of_situations() -> Iterator[Placed]:
    for name, example in reading.every_message():
        yield from texts_in(example, f"example {name}")
    for name in reading.story_names():
        yield f"story {name}", reading.story(name).story


def every_text() -> list[Placed]:
    return [
        *of_catalogue(),
        *of_vocabulary(),
        *of_policy(),
        *of_registry(),
        *of_directory(),
        *of_situations(),
    ]
