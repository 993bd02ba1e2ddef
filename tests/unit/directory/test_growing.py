"""A directory that grows entry by entry refuses exactly what the whole would be refused for."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from schemas.catalogue.catalogue import Catalogue
from schemas.directory import growing
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import DirectoryError

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("a", "b", "c", "d")
PUBLIC = ("A" * 43 + "=", "B" * 43 + "=")
ROLES = ("police", "interior-ministry", "penal-committee", "no-such-role")


@st.composite
def versions(draw: st.DrawFn) -> AgencyVersion:
    name = draw(st.sampled_from((*NAMES, "bus")) if draw(st.integers(0, 20)) == 0 else st.sampled_from(NAMES))
    other = st.none() | st.none() | st.sampled_from(NAMES)
    closed = draw(st.sampled_from((None, None, None, "merged", "abolished")))
    successor = draw(st.sampled_from(NAMES)) if closed == "merged" else None
    keys = draw(st.none() | st.sampled_from(PUBLIC))
    most = len(ROLES) if draw(st.integers(0, 9)) == 0 else len(ROLES) - 1
    key = {
        "id": f"{name}/sign-2026-01",
        "purpose": "sign",
        "public": keys,
        "valid_from": NEW_YEAR,
        "valid_until": NEW_YEAR + timedelta(days=700),
    }
    return AgencyVersion.model_validate({
        "id": name,
        "valid_from": NEW_YEAR + timedelta(days=draw(st.integers(0, 6))),
        "names": {"en": name, "kk": name, "ru": name},
        "roles": draw(st.lists(st.sampled_from(ROLES[:most]), max_size=1)),
        "territory": "751510000",
        "zone": "Asia/Almaty",
        "superior": draw(other),
        "overseer": draw(other),
        "languages": ["kk"],
        "duties": {"no.such-duty": "off"} if draw(st.integers(0, 20)) == 0 else {},
        "closed": closed,
        "successor": successor,
        "keys": [] if keys is None else [key],
    })  # fmt: skip


def codes_of_whole(states: list[AgencyVersion], catalogue: Catalogue) -> set[str]:
    try:
        Directory.of(states, catalogue)
    except DirectoryError as error:
        return {finding.code for finding in error.findings}
    return set()


@given(said=st.lists(versions(), min_size=1, max_size=9))
@example(said=[])
def test_it_refuses_what_the_whole_would_be_refused_for(catalogue: Catalogue, said: list[AgencyVersion]) -> None:
    standing, directory = list[AgencyVersion](), Directory(())
    for version in said:
        try:
            directory = growing.grown(directory, version, catalogue)
        except DirectoryError as error:
            found = {finding.code for finding in error.findings}
            assert found == codes_of_whole([*standing, version], catalogue)
        else:
            standing.append(version)
            assert directory == Directory.of(standing, catalogue)
            assert {name: directory.history(name) for name in directory.ids} == {
                name: Directory.of(standing, catalogue).history(name) for name in directory.ids
            }


def test_the_sample_grows_to_what_it_is(catalogue: Catalogue, directory: Directory) -> None:
    """In an order in which each stands after those that it names."""
    waiting, grown = list(directory.versions), Directory(())
    random.Random(7).shuffle(waiting)  # noqa: S311 - an order, not a secret
    for _ in range(len(waiting)):
        for version in list(waiting):
            if all(grown.history(o) for o in (version.superior, version.overseer, version.successor) if o):
                grown = growing.grown(grown, version, catalogue)
                waiting.remove(version)
    assert waiting == []
    assert grown == directory
    assert grown.ids == directory.ids
