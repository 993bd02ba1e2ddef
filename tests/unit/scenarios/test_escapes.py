"""Ways in which somebody might escape a breach, or push another into one. Each was tried once; none may work again."""

from typing import Any

import orjson

from services.scenarios import judged_lines
from tests.unit.obligations import saying

Row = dict[str, Any]
DRAWN: Row = {
    "kind": "fact",
    "name": "custody.protocol-drawn",
    "outbox_of": "inv",
    "received_at": "2024-03-01T09:10:00Z",
    "protocol_drawn_at": "2024-03-01T09:00:00Z",
    "occasion": "o",
    "subject": "s",
    "message_id": "f",
}
TOLD: Row = {
    "kind": "notice",
    "name": "detention.prosecutor-notice",
    "outbox_of": "inv",
    "received_at": "2024-03-01T10:00:00Z",
    "to": "prosecutor",
    "message_id": "m",
    "occasion": "o",
    "subject": "s",
}


def event(kind: str, at: str, by: str = "inv", **more: Any) -> Row:  # noqa: ANN401 - whatever JSON can say
    return {"kind": kind, "outbox_of": by, "received_at": f"2024-{at}:00Z", "occasion": "o", **more}


def answer(*events: Row, as_of: str = "2024-03-20T00:00:00Z", **more: Any) -> Row:  # noqa: ANN401 - whatever JSON can say
    numbered = [{"n": number, **row} for number, row in enumerate(events, start=1)]
    scenario = {"id": "x", "zone": "Asia/Almaty", "as_of": as_of, "events": numbered, **more}
    answered: Row = orjson.loads(judged_lines.Answering(saying.law()).answer(orjson.dumps(scenario)))
    return answered


def verdicts(*events: Row, duty: str = "detention.prosecutor-notice", **more: Any) -> list[str]:  # noqa: ANN401 - whatever JSON can say
    rows = [row for row in answer(*events, **more)["obligations"] if row["duty"] == duty]
    return [f"{row['verdict']}{', disputed' if row['disputed'] else ''}" for row in rows]


def test_a_ruling_in_a_drill_leaves_the_real_breach() -> None:
    ruled = event("ruling", "03-05T00:00", "ovs", regards="detention.prosecutor-notice", decision="annul", drill="d")
    assert verdicts(DRAWN, ruled) == ["breached"]


def test_a_refusal_or_a_withdrawal_in_a_drill_leaves_the_real_notice() -> None:
    refused = event("receipt", "03-01T11:00", "p", name="refused", regards="m", drill="d")
    withdrawn = event("withdrawal", "03-01T11:00", withdraws="m", drill="d")
    assert verdicts(DRAWN, TOLD, refused) == ["in-time"]
    assert verdicts(DRAWN, TOLD, withdrawn) == ["in-time"]
    assert answer(DRAWN, TOLD, withdrawn)["dispositions"]["3"] == "PARKED"


def test_an_occasion_of_a_drill_is_none_of_the_real_subject() -> None:
    unnamed = {key: value for key, value in TOLD.items() if key != "occasion"}
    exercise = DRAWN | {"outbox_of": "zzz", "received_at": "2024-03-19T09:30:00Z", "occasion": "d1", "drill": "d"}
    assert verdicts(DRAWN, unnamed, exercise)[0] == "in-time"


def test_a_second_occasion_named_later_tears_nothing_out_of_the_first() -> None:
    other = {k: v for k, v in DRAWN.items() if k != "occasion"} | {
        "outbox_of": "b",
        "received_at": "2024-03-01T09:20:00Z",
        "protocol_drawn_at": "2024-03-01T05:00:00Z",
        "message_id": "g",
    }
    late = TOLD | {"received_at": "2024-03-01T19:00:00Z"}
    elsewhere = event(
        "fact", "03-05T00:00", name="custody.force-used", found_at="2024-03-01T09:00:00Z", subject="s"
    ) | {"occasion": "o2"}
    assert verdicts(DRAWN, other, late) == ["late"]
    assert verdicts(DRAWN, other, late, elsewhere) == ["late"]


def test_what_was_rejected_names_no_occasion() -> None:
    unnamed = {key: value for key, value in TOLD.items() if key != "occasion"}
    forged = TOLD | {"occasion": "o9", "received_at": "2024-03-01T09:30:00Z", "body_sender": "x", "message_id": "z"}
    assert verdicts(DRAWN, unnamed, forged) == ["in-time"]


