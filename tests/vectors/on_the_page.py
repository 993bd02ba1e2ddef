"""The values that the page for other languages shows."""

from typing import Any


def values(vectors: dict[str, Any]) -> dict[str, str]:
    """Each by the name of its place."""
    keys, fact, notice, batch = vectors["keys"], vectors["fact"], vectors["notice"], vectors["batch"]
    wrap, proof, log = notice["wraps"][0], vectors["proofs"][1], vectors["reference"]
    return {
        "fact.private": keys["investigation-bostandyk/sign-2026-01"]["private"],
        "fact.public": keys["investigation-bostandyk/sign-2026-01"]["public"],
        "fact.envelope_line": fact["envelope_line"],
        "fact.signed_text_sha256": fact["signed_text_sha256"],
        "fact.signature": fact["signature"],
        **{
            f"notice.{name}": notice[name]
            for name in ("body", "content_key", "nonce", "key_commitment", "body_digest", "value_sha256", "signature")
        },
        **{
            f"wrap.{name}": wrap[name]
            for name in ("private", "public", "ephemeral_private", "info_sha256", "encapsulated", "wrapped")
        },
        **{f"batch.{name}": batch[name] for name in ("public", "root", "signature")},
        **{f"batch.leaf{number}": leaf for number, leaf in enumerate(batch["leaves"])},
        "reference.public": log["anchor"]["public"],
        **{f"reference.digest{number}": digest for number, digest in enumerate(log["digests"], start=1)},
        "proof.text_sha256": proof["proof_text_sha256"],
        "proof.signature": proof["proof"],
        "vouch.text_sha256": proof["vouch_text_sha256"],
        "vouch.signature": proof["vouch"],
    }
