"""Processes of this project that a test starts, kills and asks how they ended; none outlives its run for long."""

import asyncio
import fcntl
import os
import sys
from collections.abc import Sequence
from typing import IO

from habarshy.stack.servers import Server


async def started(server: Server, arguments: Sequence[str], *, output: IO[bytes] | int) -> asyncio.subprocess.Process:
    """The command with these arguments. It holds the server's lock as its standard input, so that whoever ends a run finds it."""
    server.lock.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(server.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "habarshy", *arguments, stdin=lock, stdout=output, stderr=output
        )
        lock.truncate(0)
        lock.write(b"%d\n" % child.pid)
    return child


async def stopped(child: asyncio.subprocess.Process, *, seconds: float) -> int:
    """Asked to leave; killed where it does not, and then the test fails."""
    if child.returncode is None:
        child.terminate()
        try:
            async with asyncio.timeout(seconds):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()
            raise
    assert child.returncode is not None
    return child.returncode
