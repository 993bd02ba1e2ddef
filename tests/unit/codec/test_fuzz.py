"""Whatever comes, the decoder answers with a record or with its one error, and what it takes it gives back byte for byte."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import record
from schemas.errors.tree import RefusedError
from schemas.texts import LANGUAGES
from tests.unit.codec import records
from tests.unit.codec.records import Raw

CORPUS = Path(__file__).parent / "corpus"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
header_names = st.one_of(st.text(), st.binary(), st.sampled_from([record.SIGNATURE_HEADER, record.KEY_HEADER]))
headers = st.lists(st.tuples(header_names, st.none() | st.binary(max_size=400)), max_size=4).map(tuple)


def answered(raw: Raw) -> str:
    """The first code of the refusal, or "read" after checking that what was read is what was sent."""
    try:
        read = raw.decode()
    except RefusedError as error:
        return said_in_every_language(error)
    assert (read.key, read.value) == (raw.key, raw.value)
    return "read"


def said_in_every_language(error: RefusedError) -> str:
    said = [(f.meaning(language), f.remedy(language)) for f in error.findings for language in LANGUAGES]
    sentences = [sentence for pair in said for sentence in pair]
    assert all("<" not in sentence for sentence in sentences), "a particular of the sentence was not given"
    return error.first.code


@given(key=st.none() | st.binary(), value=st.none() | st.binary(max_size=3000), headers=headers)
def test_any_bytes(
    key: bytes | None, value: bytes | None, headers: tuple[tuple[str | bytes, bytes | None], ...]
) -> None:
    assert answered(Raw(key, value, headers)).startswith("HB-1")


@given(seed=st.sampled_from([records.fact(), records.notice()]), data=st.data())
def test_sound_records_with_bytes_changed(seed: Raw, data: st.DataObject) -> None:
    value = bytearray(seed.value or b"")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(value) - 1))
        end = data.draw(st.integers(at, min(at + 8, len(value))))
        value[at:end] = data.draw(st.binary(max_size=8))
    assert answered(seed.with_value(bytes(value)))


@given(field=st.sampled_from(sorted(orjson.loads((records.notice().value or b"").split(b"\n")[0]))), value=json_values)
def test_sound_envelopes_with_one_field_of_any_shape(field: str, value: object) -> None:
    line, _, body = (records.notice().value or b"").partition(b"\n")
    try:
        changed = orjson.dumps(orjson.loads(line) | {field: value}, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return  # what JSON cannot say cannot arrive
    assert answered(records.notice().with_value(changed + b"\n" + body))


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.bin")), ids=lambda file: file.stem)
def test_the_kept_corpus_is_answered_as_ever(file: Path) -> None:
    """Each file is a value that once was interesting; its name ends with the answer that it must get."""
    expected = "HB-" + file.stem.rsplit("-", 1)[-1]
    assert answered(records.fact().with_value(file.read_bytes())) == expected
