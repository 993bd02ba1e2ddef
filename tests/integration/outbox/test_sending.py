"""An agency speaks on a real, secured broker: by its profile alone."""

from datetime import UTC, datetime, timedelta

from habarshy import Outbox
from producers.outbox.drafting import About
from producers.outbox.outbox import Sent
from schemas.messages.body import Protocol
from schemas.messages.facts.custody import ProtocolDrawn
from schemas.messages.notices.detention import ProsecutorNotice
from services.keys import sealing, signing
from tests.bus import Agencies
from tests.integration.outbox.reading import everything

DRAWN = datetime.now(UTC) - timedelta(hours=7)


async def test_a_sealed_and_signed_notice_arrives_for_its_recipient_alone(agencies: Agencies) -> None:
    profiles = await agencies.enrol("investigation-bostandyk", "prosecutor-bostandyk")
    sender, reader = profiles["investigation-bostandyk"], profiles["prosecutor-bostandyk"]
    body = ProsecutorNotice(detention_carried_out=True, protocol_number_and_time=Protocol(number="114", drawn_at=DRAWN))
    async with Outbox(sender) as outbox:
        occasion = outbox.occasion()
        fact = await outbox.send(ProtocolDrawn(protocol_drawn_at=DRAWN), About(occasion=occasion))
        notice = await outbox.send(body, About(occasion=occasion))
    assert isinstance(fact, Sent)
    assert isinstance(notice, Sent)
    first, second = await everything(agencies.bus.principal("intake"), notice.topic)
    assert [first.envelope.id, second.envelope.id] == [fact.id, notice.id]
    text = signing.signed_text(network=sender.network, topic=notice.topic, envelope_line=second.envelope_line)
    assert signing.verifies(second.signature.signature, text, public=sender.keyring().newest_signer().public)
    seal = getattr(second.envelope, "seal")  # noqa: B009 - every notice has one
    assert [(r.role, r.agency) for r in seal.recipients] == [("prosecutor", reader.agency)]
    message = sealing.Named(sender.network, sender.agency, notice.id)
    opened, _ = sealing.unseal(second.body_line, message=message, seal=seal, openers=reader.keyring().openers)
    assert b'"114"' in opened