def test_a_condition_is_not_declared_away_by_a_trigger_after_the_deadline() -> None:
    notice = event(
        "notice",
        "03-05T00:00",
        "cb",
        name="detention.foreigner-notice",
        to="general-prosecutor",
        placed_at="2024-03-01T09:00:00Z",
        attributes={"foreigner": "yes"},
    )
    placed = event(
        "fact",
        "03-06T00:00",
        "cb",
        name="custody.place-set",
        placed_at="2024-03-01T09:00:00Z",
        attributes={"foreigner": "no"},
    )
    assert verdicts(notice, placed, duty="detention.foreigner-notice")[0] == "late"


def test_where_one_agency_says_that_a_condition_holds_and_another_that_not_it_holds() -> None:
    denied, declared = (
        event(
            "fact",
            at,
            by,
            name="custody.place-set",
            placed_at="2024-03-01T09:00:00Z",
            attributes={"foreigner": foreigner},
        )
        for at, by, foreigner in (("03-01T09:10", "cb", "no"), ("03-01T09:20", "hb", "yes"))
    )
    assert verdicts(denied, duty="detention.foreigner-notice") == []
    assert verdicts(denied, declared, duty="detention.foreigner-notice") == ["breached"] * 5


def test_a_later_detention_carries_no_interrogation_away() -> None:
    first = event("fact", "03-01T06:00", "hb", name="custody.person-restricted", restricted_at="2024-03-01T05:00:00Z")
    asked = event("fact", "03-01T08:00", "hb", name="custody.interrogated", occurred_at="2024-03-01T07:30:00Z")
    second = event("fact", "03-03T06:00", "hb", name="custody.person-restricted", restricted_at="2024-03-01T06:00:00Z")
    assert verdicts(first, asked, second, duty="detention.defender-access") == ["breached", "no-deadline-open"]


def test_a_parked_change_of_a_parked_change_is_applied() -> None:
    withdrawn = event("withdrawal", "03-01T10:00", withdraws="c")
    corrected = event(
        "correction",
        "03-01T10:01",
        name="custody.protocol-drawn",
        corrects="f",
        message_id="c",
        protocol_drawn_at="2024-03-01T04:00:00Z",
    )
    drawn = DRAWN | {"received_at": "2024-03-01T10:02:00Z"}
    (row,) = answer(withdrawn, corrected, drawn)["obligations"]
    assert row["deadline"] == "2024-03-01T21:00:00Z"


def test_a_parked_withdrawal_that_came_before_the_deadline_is_applied() -> None:
    withdrawn = event("withdrawal", "03-01T10:00", withdraws="m")
    assert verdicts(DRAWN, withdrawn, TOLD | {"received_at": "2024-03-02T10:00:00Z"}) == ["breached"]


def test_two_events_of_one_day_are_met_by_two_notices() -> None:
    filed = {"name": "sentence.petition-filed", "filed_on": "2024-03-04"}
    told = {"name": "sentence.petition-to-court", "to": "court", "filed_on": "2024-03-04"}
    events = (
        event("fact", "03-04T05:00", **filed),
        event("fact", "03-04T06:00", **filed),
        event("notice", "03-05T05:00", **told),
        event("notice", "03-05T06:00", **told),
    )
    assert verdicts(*events, duty="sentence.petition-to-court", as_of="2024-04-20T00:00:00Z") == ["in-time", "in-time"]


def test_nobody_is_released_before_he_is_detained() -> None:
    released = event("fact", "03-01T04:00", "hb", name="custody.released", occurred_at="2024-03-01T03:30:00Z")
    held = event("fact", "03-01T06:00", "hb", name="custody.person-restricted", restricted_at="2024-03-01T05:00:00Z")
    assert verdicts(released, held, duty="detention.court-decision-or-release") == ["breached"]


def test_of_two_messages_with_one_id_the_one_of_the_occasion_is_meant_in_any_order() -> None:
    namesake = TOLD | {"outbox_of": "inv2", "occasion": "o2", "protocol_drawn_at": "2024-03-01T09:00:00Z"}
    refused = event("receipt", "03-01T11:00", "p", name="refused", regards="m")
    for events in ((DRAWN, TOLD, namesake, refused), (namesake, DRAWN, TOLD, refused)):
        found = {(row["sender"], row["verdict"]) for row in answer(*events)["obligations"]}
        assert found == {("inv", "breached"), ("inv2", "in-time")}


