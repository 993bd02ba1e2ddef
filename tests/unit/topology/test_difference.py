"""From what is found to what is wanted: what takes away comes first, what gives comes last, and no topic is ever deleted."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas import topology
from schemas.permissions import model
from schemas.topology import NOTHING, Found, Limited, Right, Shape, Wanted
from schemas.topology_difference import (
    AddRight,
    CreateTopic,
    CreateUser,
    Immovable,
    RemoveRight,
    RemoveUser,
    SetQuota,
    SetTopic,
    Step,
    Unwanted,
    difference,
)
from tests.topology import agency

TABLE = model.load()
WANTED = topology.of_everybody([agency("a"), agency("ab", "general-prosecutor")], TABLE, brokers=1)
EMPTY = Found({}, frozenset(), frozenset(), {})
AS_WANTED = Found(WANTED.topics, WANTED.rights, WANTED.users, WANTED.quotas)
STRANGE = Right("agency.a", "topic", "inbox.ab", "literal", "read")


def after(found: Found, step: Step) -> Found:
    """What brokers would show after a step."""
    match step:
        case AddRight():
            return replace(found, rights=found.rights | {step.right})
        case RemoveRight():
            return replace(found, rights=found.rights - {step.right})
        case CreateUser():
            return replace(found, users=found.users | {step.user})
        case RemoveUser():
            return replace(found, users=found.users - {step.user})
        case SetQuota():
            rates = {**found.quotas.get(step.limited, {}), **step.rates}
            left = {name: rate for name, rate in rates.items() if rate is not None}
            rest = {limited: kept for limited, kept in found.quotas.items() if limited != step.limited}
            return replace(found, quotas=rest | ({step.limited: left} if left else {}))
        case CreateTopic():
            return replace(found, topics={**found.topics, step.name: step.shape})
        case SetTopic():
            shape = found.topics[step.name]
            settings = {**shape.settings, **step.settings}
            kept = {name: value for name, value in settings.items() if value is not None}
            return replace(found, topics={**found.topics, step.name: replace(shape, settings=kept)})


def test_from_nothing_everything_is_made_and_then_there_is_no_difference() -> None:
    needed, found = difference(WANTED, EMPTY), EMPTY
    for step in needed.steps:
        found = after(found, step)

    assert needed.steps
    assert difference(WANTED, found).is_none


def test_what_is_as_wanted_needs_no_step() -> None:
    assert difference(WANTED, AS_WANTED).is_none
    assert difference(WANTED, AS_WANTED).unwanted == ()


RIGHTS = st.frozensets(st.sampled_from([*sorted(WANTED.rights), STRANGE, replace(STRANGE, permission="deny")]))
USERS = st.frozensets(st.sampled_from([*sorted(WANTED.users), "stranger", "admin"]))
QUOTAS = st.dictionaries(
    st.sampled_from([*sorted(WANTED.quotas), Limited.of("stranger")]),
    st.dictionaries(st.sampled_from(["producer_byte_rate", "odd"]), st.sampled_from([1.0, 4194304.0]), min_size=1),
)
SETTINGS = st.dictionaries(st.sampled_from(["retention.ms", "odd"]), st.sampled_from(["1", "-1"]))
TOPICS = st.dictionaries(
    st.sampled_from([*sorted(WANTED.topics), "odd"]),
    st.builds(Shape, st.sampled_from([1, 6]), st.just(1), SETTINGS),
)


@given(st.builds(Found, TOPICS, RIGHTS, USERS, QUOTAS))
def test_from_whatever_is_found_the_steps_lead_to_what_is_wanted(found: Found) -> None:
    before = set(found.topics)
    for step in difference(WANTED, found).steps:
        found = after(found, step)

    left = difference(WANTED, found)
    assert left.steps == ()
    assert before <= found.topics.keys()
    assert (found.rights, found.users - {"admin"}, found.quotas) == (WANTED.rights, WANTED.users, WANTED.quotas)


@given(st.builds(Found, TOPICS, RIGHTS, USERS, QUOTAS))
def test_what_takes_away_comes_before_what_gives_and_logging_in_comes_last(found: Found) -> None:
    order = (RemoveRight, RemoveUser, SetQuota, CreateTopic, SetTopic, AddRight, CreateUser)
    places = [order.index(type(step)) for step in difference(WANTED, found).steps]

    assert places == sorted(places)


def test_a_right_too_many_is_removed() -> None:
    needed = difference(WANTED, replace(AS_WANTED, rights=WANTED.rights | {STRANGE}))

    assert needed.steps == (RemoveRight(STRANGE),)
    assert not needed.is_none


def test_a_prohibition_that_nobody_declared_is_removed_too() -> None:
    prohibition = replace(STRANGE, permission="deny")

    assert difference(WANTED, replace(AS_WANTED, rights=WANTED.rights | {prohibition})).steps == (
        RemoveRight(prohibition),
    )


def test_a_super_user_is_neither_made_nor_removed() -> None:
    assert difference(WANTED, replace(AS_WANTED, users=WANTED.users | {"admin"})).is_none


def test_a_stranger_among_the_users_is_removed() -> None:
    assert difference(WANTED, replace(AS_WANTED, users=WANTED.users | {"stranger"})).steps == (RemoveUser("stranger"),)


def test_a_setting_too_many_goes_back_to_its_default() -> None:
    shape = replace(WANTED.topics["pulse"], settings={**WANTED.topics["pulse"].settings, "flush.ms": "1"})
    found = replace(AS_WANTED, topics={**WANTED.topics, "pulse": shape})

    assert difference(WANTED, found).steps == (SetTopic("pulse", {"flush.ms": None}),)


def test_partitions_and_copies_are_shown_and_not_changed() -> None:
    found = replace(AS_WANTED, topics={**WANTED.topics, "pulse": replace(WANTED.topics["pulse"], partitions=2)})
    needed = difference(WANTED, found)

    assert needed.steps == ()
    assert needed.immovable == (Immovable("pulse", "partitions", wanted=1, found=2),)
    assert not needed.is_none


def test_a_topic_that_nobody_wants_is_named_and_is_no_difference() -> None:
    needed = difference(WANTED, replace(AS_WANTED, topics={**WANTED.topics, "odd": WANTED.topics["pulse"]}))

    assert needed.is_none
    assert needed.unwanted == (Unwanted("odd"),)


def test_who_retires_loses_rights_first_then_quotas_and_keeps_the_topics() -> None:
    mine: Wanted = topology.of_agency(agency("a"), TABLE, brokers=1)
    needed = difference(NOTHING, Found(mine.topics, mine.rights, mine.users, mine.quotas))

    assert [type(step) for step in needed.steps] == [*[RemoveRight] * 6, RemoveUser, SetQuota, SetQuota]
    assert [topic.name for topic in needed.unwanted] == ["inbox.a", "outbox.a", "urgent.a"]
