"""An intervention is carried out: by the operators' keys and the directory as the reference log says them now, in the ledger."""

from collections.abc import Sequence
from typing import assert_never

from consumers.intake import versions as wanted
from schemas import versions
from schemas.catalogue import loading as catalogue_loading
from schemas.errors.tree import Finding, LedgerError
from schemas.interventions import Erasure, Replay, SignedIntervention
from schemas.policy import model as policy
from services.administration import replaying
from services.administration.interventions import Intervening
from services.administration.replaying import Deciding
from services.admission.judging import Judge
from services.directory_log.state import LogState
from services.law import calendar
from services.law.deadlines import Law
from services.ledger import quarantine_in_postgres
from services.ledger.entries import message_name
from services.ledger.quarantine import Outcome


async def carry_out(document: SignedIntervention, address: str, *, network: str, state: LogState) -> Sequence[Outcome]:
    """What became of the records that are replayed; nothing of what is erased. InterventionError where it may not be."""
    known = state.bus_keys.operators if state.bus_keys is not None else ()
    by = Intervening(document, network, known)
    async with quarantine_in_postgres.opened(address, network) as ledger:
        match document.asked:
            case Replay():
                return await replaying.replay(ledger, by, _deciding(network, state))
            case Erasure(message=message):
                await ledger.erase(message_name(message.sender, message.id), by)
                return ()
            case _:
                assert_never(document.asked)


def _deciding(network: str, state: LogState) -> Deciding:
    """Whoever does not have what is in force decides nothing by it."""
    lacking = wanted.lacking(state, versions.shipped())
    if lacking is not None:
        raise LedgerError(Finding("HB-8547", "", {"name": lacking.name, "version": lacking.version}))
    law = Law(catalogue_loading.load(), calendar.load(), policy.load())
    return Deciding.by(network, Judge(law, state.directory))
