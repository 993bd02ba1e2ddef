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
