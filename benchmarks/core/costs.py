"""Where our processor's time goes: one signature by each library, and the steps that a record takes in intake."""

import json
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import measuring
from benchmarks.core import java, quix, signatures
from benchmarks.core.contestants import ROOT
from benchmarks.core.records import Signed
from benchmarks.core.world import NETWORK, World
from schemas.catalogue import loading as catalogue_loading
from schemas.codec import record
from schemas.codec.record import Opened
from schemas.directory.directory import Directory
from services.admission import admitting
from services.admission.checking import Checking
from services.directory_log import requests
from services.keys import signing
from services.ledger.entries import Looked
from services.ledger.records import Arrival, Place

BARE: Final = "verify the signature"
_PATIENCE_S: Final = 300


def tables(world: World, records: list[Signed]) -> None:
    size = len(next(one for one in records if one.is_notice).value.partition(b"\n")[0])
    measuring.table(
        f"One signature over {size} bytes; library, threads",
        _signatures(world.folder.parent, size),
        "µs",
        base="PyNaCl, 1",
    )
    measuring.table(
        "A notice in intake, its steps apart", measuring.per_call(steps(world, records), calls=200), "µs", base=BARE
    )


def _signatures(built: Path, size: int) -> dict[str, float]:
    command = [str(quix.environment(built)), "-m", signatures.__name__, str(size)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=_PATIENCE_S)
    figures: dict[str, float] = json.loads(found.stdout)
    command = java.program(built).command("Verifying", str(size))
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE_S).stdout
    names = {"jdk": "Java's own, 1", "bouncy": "Bouncy Castle, 1"}
    return figures | {names[name]: float(figure) for name, figure in map(str.split, said.splitlines())}


def steps(world: World, records: list[Signed]) -> Mapping[str, Callable[[], object]]:
    """Each by itself; a notice of the load."""
    at = datetime.now(UTC)
    one = next(one for one in records if one.is_notice)
    directory = _directory(world, at)
    checking = Checking(NETWORK, catalogue_loading.load())
    arrival = Arrival(Place(one.topic, 0, 1, 0), at, one.key, one.value, one.headers)
    opened = _opened(one)
    owner = next(agency for agency in directory.versions if f"outbox.{agency.id}" == one.topic)
    public = next(key.public for key in owner.keys if key.id == opened.signature.key)
    text = signing.signed_text(network=NETWORK, topic=one.topic, envelope_line=opened.envelope_line)
    checked = checking.check(arrival, directory)
    looked = Looked(at, 1)
    return {
        BARE: lambda: signing.verifies(opened.signature.signature, text, public=public),
        "parse the envelope, strictly": lambda: _opened(one),
        "look at the body": lambda: record.whole(opened),
        "all checks, these three among them": lambda: checking.check(arrival, directory),
        "decide, and make its evidence and its answer": lambda: admitting.admit(
            [checked], looked, network=NETWORK, catalogue=checking.catalogue
        ),
    }


def _opened(one: Signed) -> Opened:
    return record.opened(key=one.key, value=one.value, headers=one.headers)


def _directory(world: World, at: datetime) -> Directory:
    versions = (
        version.model_copy(update={"keys": requests.newest(world.keys(version.id, at), at)})
        for version in world.everybody
    )
    return Directory(tuple(versions))
