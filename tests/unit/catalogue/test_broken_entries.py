"""One field of one entry is wrong by itself: loading names the code, the file, the entry and the field."""

import pytest

from tests.unit.catalogue.law_folder import LawFolder, fills_in_its_sentence, places
from tests.unit.changing import GONE

OFFICE = ("duties/office.yaml", "office.removal-executed")
WEAPONS = ("duties/weapons.yaml", "weapons.check-report")
HANDOVER = ("duties/detention.yaml", "detention.handover")
QUARTERLY = ("duties/report.yaml", "report.nature-quarterly")
CHECK = ("facts/weapons.yaml", "weapons.check-done")
RELEASE = ("facts/juvenile.yaml", "juvenile.release-scheduled")
COURT = ("roles.yaml", "court")
LAW = ("documents.yaml", "iab-law")

FIELDS = [
    pytest.param(OFFICE, "term/unit", "fortnights", "HB-2106", "term/unit", id="unknown unit"),
    pytest.param(OFFICE, "term/unit", GONE, "HB-2101", "term/unit", id="no unit"),
    pytest.param(OFFICE, "term/value", 0, "HB-2114", "term/value", id="a term of nothing"),
    pytest.param(OFFICE, "term/value", 1_000_001, "HB-2120", "term/value", id="a term without end"),
    pytest.param(OFFICE, "term/value", GONE, "HB-2101", "term/value", id="a unit without its number"),
    pytest.param(OFFICE, "term/direction", "sideways", "HB-2106", "term/direction", id="unknown direction"),
    pytest.param(QUARTERLY, "term/every", "year", "HB-2106", "term/every", id="unknown period"),
    pytest.param(QUARTERLY, "term/due_day_of_next_month", 29, "HB-2120", "term/due_day_of_next_month", id="day 29"),
    pytest.param(OFFICE, "deadline", "soon", "HB-2102", "deadline", id="unknown field"),
    pytest.param(OFFICE, "term/hours", 3, "HB-2102", "term/hours", id="unknown field of the term"),
    pytest.param(OFFICE, "title", GONE, "HB-2101", "title", id="no title"),
    pytest.param(OFFICE, "title", "Tell it", "HB-2124", "title", id="a title in one language"),
    pytest.param(OFFICE, "title/en", GONE, "HB-3007", "title/en", id="no English title"),
    pytest.param(OFFICE, "title/kk", GONE, "HB-3007", "title/kk", id="no Kazakh title"),
    pytest.param(OFFICE, "title/ru", GONE, "HB-3007", "title/ru", id="no Russian title"),
    pytest.param(OFFICE, "title/kk", "  ", "HB-2118", "title/kk", id="a blank title"),
    pytest.param(OFFICE, "title/de", "Meldung", "HB-2102", "title/de", id="a fourth language"),
    pytest.param(OFFICE, "reading/ru", GONE, "HB-3007", "reading/ru", id="a reading without Russian"),
    pytest.param(OFFICE, "tier", "letter", "HB-2106", "tier", id="unknown tier"),
    pytest.param(OFFICE, "form", "oral", "HB-2106", "form", id="unknown form"),
    pytest.param(OFFICE, "confidentiality", "public", "HB-2106", "confidentiality", id="unknown confidentiality"),
    pytest.param(OFFICE, "recipients_rule", "some", "HB-2106", "recipients_rule", id="unknown recipients' rule"),
    pytest.param(OFFICE, "trigger", "Removal", "HB-2108", "trigger", id="a fact of another form"),
    pytest.param(OFFICE, "sources", [], "HB-2118", "sources", id="no source"),
    pytest.param(OFFICE, "sources/0/lines", "12", "HB-2108", "sources/0/lines", id="lines of another form"),
    pytest.param(OFFICE, "sources/0/quote_kk", GONE, "HB-2101", "sources/0/quote_kk", id="no quote"),
    pytest.param(OFFICE, "sources/0/translation/ru", GONE, "HB-3007", "sources/0/translation/ru", id="quote untold"),
    pytest.param(OFFICE, "in_force/from", "soon", "HB-2107", "in_force/from", id="no date in force"),
    pytest.param(OFFICE, "in_force/until", GONE, "HB-2101", "in_force/until", id="an open end that is not said"),
    pytest.param(HANDOVER, "rules/0/kind", "pauses", "HB-2106", "rules/0/kind", id="unknown rule"),
    pytest.param(HANDOVER, "rules/0/regardless_of", ["rain"], "HB-2106", "rules/0/regardless_of/0", id="rule's word"),
    pytest.param(HANDOVER, "rules/0/regardless_of", [], "HB-2118", "rules/0/regardless_of", id="an idle rule"),
    pytest.param(HANDOVER, "rules/0/note", "x", "HB-2102", "rules/0/note", id="a note inside a rule"),
    pytest.param(WEAPONS, "content/0/kind", "smell", "HB-2106", "content/0/kind", id="unknown kind of content"),
    pytest.param(WEAPONS, "content/0/text/kk", GONE, "HB-3007", "content/0/text/kk", id="content without Kazakh"),
    pytest.param(WEAPONS, "applies_if", {"foreigner": True}, "HB-2103", "applies_if/foreigner", id="true as a word"),
    pytest.param(CHECK, "by", [], "HB-2118", "by", id="a fact that nobody publishes"),
    pytest.param(CHECK, "by", ["Bus"], "HB-2108", "by/0", id="a publisher of another form"),
    pytest.param(CHECK, "text/ru", GONE, "HB-3007", "text/ru", id="a fact without Russian"),
    pytest.param(CHECK, "attributes/0/kind", "colour", "HB-2106", "attributes/0/kind", id="unknown kind of attribute"),
    pytest.param(CHECK, "attributes/0/values", ["yes"], "HB-2118", "attributes/0/values", id="no choice to make"),
    pytest.param(CHECK, "instants", ["At Noon"], "HB-2108", "instants/0", id="an instant of another form"),
    pytest.param(COURT, "found_by", "luck", "HB-2106", "found_by", id="unknown way to find a role"),
    pytest.param(COURT, "text/kk", GONE, "HB-3007", "text/kk", id="a role without Kazakh"),
    pytest.param(LAW, "rank", "tertiary", "HB-2106", "rank", id="unknown rank"),
    pytest.param(LAW, "as_of", GONE, "HB-2101", "as_of", id="a document without its date"),
    pytest.param(LAW, "title/en", GONE, "HB-3007", "title/en", id="a document without English"),
]

