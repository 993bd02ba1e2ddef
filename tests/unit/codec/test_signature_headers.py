"""The two headers of a record are read by hand, and what is taken is what the contract's own types take."""

from typing import Annotated, Final

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from schemas import fields
from schemas.codec import record
from schemas.codec.record import KEY_HEADER, SIGNATURE_HEADER
from schemas.errors.tree import RefusedError

SIGNATURE: Final = "A" * 86 + "=="
KEY: Final = "agency-a/sign-2026-01"


class Headers(BaseModel):
    """The headers as the fields' types describe them."""

    signature: Annotated[fields.Base64, Field(min_length=88, max_length=88)]
    key: fields.KeyId


def nearly(text: str) -> st.SearchStrategy[str]:
    """The text with one place replaced, or with something after it."""
    one = st.characters(min_codepoint=1, max_codepoint=127)
    replaced = st.builds(lambda at, new: text[:at] + new + text[at + 1 :], st.integers(0, len(text) - 1), one)
    return st.just(text) | replaced | one.map(lambda end: text + end)


@given(nearly(SIGNATURE), nearly(KEY))
@example(SIGNATURE + "\n", KEY)
@example(SIGNATURE, KEY + "\n")
@example(SIGNATURE[:-1], KEY)
def test_a_header_is_taken_where_its_type_takes_it(signature: str, key: str) -> None:
    wrong: str | None = None
    try:
        Headers(signature=signature, key=key)
    except ValidationError as error:
        wrong = SIGNATURE_HEADER if error.errors()[0]["loc"] == ("signature",) else KEY_HEADER

    assert refused(signature, key) == wrong


def refused(signature: str, key: str) -> str | None:
    try:
        read = record.read_signature([(SIGNATURE_HEADER, signature.encode()), (KEY_HEADER, key.encode())])
    except RefusedError as error:
        return str(error.first.particulars["header"])
    assert (read.signature, read.key) == (signature, key)
    return None
