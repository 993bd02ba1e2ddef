"""What verifying one Ed25519 signature costs, by each library, on one thread and on two.

`build/peers/bin/python -m benchmarks.core.signatures BYTES` prints microseconds for each signature, as JSON. It runs where the peers'
packages are, for ours need not have them all.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl import bindings

ROUNDS: Final = 7
CALLS: Final = 2_000
THREADS: Final = (1, 2)


def ways(size: int) -> Mapping[str, Callable[[], object]]:
    text = os.urandom(size)
    private = Ed25519PrivateKey.generate()
    signature, key = private.sign(text), private.public_key()
    raw = key.public_bytes_raw()
    return {
        "cryptography": lambda: key.verify(signature, text),
        "cryptography, its key made each time": lambda: Ed25519PublicKey.from_public_bytes(raw).verify(signature, text),
        "PyNaCl": lambda: bindings.crypto_sign_open(signature + text, raw),
    }


def measured(size: int) -> dict[str, float]:
    """All in turn within each round."""
    rounds: dict[str, list[float]] = {}
    with ThreadPoolExecutor(max(THREADS)) as pool:
        for _ in range(ROUNDS):
            for name, call in ways(size).items():
                for threads in THREADS:
                    rounds.setdefault(f"{name}, {threads}", []).append(_timed(call, threads, pool))
    return {name: statistics.median(found) for name, found in rounds.items()}


def _timed(call: Callable[[], object], threads: int, pool: ThreadPoolExecutor) -> float:
    started = time.perf_counter()
    for ended in [pool.submit(_calls, call, CALLS // threads) for _ in range(threads)]:
        ended.result()
    return (time.perf_counter() - started) / CALLS * 1e6


def _calls(call: Callable[[], object], number: int) -> None:
    for _ in range(number):
        call()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]))))