KINDS = {"duties": "duty", "facts": "fact", "roles.yaml": "role", "documents.yaml": "document"}


def place(entry: tuple[str, str], field: str = "") -> str:
    file, code = entry
    where = f"{file}: {KINDS[file.split('/')[0]]} {code}"
    return f"{where}: {field}" if field else where


@pytest.mark.parametrize(("entry", "path", "value", "code", "field"), FIELDS)
def test_a_wrong_field_is_named(  # noqa: PLR0913 - a row of the table
    law: LawFolder, *, entry: tuple[str, str], path: str, value: object, code: str, field: str
) -> None:
    law.change(*entry, path, value)

    findings = law.findings()

    assert places(findings) == [(code, place(entry, field))]
    assert fills_in_its_sentence(findings[0])


CONTRADICTIONS = [
    pytest.param(WEAPONS, "closed_by", {"any": ["police.arrived"]}, "HB-3020", "", id="a notice closed by a fact"),
    pytest.param(HANDOVER, "closed_by", GONE, "HB-3020", "", id="a limit that nothing closes"),
    pytest.param(OFFICE, "trigger", None, "HB-3021", "", id="a term without a trigger"),
    pytest.param(QUARTERLY, "trigger", "police.arrived", "HB-3021", "", id="a period with a trigger"),
    pytest.param(OFFICE, "tier", "report", "HB-3022", "", id="a report that is not periodic"),
    pytest.param(OFFICE, "must_precede", "police.arrived", "HB-3023", "", id="a notice that must precede"),
    pytest.param(QUARTERLY, "again_on", "police.arrived", "HB-3029", "", id="again without a first time"),
    pytest.param(RELEASE, "future", ["heard_at"], "HB-3024", "", id="an unknown instant that may lie ahead"),
    pytest.param(WEAPONS, "content/0/kind", "choice", "HB-3025", "content/0", id="a choice without values"),
    pytest.param(HANDOVER, "closed_by", {}, "HB-3026", "closed_by", id="closed by nothing"),
    pytest.param(
        HANDOVER,
        "closed_by",
        {"any": ["custody.released"], "all": ["custody.handed-over"]},
        "HB-3026",
        "closed_by",
        id="closed by any and by all",
    ),
    pytest.param(OFFICE, "recipients", ["ordering-body"] * 2, "HB-3027", "", id="a recipient twice"),
    pytest.param(OFFICE, "rules", [{"kind": "each-its-own-message"}] * 2, "HB-3027", "", id="a rule twice"),
    pytest.param(OFFICE, "recipients", [], "HB-3028", "", id="a notice to nobody"),
    pytest.param(QUARTERLY, "recipients", [], "HB-3028", "", id="a report to nobody"),
    pytest.param(
        OFFICE,
        "in_force",
        {"from": "2026-05-01", "until": "2026-04-01"},
        "HB-2115",
        "in_force",
        id="ends before it begins",
    ),
]


@pytest.mark.parametrize(("entry", "path", "value", "code", "field"), CONTRADICTIONS)
def test_an_entry_that_contradicts_itself_is_named(  # noqa: PLR0913 - a row of the table
    law: LawFolder, *, entry: tuple[str, str], path: str, value: object, code: str, field: str
) -> None:
    law.change(*entry, path, value)

    findings = law.findings()

    assert places(findings) == [(code, place(entry, field))]
    assert fills_in_its_sentence(findings[0])


def test_a_content_item_that_stands_twice_is_named(law: LawFolder) -> None:
    item = law.row(*WEAPONS)["content"][0]
    law.change(*WEAPONS, "content", [item, item])

    (finding,) = law.findings()

    assert (finding.code, finding.where) == ("HB-3027", place(WEAPONS))
    assert finding.particulars == {"field": "content", "codes": "check-materials"}


def test_an_entry_without_a_code_is_named_by_its_number(law: LawFolder) -> None:
    law.change(*COURT, "code", GONE)

    number = [row.get("code") for row in law.rows("roles.yaml")].index(None) + 1

    assert places(law.findings()) == [("HB-2101", f"roles.yaml: role number {number}: code")]


def test_several_mistakes_are_reported_together(law: LawFolder) -> None:
    law.change(*OFFICE, "title/kk", GONE)
    law.change(*OFFICE, "tier", "letter")
    law.change(*CHECK, "by", [])
    law.change(*COURT, "found_by", "luck")
    law.write("documents.yaml", "- [")
    law.write("version.yaml", '"one"\n')

    assert sorted(places(law.findings())) == [
        ("HB-2106", place(OFFICE, "tier")),
        ("HB-2106", place(COURT, "found_by")),
        ("HB-2108", "version.yaml"),
        ("HB-2118", place(CHECK, "by")),
        ("HB-3001", "documents.yaml"),
        ("HB-3007", place(OFFICE, "title/kk")),
    ]
