"""Each entry is sound by itself and two of them do not agree: loading names the entry that has to be corrected."""

import pytest

from tests.unit.catalogue.law_folder import LawFolder, fills_in_its_sentence, places

OFFICE = ("duties/office.yaml", "office.removal-executed")
WEAPONS = ("duties/weapons.yaml", "weapons.check-report")
INJURY = ("duties/custody.yaml", "custody.injury-notice")
HANDOVER = ("duties/detention.yaml", "detention.handover")
DEFENDER = ("duties/detention.yaml", "detention.defender-access")
RELATIVES = ("duties/detention.yaml", "detention.relatives-notice")
FOREIGNER = ("duties/detention.yaml", "detention.foreigner-notice")
PARENTS = ("duties/detention.yaml", "detention.minor-parents-notice")
COURT_LIMIT = ("duties/detention.yaml", "detention.court-decision-or-release")
RELEASE = ("duties/detention.yaml", "detention.release")
PRE_RELEASE = ("duties/juvenile.yaml", "juvenile.pre-release-notice")
QUARTERLY = ("duties/report.yaml", "report.nature-quarterly")
CHECK = ("facts/weapons.yaml", "weapons.check-done")

KINDS = {"duties": "duty", "facts": "fact", "roles.yaml": "role", "documents.yaml": "document"}

ROWS = [
    pytest.param(OFFICE, "trigger", "office.unheard", "HB-3010", "trigger", id="unknown trigger"),
    pytest.param(RELATIVES, "again_on", "custody.unheard", "HB-3010", "again_on", id="unknown again_on"),
    pytest.param(DEFENDER, "must_precede", "custody.unheard", "HB-3010", "must_precede", id="unknown must_precede"),
    pytest.param(HANDOVER, "closed_by/any", ["custody.unheard"], "HB-3010", "closed_by", id="unknown closing fact"),
    pytest.param(
        HANDOVER, "closed_by", {"all": ["custody.handed-over", "custody.unheard"]}, "HB-3010", "closed_by", id="of all"
    ),
    pytest.param(OFFICE, "sender", "stranger", "HB-3011", "sender", id="unknown sender"),
    pytest.param(OFFICE, "recipients", ["stranger"], "HB-3011", "recipients", id="unknown recipient"),
    pytest.param(CHECK, "by", ["stranger"], "HB-3011", "by", id="unknown publisher"),
    pytest.param(FOREIGNER, "rules/0/roles", ["stranger"], "HB-3011", "rules/not-to", id="unknown role in a rule"),
    pytest.param(OFFICE, "sources/0/document", "hearsay", "HB-3012", "sources", id="unknown document"),
    pytest.param(RELEASE, "raised_by/unmet", "detention.unheard", "HB-3013", "raised_by", id="unknown duty unmet"),
    pytest.param(OFFICE, "clock_from", "heard_at", "HB-3014", "clock_from", id="unknown instant"),
    pytest.param(
        RELATIVES, "again_on", "custody.protocol-drawn", "HB-3014", "clock_from", id="the second event has no instant"
    ),
    pytest.param(INJURY, "applies_if", {"foreigner": "yes"}, "HB-3015", "applies_if", id="undeclared condition"),
    pytest.param(
        INJURY,
        "content/0/required_if",
        {"colour": "red"},
        "HB-3015",
        "content/injury-or-complaint/required_if",
        id="if",
    ),
    pytest.param(COURT_LIMIT, "rules/1/attribute", "hours", "HB-3015", "rules/case-term", id="undeclared case term"),
    pytest.param(PARENTS, "rules/0/attribute", "mood", "HB-3015", "rules/separate-by", id="undeclared separation"),
    pytest.param(
        WEAPONS,
        "content/0/required_if",
        {"storage_rules_broken": "maybe"},
        "HB-3016",
        "content/check-materials/required_if",
        id="undeclared value",
    ),
    pytest.param(PARENTS, "applies_if", {"change": "escaped"}, "HB-3016", "applies_if", id="undeclared value applies"),
    pytest.param(
        HANDOVER, "applies_if", {"case_term_hours": "few"}, "HB-3016", "applies_if", id="a condition on a number"
    ),
    pytest.param(
        FOREIGNER, "rules/0/roles", ["foreign-ministry"], "HB-3017", "rules/not-to", id="recipient and no recipient"
    ),
    pytest.param(QUARTERLY, "clock_from", "checked_on", "HB-3018", "clock_from", id="a period that an event starts"),
    pytest.param(
        PRE_RELEASE, "rules/0/instant", "found_at", "HB-3019", "rules/moves-with-event", id="moves with another event"
    ),
]


