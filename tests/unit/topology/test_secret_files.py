"""A password lies in a file for its owner alone."""

from pathlib import Path

import pytest

from habarshy.topology.errors import TopologyError
from habarshy.topology.secret_files import SecretFiles


def test_a_password_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    kept = SecretFiles(tmp_path / "secrets")
    kept.keep("agency.a", "long-and-random")

    assert kept.password("agency.a") == "long-and-random"
    assert kept.path("agency.a").stat().st_mode & 0o777 == 0o600


def test_a_password_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    kept = SecretFiles(tmp_path)
    kept.keep("agency.a", "long-and-random")
    kept.path("agency.a").chmod(0o640)

    with pytest.raises(TopologyError) as refusal:
        kept.password("agency.a")
    assert str(refusal.value) == (
        f"HB-8106: The password in {tmp_path}/agency.a.password can be read by others. "
        "Take their right away with chmod 600, and give the user a new password: somebody may have read it."
    )


def test_a_forgotten_password_is_gone_and_forgetting_twice_is_no_error(tmp_path: Path) -> None:
    kept = SecretFiles(tmp_path)
    kept.keep("relay", "long-and-random")
    kept.forget("relay")
    kept.forget("relay")

    assert kept.password("relay") is None
