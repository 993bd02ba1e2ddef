"""A full disk is said as what it is, wherever it is met. The disk is a real one, and a small one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from habarshy.stack.errors import StackError
from habarshy.stack.settings import Settings
from tests.stack import lacking

MOUNT, UNMOUNT = (shutil.which(name) or name for name in ("mount", "umount"))
SIZE = 20_000_000


@pytest.fixture
def small_disk(new_stack: Settings) -> Iterator[Path]:
    """A file system of twenty megabytes, where this machine lets us mount one."""
    place = new_stack.home / "disk"
    place.mkdir(parents=True)
    new_stack.home.chmod(0o711)
    call = [MOUNT, "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", str(place)]
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk: run this level as root once to have it tested")
    if subprocess.run(call, capture_output=True, check=False).returncode != 0:
        lacking("this machine lets not even root mount a small disk")
    yield place
    subprocess.run([UNMOUNT, str(place)], check=True)


def test_a_disk_that_is_full_from_the_start_is_said(small_disk: Path, new_stack: Settings, stack: Addresses) -> None:
    (small_disk / "filler").write_bytes(bytes(SIZE - 4096 * 4))

    with pytest.raises(StackError, match="HB-8005"):
        stacks.up(replace(new_stack, home=small_disk / "stack", kafka=stack.kafka), datetime.now(UTC))


def test_a_disk_that_fills_up_while_the_database_is_made_is_said_and_made_good_when_there_is_room(
    small_disk: Path, new_stack: Settings, stack: Addresses
) -> None:
    settings = replace(new_stack, home=small_disk / "stack", kafka=stack.kafka)

    with pytest.raises(StackError, match="HB-8005"):
        stacks.up(settings, datetime.now(UTC))
    subprocess.run([MOUNT, "-o", "remount,size=200m", str(small_disk)], check=True)
    stacks.up(settings, datetime.now(UTC))

    assert stacks.down(settings) == ("postgres",)