def test_a_late_answer_waits_while_our_own_error_holds_an_earlier_one_back() -> None:
    held = TOLD | {"unreadable_until_at": "2024-03-10T00:00:00Z"}
    late = TOLD | {"received_at": "2024-03-02T10:00:00Z", "message_id": "m2"}
    before, after = (
        answer(DRAWN, held, late, as_of=f"2024-03-{day}T00:00:00Z")["obligations"][0] for day in ("05", "11")
    )
    assert (before["verdict"], before["breach_events"]) == ("undecided", 0)
    assert (after["verdict"], after["breach_events"], after["retracted"]) == ("in-time", 0, 0)


def test_a_correction_that_betters_one_obligation_and_worsens_another_worsens_only() -> None:
    established = event(
        "fact", "03-01T06:00", name="juvenile.offence-established", established_at="2024-03-01T05:00:00Z"
    )
    told = event("notice", "03-02T06:00", name="juvenile.offence-notice", to="juvenile-unit", message_id="m")
    moved = event("correction", "03-10T06:00", name="juvenile.offence-notice", corrects="m", to="probation")
    assert verdicts(established, told, duty="juvenile.offence-notice") == ["in-time", "breached"]
    assert verdicts(established, told, moved, duty="juvenile.offence-notice") == ["breached", "breached, disputed"]


def test_a_correction_names_only_whom_the_duty_names() -> None:
    moved = event("correction", "03-01T11:00", name="detention.prosecutor-notice", corrects="m", to=["court"])
    assert answer(DRAWN, TOLD, moved)["dispositions"]["3"] == "REJECTED"


def test_the_last_ruling_holds() -> None:
    annulled = event("ruling", "03-05T00:00", "ovs", regards="f", decision="annul")
    upheld = event("ruling", "03-06T00:00", "ovs", regards="f", decision="uphold")
    assert verdicts(DRAWN, annulled) == ["cancelled"]
    assert verdicts(DRAWN, annulled, upheld) == ["breached"]


def test_a_ruling_about_nothing_that_is_known_waits() -> None:
    ruled = event("ruling", "03-05T00:00", "ovs", regards={"foo": 1}, decision="annul")
    assert answer(DRAWN, ruled)["dispositions"]["2"] == "PARKED"
    assert verdicts(DRAWN, ruled) == ["breached"]


def test_a_breach_dates_from_the_deadline_whatever_comes_next() -> None:
    unrelated = event("fact", "03-03T10:00", "x", name="custody.force-used", found_at="2024-03-03T09:00:00Z")
    scenario = {
        "zone": "Asia/Almaty",
        "as_of": "2024-03-20T00:00:00Z",
        "events": [{"n": 1, **DRAWN}, {"n": 2, **unrelated}],
    }
    obligation = judged_lines.judge(scenario, saying.law()).obligations[0]
    (breach,) = [entry for entry in obligation.history if entry.what == "breach"]
    assert breach.at == obligation.deadline_at


def test_one_line_that_cannot_be_answered_takes_no_other_with_it() -> None:
    answering = judged_lines.Answering(saying.law())
    strange = b'{"id":"a","as_of":' + b"[" * 300 + b"]" * 300 + b',"events":[]}'
    superscript = orjson.dumps({"id": "b", "as_of": "2024-03-20T00:00:00Z", "events": [{"n": "\u00b2", **DRAWN}]})
    assert orjson.loads(answering.answer(strange))["error"]["code"] == "HB-7106"
    assert orjson.loads(answering.answer(superscript))["dispositions"] == {"\u00b2": "ROUTED"}


def test_a_condition_in_words_that_nobody_knows_is_refused_and_denies_nothing() -> None:
    placed = event("fact", "03-01T09:10", "cb", name="custody.place-set", placed_at="2024-03-01T09:00:00Z")
    asked = answer(placed | {"attributes": {"foreigner": "Yes"}})
    assert asked["dispositions"] == {"1": "REJECTED"}
    assert len(answer(placed | {"attributes": {"foreigner": "unknown"}})["obligations"]) == 6


def test_agencies_are_a_list_or_nothing() -> None:
    assert answer(DRAWN, agencies="ab")["error"]["code"] == "HB-7203"


def test_a_period_may_be_written_as_its_name_or_as_its_two_days() -> None:
    report = event("notice", "03-01T09:00", "ps", name="juvenile.probation-monthly-list")
    duty = "juvenile.probation-monthly-list"
    for period in ("2024-02", {"start": "2024-02-01", "end": "2024-02-29"}):
        assert verdicts(report | {"period": period}, duty=duty) == ["late"]
    assert answer(report | {"period": {"start": "2024-02-01", "end": "2024-02-28"}})["dispositions"] == {
        "1": "REJECTED"
    }
