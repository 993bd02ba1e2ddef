"""The folder of an operator: keys and profiles of the bus's principals, passwords, and what was begun and not finished."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habarshy.stack import files
from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.secret_files import SecretFiles
from producers import profile
from producers.profile import ClientProfile
from schemas.errors.tree import EnrolmentError, Finding
from services.keys import keyring
from services.keys.keyring import Keyring, Purpose

OPERATOR: Final = "operator"
READER: Final = "auditor"
"""The operator's own user writes the log and may not read it; the auditor's may."""
PROFILE: Final = "profile.json"
KEYS: Final = "keys.json"


@dataclass(frozen=True)
class OperatorFolder:
    """Everything in it is its owner's alone."""

    root: Path

    def of(self, principal: str) -> Path:
        return self.root / principal

    def profile(self, principal: str) -> ClientProfile:
        path = self.of(principal) / PROFILE
        # What may not even be looked at is said by whoever reads it.
        with contextlib.suppress(PermissionError):
            if not path.exists():
                raise EnrolmentError(Finding("HB-8234", "", {"folder": str(self.root), "principal": principal}))
        return profile.load(path)

    def keyring(self, principal: str) -> Keyring:
        return keyring.load(self.of(principal) / KEYS)

    def keyring_or_new(self, principal: str, purpose: Purpose, *, network: str, month: str) -> Keyring:
        """Keys that were made once are kept: a second would be another bus."""
        if not (self.of(principal) / KEYS).exists():
            Keyring(network, "bus").with_new(purpose, month).save(self.of(principal) / KEYS)
        return self.keyring(principal)

    @property
    def secrets(self) -> SecretFiles:
        return SecretFiles(self.root / "passwords")

    @property
    def pending(self) -> Path:
        return self.root / "pending.json"

    @property
    def authority(self) -> Path:
        return self.root / "ca.pem"

    @property
    def address(self) -> KafkaAddress:
        """The brokers, as the operator reaches them."""
        own = self.profile(OPERATOR)
        bootstrap = ",".join(own.bootstrap)
        if own.security == "plaintext":
            return KafkaAddress(bootstrap)
        return KafkaAddress(bootstrap, own.user, own.password, self.authority)

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """One at a time writes the log; another waits, in a thread of its own."""
        with files.writing_in(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / "writing.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, files.OWNER_ONLY)
        with os.fdopen(descriptor, "rb") as lock:
            await asyncio.to_thread(fcntl.flock, lock.fileno(), fcntl.LOCK_EX)
            yield
