"""How each process logs in to the ledger: by a login of its own, where the operator's folder keeps one, and not as the tables' owner."""

from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from habarshy.enrolment import bus
from habarshy.enrolment.folders import OPERATOR, OperatorFolder
from habarshy.topology.secret_files import SecretFiles
from services.ledger import logins, postgres

KINDS: Final = ("intake", "relay", "sequencer")


async def made(address: str, folder: OperatorFolder) -> None:
    """Makes them, and keeps how each logs in. A password that is kept already stays, so that what runs is not locked out."""
    async with postgres.opened(address, folder.profile(OPERATOR).network):
        pass  # whose ledger it is, only its owner may say
    mint = bus.means(folder).mint
    found = await logins.made(address, KINDS, lambda kind: _password(kind, folder.secrets) or mint())
    for kind, login in found.items():
        folder.secrets.keep(_kept(kind), login)


def address_of(kind: str, address: str, secrets: SecretFiles | None) -> str:
    """The ledger as this kind of process reaches it, by its own name among all connections."""
    login = secrets.password(_kept(kind)) if secrets is not None else None
    try:
        said = {"application_name": f"habarshy {kind}", **conninfo_to_dict(login or "")}
        return make_conninfo(address, **said)
    except psycopg.ProgrammingError:
        return address  # whoever connects says what is wrong with it


def _password(kind: str, secrets: SecretFiles) -> str | None:
    login = secrets.password(_kept(kind))
    return str(conninfo_to_dict(login)["password"]) if login is not None else None


def _kept(kind: str) -> str:
    return f"ledger.{kind}"
