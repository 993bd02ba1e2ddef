"""The base of every model in the contract: frozen, closed to unknown fields."""

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Value(BaseModel):
    """A value without identity: what is in it is all there is."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Said(BaseModel):
    """A value that travels: strict as well, so that "3" is not 3 and 1.0 is not 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def broken(code: str, **particulars: str | int) -> PydanticCustomError:
    """The error by which a model's own rule names its registered code; raise it inside a validator."""
    return PydanticCustomError(code, "a rule is broken", particulars)