def place(entry: tuple[str, str], field: str) -> str:
    file, code = entry
    return f"{file}: {KINDS[file.split('/')[0]]} {code}: {field}"


@pytest.mark.parametrize(("entry", "path", "value", "code", "field"), ROWS)
def test_what_does_not_agree_is_named(  # noqa: PLR0913 - a row of the table
    law: LawFolder, *, entry: tuple[str, str], path: str, value: object, code: str, field: str
) -> None:
    law.change(*entry, path, value)

    findings = law.findings()

    assert places(findings) == [(code, place(entry, field))]
    assert fills_in_its_sentence(findings[0])


def test_a_condition_must_hold_for_every_event_that_opens_the_duty(law: LawFolder) -> None:
    law.change("facts/custody.yaml", "custody.place-changed", "attributes", [])

    (finding,) = law.findings()

    assert (finding.code, finding.where) == ("HB-3015", place(FOREIGNER, "applies_if"))
    assert finding.particulars == {"fact": "custody.place-changed", "name": "foreigner"}


@pytest.mark.parametrize(
    "entry",
    [OFFICE, CHECK, ("roles.yaml", "court"), ("documents.yaml", "iab-law")],
    ids=["duty", "fact", "role", "document"],
)
def test_a_code_that_stands_twice_is_named(law: LawFolder, entry: tuple[str, str]) -> None:
    law.add(entry[0], law.row(*entry))

    assert places(law.findings()) == [("HB-3004", place(entry, "code"))]


def test_a_code_that_stands_twice_names_both_files(law: LawFolder) -> None:
    law.add("facts/police.yaml", law.row(*CHECK))

    assert places(law.findings()) == [
        ("HB-3004", "facts/police.yaml, facts/weapons.yaml: fact weapons.check-done: code")
    ]


def test_two_rows_that_say_the_same_are_named(law: LawFolder) -> None:
    law.add(OFFICE[0], {**law.row(*OFFICE), "code": "office.removal-repeated"})

    (finding,) = law.findings()

    assert (finding.code, finding.where) == ("HB-3006", "duties/office.yaml: duty office.removal-repeated: trigger")
    assert finding.particulars == {"other": "office.removal-executed"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("sender", "police", id="another sender"),
        pytest.param("recipients", ["prosecutor"], id="another recipient"),
        pytest.param("trigger", "weapons.check-done", id="another event"),
    ],
)
def test_rows_that_differ_in_one_thing_do_not_overlap(law: LawFolder, field: str, value: object) -> None:
    twin = {**law.row(*OFFICE), "code": "office.removal-twin", field: value}
    if field == "trigger":
        twin["clock_from"] = "checked_on"
    law.add(OFFICE[0], twin)

    assert law.findings() == ()


def test_rows_with_conditions_that_exclude_each_other_do_not_overlap(law: LawFolder) -> None:
    law.change(*WEAPONS, "applies_if", {"storage_rules_broken": "no"})
    twin = {**law.row(*WEAPONS), "code": "weapons.check-twin", "applies_if": {"storage_rules_broken": "yes"}}
    law.add(WEAPONS[0], twin)

    assert law.findings() == ()


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        pytest.param(WEAPONS, {"applies_if": {"storage_rules_broken": "yes"}}, id="a case of the other"),
        pytest.param(OFFICE, {"recipients": ["prosecutor", "ordering-body"]}, id="more recipients"),
    ],
)
def test_rows_that_overlap_in_part_are_found(row: tuple[str, str], changes: dict[str, object], law: LawFolder) -> None:
    law.add(row[0], {**law.row(*row), **changes, "code": f"{row[1]}-twin"})

    (finding,) = law.findings()

    assert finding.code == "HB-3006"
    assert finding.particulars == {"other": row[1]}


def test_several_disagreements_are_reported_together(law: LawFolder) -> None:
    law.change(*OFFICE, "sender", "stranger")
    law.change(*OFFICE, "clock_from", "heard_at")
    law.change(*CHECK, "by", ["stranger"])

    assert sorted(places(law.findings())) == [
        ("HB-3011", place(OFFICE, "sender")),
        ("HB-3011", place(CHECK, "by")),
        ("HB-3014", place(OFFICE, "clock_from")),
    ]
