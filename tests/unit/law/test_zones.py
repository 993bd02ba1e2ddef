"""Zones are those of the zone data that we carry."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest

from schemas import packaged
from schemas.errors.tree import ZoneError
from schemas.texts import LANGUAGES
from services.law import zones


def test_the_version_is_that_of_the_package() -> None:
    year, number = version("tzdata").split(".")[:2]

    assert zones.version() == year + "abcdefghijklmnopqrstuvwxyz"[int(number) - 1]


@pytest.mark.parametrize("key", ["Asia/Almaty", "Asia/Qyzylorda", "Asia/Oral", "UTC"])
def test_a_zone_is_found_by_its_name(key: str) -> None:
    assert zones.zone(key).key == key


def test_a_zone_is_made_once() -> None:
    assert zones.zone("Asia/Almaty") is zones.zone("Asia/Almaty")


def test_almaty_went_back_an_hour_at_the_end_of_february_2024() -> None:
    almaty = zones.zone("Asia/Almaty")
    last, first = (datetime(2024, 2, 29, 17, 59, tzinfo=UTC), datetime(2024, 2, 29, 18, 0, tzinfo=UTC))

    assert last.astimezone(almaty).utcoffset() == timedelta(hours=6)
    assert first.astimezone(almaty).utcoffset() == timedelta(hours=5)


@pytest.fixture
def lying_host(tmp_path: Path) -> Iterator[None]:
    """A host whose zone data says that Almaty lives in UTC."""
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Almaty").write_bytes(packaged.zone_bytes("UTC"))
    zoneinfo.reset_tzpath([tmp_path])
    zoneinfo.ZoneInfo.clear_cache()
    zones.zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()
    zones.zone.cache_clear()


@pytest.mark.usefixtures("lying_host")
def test_the_host_is_not_asked() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    assert noon.astimezone(zoneinfo.ZoneInfo("Asia/Almaty")).hour == 12
    assert noon.astimezone(zones.zone("Asia/Almaty")).hour == 17


STRANGE = {
    "of nowhere": "Asia/Atlantis",
    "in small letters": "asia/almaty",
    "in capital letters": "ASIA/ALMATY",
    "empty": "",
    "a way out of the folder": "../../etc/passwd",
    "a way out behind a good beginning": "Asia/../../../etc/passwd",
    "an absolute path": "/etc/localtime",
    "a folder": "Asia",
    "a file of another kind": "Asia/__init__",
    "an offset": "+05:00",
    "with a line feed": "Asia/Almaty\n",
    "with a zero byte": "Asia/Almaty\0",
    "with a backslash": "Asia\\Almaty",
    "long": "Asia/" + "A" * 10_000,
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_zone_that_there_is_not_is_named_with_the_remedy(case: str) -> None:
    with pytest.raises(ZoneError) as refused:
        zones.zone(STRANGE[case])

    (finding,) = refused.value.findings
    assert finding.code == "HB-5151"
    assert finding.particulars["version"] == zones.version()
    for language in LANGUAGES:
        assert "Asia/Almaty" in finding.remedy(language)
        assert len(finding.sentence(language)) < 300
        assert "\n" not in finding.sentence(language)


def test_an_unknown_zone_is_repeated_as_it_was_written() -> None:
    with pytest.raises(ZoneError, match="Asia/Atlantis"):
        zones.zone("Asia/Atlantis")


@pytest.mark.parametrize("key", ["America/Argentina/Buenos_Aires", "Asia/Ust-Nera", "Etc/GMT-5", "UTC"])
def test_every_zone_of_the_data_is_known_by_its_name(key: str) -> None:
    assert zones.zone(key).key == key
