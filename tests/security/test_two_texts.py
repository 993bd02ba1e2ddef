"""Who wants two recipients to read two texts under one signature is refused: by the bus, or by the recipient whom he would deceive."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from consumers.inbox.inbox import Pace
from habarshy import Effect, Inbox, Received, Router
from habarshy.hearing import Running
from schemas.messages.notices.juvenile import SuspectNotice
from tests import whole as wholes
from tests.bus import Agencies
from tests.integration.bus.speaking import Agency, Hearing
from tests.security import forging
from tests.security.forging import Forger

pytestmark = pytest.mark.usefixtures("middle")
QUICK: Final = Running(Pace(look_s=0.2, answer_s=0.1))


@dataclass
class Readers:
    """What each recipient's program was told, by message."""

    texts: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def inbox(self, agency: Agency) -> Inbox:
        router = Router()

        @router.on(SuspectNotice)
        async def hear(message: Received[SuspectNotice], _: Effect) -> None:
            self.texts[str(message.envelope.id)][agency.id] = str(message.said.statement)

        @router.otherwise
        async def hear_other(message: Received[Any], _: Effect) -> None: ...

        return Inbox(agency.profile, routers=[router], running=QUICK)


@pytest.fixture
async def forger(agencies: Agencies) -> Forger:
    profiles = await agencies.enrol(forging.SENDER, *forging.TOLD.values())
    told = {role: Agency(profiles[name]) for role, name in forging.TOLD.items()}
    return Forger(Agency(profiles[forging.SENDER]), told, agencies.territory("751510000"))


def receipts(heard: Hearing, id_: str) -> dict[str, str]:
    """What each recipient has answered to this message."""
    return {
        one["sender"]: one["name"]
        for one in heard.envelopes
        if one["type"] == "receipt" and one["regards"]["id"] == id_
    }


def decisions(heard: Hearing, id_: str) -> list[str]:
    """What the bus has answered to each record under this name; a record without a readable name counts too."""
    return sorted(
        str(one.get("disposition", "REJECTED"))
        for one in heard.envelopes
        if one["sender"] == "bus" and one.get("regards", {}).get("id") == id_
    )


async def test_never_are_two_texts_taken_for_one_message(forger: Forger) -> None:
    attacks = (forging.nothing_forged, *forging.REFUSED_BY_A_RECIPIENT, *forging.REFUSED_BY_THE_BUS)
    ids = {attack: forger.fresh() for attack in attacks}
    records = {attack: attack(forger, ids[attack]) for attack in attacks}
    readers, agencies = Readers(), [*forger.told.values()]
    offsets = await forger.sender.write(*(record for said in records.values() for record in said))
    assert len(offsets) > len(attacks)

    async with wholes.listening(*map(readers.inbox, agencies)), forger.sender.hearing() as heard:
        alone = {ids[attack] for attack in attacks if len(records[attack]) == 1}
        routed = [id_ for attack, id_ in ids.items() if attack is not forging.two_ciphertexts_in_one_body]
        await heard.until(
            lambda _: (
                all(len(receipts(heard, id_)) == len(agencies) for id_ in routed)
                and all(len(decisions(heard, id_)) == (1 if id_ in alone else 2) for id_ in ids.values())
            )
        )

    taken = {attack.__name__: set(readers.texts[id_].values()) for attack, id_ in ids.items()}
    assert {name: texts for name, texts in taken.items() if len(texts) > 1} == {}
    assert receipts(heard, ids[forging.nothing_forged]) == {agency.id: "taken" for agency in agencies}
    for attack in forging.REFUSED_BY_A_RECIPIENT:
        assert "refused" in receipts(heard, ids[attack]).values(), attack.__name__
    for attack in forging.REFUSED_BY_THE_BUS:
        assert "REJECTED" in decisions(heard, ids[attack]), attack.__name__
