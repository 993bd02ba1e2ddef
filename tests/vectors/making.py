"""Writes vectors.json: `python -m tests.vectors.making`."""

import json
from pathlib import Path
from typing import Any

from tests.vectors import log, parties, refused, told

FILE = Path(__file__).parent / "vectors.json"
# RFC 9180, appendix A.2.1, first encryption: not ours, and not made by us.
_RFC_9180 = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "ephemeral_private": "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
    "reader_private": "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
    "reader_public": "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
    "encapsulated": "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
    "associated_data": "436f756e742d30",
    "plaintext": "4265617574792069732074727574682c20747275746820626561757479",
    "ciphertext": "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
}
_CANONICAL = [
    ('{ "b": 1, "a": [true, {}] }', '{"a":[true,{}],"b":1}'),
    (r'{"name":"\u04d8\u043b\u0438\u044f \/ \u00e9"}', '{"name":"Әлия / é"}'),
    (r'{"text":"\u000a\u001F\u0022\u005c\u007f"}', '{"text":"\\n\\u001f\\"\\\\\u007f"}'),
    ('{"number":9007199254740991}', '{"number":9007199254740991}'),
]


def vectors() -> dict[str, Any]:
    """All of them. Bytes are in hexadecimal, but for what the wire itself writes in base64."""
    _, notice = told.notice()
    return {
        "network": parties.NETWORK,
        "keys": {
            key.key_id: {"private": parties.drawn(key.key_id).hex(), "public": key.public} for key in parties.KEYS
        },
        "canonical": [{"loose": loose, "line": line} for loose, line in _CANONICAL],
        "hpke": _RFC_9180,
        "fact": told.fact_shown(),
        "notice": notice,
        "batch": told.batch_shown(),
        "proofs": log.proofs_shown(),
        "reference": log.log_shown(),
        "refused": refused.cases(),
    }


def written() -> bytes:
    return (json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    FILE.write_bytes(written())
