"""What an envelope takes and what it refuses: instants, ids, references, refusals, exercises."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid1, uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas import fields
from schemas.messages import envelope
from schemas.messages.envelope import DrillOpened, Fact, Receipt, Resync
from tests.unit.messages.made import DERIVED, MINTED, SENT_AT, WRAP, by_agency, drill, fact, receipt

INSTANT: TypeAdapter[datetime] = TypeAdapter(fields.Instant)
REF: TypeAdapter[str] = TypeAdapter(fields.Ref)
ALMATY = timezone(timedelta(hours=5))


def code(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return error.value.errors()[0]["type"]


def refused(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return True
    return False


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValidationError) as error:
        Fact.model_validate(fact(sent_at=datetime(2026, 3, 6, 4, 5)))  # noqa: DTZ001 - that is the point
    assert code(error) == "timezone_aware"


def test_an_instant_of_another_offset_is_kept_in_utc() -> None:
    said = Fact.model_validate(fact(sent_at=datetime(2026, 3, 6, 9, 5, tzinfo=ALMATY)))

    assert said.sent_at == SENT_AT
    assert said.sent_at.tzinfo is UTC


@given(
    st.datetimes(
        min_value=datetime(1901, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(2198, 12, 31),  # noqa: DTZ001 - likewise
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_an_instant_stays_the_same_whatever_its_offset(instant: datetime) -> None:
    kept = INSTANT.validate_python(instant)

    assert kept == instant
    assert kept.utcoffset() == timedelta(0)


YEARS = {
    "the first instant": (datetime(1900, 1, 1, tzinfo=UTC), True),
    "the last instant": (datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), True),
    "before the first": (datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC), False),
    "after the last": (datetime(2200, 1, 1, tzinfo=UTC), False),
    "the first of all": (datetime.min.replace(tzinfo=ALMATY), False),
    "the last of all": (datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))), False),
    "before the first, once in UTC": (datetime(1900, 1, 1, tzinfo=ALMATY), False),
    "after the last, once in UTC": (
        datetime(2199, 12, 31, 23, tzinfo=timezone(-timedelta(hours=5))),
        False,
    ),
}


@pytest.mark.parametrize("case", YEARS)
def test_an_instant_lies_between_1900_and_2199(case: str) -> None:
    instant, fits = YEARS[case]

    assert refused(INSTANT, instant) != fits


@pytest.mark.parametrize(
    "value", ["2026-03-06T04:05:00Z", 1_772_770_000, datetime(2026, 3, 6, tzinfo=UTC).date()], ids=repr
)
def test_inside_the_program_an_instant_is_an_instant(value: object) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate(fact(sent_at=value))


IDS = {"version 1": uuid1(), "version 4": uuid4(), "version 5": uuid5(NAMESPACE_DNS, "a"), "none": UUID(int=0)}


@pytest.mark.parametrize("version", IDS)
def test_an_agency_mints_ids_of_version_7_only(version: str) -> None:
    with pytest.raises(ValidationError) as error:
        Fact.model_validate(fact(id=IDS[version]))
    assert code(error) == "HB-2113"
    assert Fact.model_validate(fact()).id == MINTED


@pytest.mark.parametrize("wrong", [MINTED, uuid4()], ids=["version 7", "version 4"])
def test_the_bus_derives_ids_of_version_5_only(wrong: UUID) -> None:
    derived: TypeAdapter[UUID] = TypeAdapter(fields.DerivedId)

    assert refused(derived, wrong)
    assert derived.validate_python(DERIVED) == DERIVED


REFS = {
    "random bits": ("investigation-bostandyk/qsgyj2h2cwzjzonzw4lyabmrxj", True),
    "a personal number": ("investigation-bostandyk/900101300123", False),
    "a personal number, filled up": ("investigation-bostandyk/90010130012300000000000000", False),
    "a personal number among letters": ("investigation-bostandyk/aaaaaaa900101300123aaaaaaa", False),
    "too short": ("investigation-bostandyk/qsgyj2h2cwzjzonzw4lyabmrx", False),
    "too long": ("investigation-bostandyk/qsgyj2h2cwzjzonzw4lyabmrxja", False),
    "capital letters": ("investigation-bostandyk/QSGYJ2H2CWZJZONZW4LYABMRXJ", False),
    "a name": ("investigation-bostandyk/үлгі", False),
    "without who minted it": ("qsgyj2h2cwzjzonzw4lyabmrxj", False),
    "a line feed behind it": ("investigation-bostandyk/qsgyj2h2cwzjzonzw4lyabmrxj\n", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize("case", REFS)
def test_a_reference_has_no_room_for_a_personal_number(case: str) -> None:
    ref, fits = REFS[case]

    assert refused(REF, ref) != fits


@given(st.text(alphabet="0123456789", min_size=12, max_size=12), st.integers(0, 14))
def test_no_personal_number_that_has_a_0_1_8_or_9_fits_into_a_reference(number: str, at: int) -> None:
    filled = ("a" * at + number).ljust(26, "a")

    assert refused(REF, f"police/{filled}") or not set(number) & set("0189")


REFUSALS: dict[str, tuple[dict[str, Any], str | None]] = {
    "seen": ({"name": "seen"}, None),
    "acted": ({"name": "acted"}, None),
    "not mine": ({"name": "refused", "reason": "not-mine"}, None),
    "unreadable, with the key": ({"name": "refused", "reason": "unreadable", "disclosed_key": WRAP}, None),
    "empty, with the key": ({"name": "refused", "reason": "empty", "disclosed_key": WRAP}, None),
    "refused without a reason": ({"name": "refused"}, "HB-2116"),
    "seen with a reason": ({"name": "seen", "reason": "not-mine"}, "HB-2116"),
    "unreadable, where the key could not be had": ({"name": "refused", "reason": "unreadable"}, None),
    "empty without the key": ({"name": "refused", "reason": "empty"}, "HB-2117"),
    "not mine with the key": ({"name": "refused", "reason": "not-mine", "disclosed_key": WRAP}, "HB-2117"),
    "seen with the key": ({"name": "seen", "disclosed_key": WRAP}, "HB-2117"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_has_a_reason_and_discloses_the_key_where_it_must(case: str) -> None:
    said, expected = REFUSALS[case]

    if expected is None:
        assert Receipt.model_validate(receipt(**said)).name == said["name"]
        return
    with pytest.raises(ValidationError) as error:
        Receipt.model_validate(receipt(**said))
    assert code(error) == expected


def test_nothing_is_sent_before_it_was_first_tried() -> None:
    with pytest.raises(ValidationError) as error:
        Fact.model_validate(fact(first_tried_at=SENT_AT + timedelta(microseconds=1)))
    assert code(error) == "HB-2115"


@pytest.mark.parametrize("before", [timedelta(0), timedelta(hours=9)], ids=["at once", "hours later"])
def test_what_was_tried_before_may_be_sent_later(before: timedelta) -> None:
    assert Fact.model_validate(fact(first_tried_at=SENT_AT - before)).first_tried_at == SENT_AT - before


@pytest.mark.parametrize("length", [timedelta(0), -timedelta(hours=1)], ids=["no time", "backwards"])
def test_an_exercise_ends_after_it_began(length: timedelta) -> None:
    opens_at = datetime(2026, 3, 7, tzinfo=UTC)

    with pytest.raises(ValidationError) as error:
        DrillOpened.model_validate(drill(opens_at=opens_at, closes_at=opens_at + length))
    assert code(error) == "HB-2115"


def test_an_exercise_names_whom_it_is_for() -> None:
    assert DrillOpened.model_validate(drill()).agencies == ("investigation-bostandyk",)
    with pytest.raises(ValidationError):
        DrillOpened.model_validate(drill(agencies=()))


def test_a_message_about_no_occasion_has_none() -> None:
    said = by_agency(type="resync", since=SENT_AT)
    with pytest.raises(ValidationError) as error:
        Resync.model_validate(said)
    assert code(error) == "extra_forbidden"


@pytest.mark.parametrize("model", [envelope.Fact, envelope.Notice, envelope.ServiceRecord], ids=lambda m: m.__name__)
def test_a_party_is_an_agency_or_a_territory_never_a_person(model: type[envelope.OnOccasion]) -> None:
    parties: TypeAdapter[Any] = TypeAdapter(envelope.Parties)

    assert "parties" in model.model_fields
    assert parties.validate_python({"complained-about": "court-bostandyk"})
    assert refused(parties, {"complained-about": "Үлгі"})
    assert refused(parties, {"complained-about": "900101300123"})
