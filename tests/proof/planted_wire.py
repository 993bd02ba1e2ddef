"""Bugs of what the wire rests on, as rows: keys and signatures, the reference log, the rights on the broker."""

from typing import Final

_KEYS: Final = "tests/unit/keys"
_LOG: Final = "tests/unit/enrolment"
_TOPOLOGY: Final = "tests/unit/topology"
_SIGNING: Final = "services/keys/signing.py"
_SEALING: Final = "services/keys/sealing.py"
_PROOFS: Final = "services/keys/proofs.py"
_DELIVERY: Final = "schemas/codec/delivery.py"
_ACCEPTING: Final = "services/directory_log/accepting.py"
_EFFECTS: Final = "services/directory_log/effects.py"
_WANTED: Final = "schemas/topology.py"
_DIFFERENCE: Final = "schemas/topology_difference.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "a signature holds for every topic",
        _SIGNING,
        'return lines(FORM, network, topic, b"")',
        'return lines(FORM, network, b"")',
        _KEYS,
    ),
    (
        "what was signed in the sandbox holds on the real network",
        _SIGNING,
        'return lines(FORM, network, topic, b"")',
        'return lines(FORM, topic, b"")',
        _KEYS,
    ),
    (
        "two recipients can be given different texts",
        _SEALING,
        "if not hmac.compare_digest(commitment(content_key), committed):",
        "if not committed:",
        _KEYS,
    ),
    (
        "a wrap of one message opens in another",
        _SEALING,
        "self.network, self.sender, str(self.id), *more)",
        "self.network, self.sender, *(more or (str(self.id),)))",
        _KEYS,
    ),
    (
        "what was delivered to one inbox was delivered to every inbox",
        _DELIVERY,
        "return (topic.encode(), key, value, *of_sender, headers.delivery_line)",
        "return (key, value, *of_sender, headers.delivery_line)",
        "tests/unit/codec/test_delivery.py",
    ),
    (
        "the bus does not sign when a message came",
        _DELIVERY,
        "return (topic.encode(), key, value, *of_sender, headers.delivery_line)",
        "return (topic.encode(), key, value, *of_sender)",
        "tests/unit/codec/test_delivery.py",
    ),
    (
        "a part of a record can be moved into the next",
        "services/keys/batches.py",
        'len(part).to_bytes(_LENGTH_BYTES, "big") + part for',
        "part for",
        _KEYS,
    ),
    (
        "a path may be longer than its tree is high",
        "services/keys/merkle.py",
        "return None if rest else current",
        "return current",
        _KEYS,
    ),
    (
        "a key is believed whoever signed its proof",
        _PROOFS,
        "return signing.verifies(key.proof, proof_text(key, network=network), public=by.public)",
        "return True",
        _KEYS,
    ),
    (
        "anybody vouches in the superior's name",
        _PROOFS,
        "return signing.verifies(key.vouch, vouch_text(key, network=network), public=by.public)",
        "return True",
        _KEYS,
    ),
    (
        "a key that was revoked still vouches",
        _PROOFS,
        'by.purpose != "sign" or not by.holds(at)',
        'by.purpose != "sign"',
        _KEYS,
    ),
    (
        "a new agency needs nobody to vouch for it",
        _PROOFS,
        "return agency.superior is None and not own",
        "return not own",
        _KEYS,
    ),
    (
        "the owner's group may read private keys",
        "services/keys/keyring.py",
        "if mode & 0o077:",
        "if mode & 0o007:",
        _KEYS,
    ),
    (
        "an entry may be left out of the log",
        _ACCEPTING,
        "if said.sequence != state.sequence + 1:",
        "if said.sequence <= state.sequence:",
        f"{_LOG}/test_chain.py",
    ),
    (
        "an entry does not have to follow the one before it",
        _ACCEPTING,
        "if said.previous != state.previous:",
        "if said.previous is None and state.previous is not None:",
        f"{_LOG}/test_chain.py",
    ),
    (
        "a directory key signs on after it was revoked",
        _ACCEPTING,
        "known is not None and known.holds(entry.received_at) else None",
        "known is not None else None",
        f"{_LOG}/test_chain.py",
    ),
    (
        "the key for checkpoints writes the directory",
        _ACCEPTING,
        "if _PURPOSES.get(said.type) != purpose:",
        "if purpose not in _PURPOSES.values():",
        f"{_LOG}/test_purposes.py",
    ),
    (
        "a key without a proof is used all the same",
        _EFFECTS,
        "for key in said.keys if key.id not in left_out)",
        "for key in said.keys)",
        _LOG,
    ),
    (
        "a revocation has effect from when its entry says",
        _EFFECTS,
        "return max(said, at) if said is not None else None",
        "return said",
        _LOG,
    ),
    (
        "a revocation can be taken back",
        _EFFECTS,
        "if known is not None and known <= at:",
        "if known is not None and said == known:",
        _LOG,
    ),
    (
        "after a break the chain goes on",
        "consumers/reference/chain.py",
        "                self.broken = outcome\n",
        "",
        f"{_LOG}/test_following.py",
    ),
    (
        "a log that was replaced while the client was away is believed",
        "consumers/reference/chain.py",
        "state.previous != self._known.digest",
        "state.previous is None",
        f"{_LOG}/test_following.py",
    ),
    (
        "an agency's right to its topic reaches into another's",
        _WANTED,
        'if row.whose == "every" else (topic.of(agency), "literal")',
        'if row.whose == "every" else (topic.of(agency), "prefixed")',
        f"{_TOPOLOGY}/test_wanted.py",
    ),
    (
        "the groups of one agency begin like another's",
        _WANTED,
        'return (f"{user}.", "prefixed") if row.name is None',
        'return (user, "prefixed") if row.name is None',
        f"{_TOPOLOGY}/test_wanted.py",
    ),
    (
        "a user goes before its rights",
        _DIFFERENCE,
        (
            "    yield from (RemoveRight(right) for right in sorted(found.rights - wanted.rights))\n"
            "    yield from (RemoveUser(user) for user in sorted(found.users - wanted.users - wanted.spared))\n"
        ),
        (
            "    yield from (RemoveUser(user) for user in sorted(found.users - wanted.users - wanted.spared))\n"
            "    yield from (RemoveRight(right) for right in sorted(found.rights - wanted.rights))\n"
        ),
        _TOPOLOGY,
    ),
    (
        "a right of somebody who has no user is not noticed",
        _DIFFERENCE,
        "for right in sorted(found.rights - wanted.rights))",
        "for right in sorted(found.rights - wanted.rights) if right.user in found.users)",
        _TOPOLOGY,
    ),
    (
        "the last of two equal headers counts",
        _DELIVERY,
        "if known is None or known in found or value is None",
        "if known is None or value is None",
        "tests/unit/codec/test_delivery.py",
    ),
    (
        "anybody asks for keys in the name of an agency",
        "services/directory_log/requests.py",
        "return any((key.id, key.public) in holding for key in request.agency.keys if key.id == request.key)",
        "return any(key.id == request.key for key in request.agency.keys)",
        f"{_LOG}/test_requests.py",
    ),
    (
        "a log that ends earlier than before is not told",
        "consumers/reference/chain.py",
        "if self._known is None or self.state.sequence >= self._known.sequence:",
        "if self._known is None or self.state.sequence >= 1:",
        f"{_LOG}/test_following.py",
    ),
    (
        "a change of its own entry is told to nobody",
        "consumers/reference/chain.py",
        "case DirectoryEntry() as entry if entry.agency.id == self._agency:",
        "case DirectoryEntry() as entry if entry.agency.id != self._agency:",
        f"{_LOG}/test_following.py",
    ),
    (
        "a new key ends when an announced state begins",
        "services/directory_log/changes.py",
        "keys = (*announced.keys, *(key for key in asked.keys if key.id not in there))",
        "keys = announced.keys",
        f"{_LOG}/test_changes.py",
    ),
    (
        "a topic keeps the instants that clients name",
        _WANTED,
        '"message.timestamp.type": "LogAppendTime"',
        '"message.timestamp.type": "CreateTime"',
        f"{_TOPOLOGY}/test_wanted.py",
    ),
    (
        "who can log in does not find everything there",
        _DIFFERENCE,
        (
            "    yield from (AddRight(right) for right in sorted(wanted.rights - found.rights))\n"
            "    # Whoever can log in finds everything there.\n"
            "    yield from (CreateUser(user) for user in sorted(wanted.users - found.users))\n"
        ),
        (
            "    yield from (CreateUser(user) for user in sorted(wanted.users - found.users))\n"
            "    yield from (AddRight(right) for right in sorted(wanted.rights - found.rights))\n"
        ),
        _TOPOLOGY,
    ),
    (
        "a body lies clear in the spool and on the wire",
        _SEALING,
        'ciphertext = ChaCha20Poly1305(content_key).encrypt(nonce, body_line, message.bound("body"))',
        "ciphertext = body_line",
        "tests/unit/outbox/test_canary.py",
    ),
)
