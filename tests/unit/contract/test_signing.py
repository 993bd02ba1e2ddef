"""What the law wants signed names who signed."""

from schemas import contract
from schemas.catalogue.catalogue import Catalogue
from tests.unit.contract import changed_example
from tests.unit.contract.changed_example import GONE

NOTE = "consolidated-note-on-protecting-women"


def test_a_consolidated_note_without_a_signature_is_refused(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(NOTE))
    unsigned = changed_example.body(NOTE, "signed_by", to=GONE)
    (finding,) = contract.body_findings(message, unsigned, catalogue)
    assert (finding.code, finding.where) == ("HB-2327", "/body/signed_by")


def test_a_signed_one_is_taken(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(NOTE))
    assert contract.body_findings(message, changed_example.body(NOTE), catalogue) == ()


def test_the_body_may_not_say_another_instant_than_the_envelope(catalogue: Catalogue) -> None:
    """The bus judges by the one, and the recipient reads the other."""
    told = "prosecutor-told-of-a-detention"
    message = changed_example.about_duty(changed_example.unchanged(told))
    elsewhen = changed_example.body(told, "protocol_number_and_time", "drawn_at", to="2026-03-05T20:10:00Z")
    (finding,) = contract.body_findings(message, elsewhen, catalogue)
    assert (finding.code, finding.where) == ("HB-2328", "/body/protocol_number_and_time")
