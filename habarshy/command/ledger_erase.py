"""`habarshy ledger erase MESSAGE`: the body of a message goes; what proves the message stays."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from habarshy.command import enrolling, helping, intervening

if TYPE_CHECKING:
    from schemas.interventions import Intervention
    from schemas.messages.parts import MessageRef


class MessageType(helping.Readable["MessageRef"]):
    """sender/id, by which a message is named everywhere."""

    name = "message"
    expected = "a-message"

    def read(self, text: str) -> "MessageRef":
        from schemas.messages.parts import MessageRef

        sender, _, said = text.partition("/")
        return MessageRef(sender=sender, id=UUID(said))  # type: ignore[arg-type] # the model says whether it is one


@helping.command(
    "erase",
    params=[helping.argument("message", type=MessageType()), *intervening.signing_options()],
    words="ledger-erase",
)
def command(  # noqa: PLR0913 - what whoever intervenes may say
    *,
    message: "MessageRef",
    reason: str,
    keys: Sequence[Path],
    out: Path,
    folder: Path | None,
    ledger: str | None,
    as_json: bool,
) -> int:
    def ask(network: str) -> "Intervention":
        from schemas.interventions import Erasure

        return Erasure(kind="erase", network=network, at=enrolling.now(), reason=reason, message=message)

    return intervening.asked(ask, keys, out, folder=folder, ledger=ledger, as_json=as_json)
