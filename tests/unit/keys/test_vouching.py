"""Who may vouch for a key: a signing key of the superior or of the agency itself, as long as it holds."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.fields import AgencyId
from schemas.texts import Text
from services.keys import proofs
from services.keys.keyring import Keyring
from services.keys.signing import Signer

NETWORK: Final = "sandbox"
JANUARY: Final = datetime(2026, 1, 1, tzinfo=UTC)
MARCH: Final = datetime(2026, 3, 1, tzinfo=UTC)
DAY: Final = timedelta(days=1)
ABOVE: Final = Keyring(NETWORK, "prosecutor-almaty").with_new("sign", "2026-01")
BELOW: Final = Keyring(NETWORK, "prosecutor-medeu").with_new("sign", "2026-03")


def public(signer: Signer, **said: object) -> AgencyKey:
    key = AgencyKey(
        id=signer.key_id,
        purpose="sign",
        public=signer.public,
        valid_from=JANUARY,
        valid_until=JANUARY + 700 * DAY,
    )
    return proofs.prove(key, signer, network=NETWORK).model_copy(update=said)


def entry(agency: str, *keys: AgencyKey, superior: str | None = None) -> AgencyVersion:
    return AgencyVersion(
        id=AgencyId(agency),
        valid_from=JANUARY,
        names=Text(en=agency, kk=agency, ru=agency),
        roles=(),
        territory="750000000",
        zone="Asia/Almaty",
        superior=AgencyId(superior) if superior else None,
        languages=("kk",),
        keys=keys,
    )


def codes(key: AgencyKey, *, above: AgencyKey) -> list[str]:
    directory = Directory((entry(ABOVE.owner, above),))
    asked = entry(BELOW.owner, key, superior=ABOVE.owner)
    return [found.code for found in proofs.objections(asked, directory, network=NETWORK, at=MARCH)]


@pytest.mark.parametrize(
    ("superiors", "expected"),
    [
        ({}, []),
        ({"revoked_at": MARCH + DAY}, []),
        ({"revoked_at": MARCH}, ["HB-2602"]),
        ({"valid_until": MARCH}, ["HB-2602"]),
        ({"valid_from": MARCH + DAY}, ["HB-2602"]),
    ],
)
def test_the_key_that_vouches_signs_and_holds_when_the_entry_comes(
    superiors: dict[str, object], expected: list[str]
) -> None:
    vouched = proofs.vouch(public(BELOW.signers[0]), ABOVE.signers[0], network=NETWORK)

    assert codes(vouched, above=public(ABOVE.signers[0], **superiors)) == expected
