"""A message leaves its sender whole: checked, completed, sealed for the right readers, signed; or it does not leave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from producers.outbox import documents, drafting, packing, preview, saying
from producers.outbox.drafting import About, Draft, Telling, To
from producers.outbox.outbox import Said
from producers.outbox.packing import Packed
from producers.outbox.recipients import Roster
from schemas.catalogue import loading
from schemas.codec import record
from schemas.directory.directory import Directory
from schemas.errors.tree import HabarshyError, NotSayableError
from schemas.examples import reading
from schemas.explanations import sentences
from schemas.messages.body import Officer, Person, Place
from schemas.messages.facts.custody import ProtocolDrawn
from schemas.messages.notices.juvenile import InformationOfInterest
from schemas.messages.other_bodies import HandoverBody
from schemas.messages.service_records.detention import RelativesNotice
from schemas.texts import LANGUAGES, Language
from services.keys import signing
from tests.unit.outbox.saying import alert, notice
from tests.unit.outbox.world import INVESTIGATOR, NETWORK, NIGHT, NOW, POLICE, directory, keyring, law, opened, speaker

OCCASION = f"{INVESTIGATOR}/qsgyj2h2cwzjzonzw4lyabmrxj"
HERE = About(occasion=OCCASION)
_OF_THE_BUS = ("acceptance", "rejection", "obligation", "directory-entry", "reference-entry", "checkpoint")
EXAMPLES = {
    name: example
    for name, example in reading.every_message()
    if example.envelope["type"] not in _OF_THE_BUS and example.envelope["sender"] != "bus"
}


def roster(at: datetime = NOW, known: Directory | None = None) -> Roster:
    return Roster(known or directory(), loading.load(), at)


def packed(said: Said, about: About = HERE, *, agency: str = INVESTIGATOR, at: datetime = NOW) -> Packed:
    draft = said if isinstance(said, Draft) else drafting.draft(said, about)
    return packing.pack(draft, speaker=speaker(agency), roster=roster(at))


def codes(said: Said, about: About = HERE, *, agency: str = INVESTIGATOR, at: datetime = NOW) -> list[tuple[str, str]]:
    with pytest.raises(HabarshyError) as refused:
        packed(said, about, agency=agency, at=at)
    return [(finding.code, finding.where) for finding in refused.value.findings]


def readers(of: Packed) -> list[tuple[str, str]]:
    return [(recipient.role, recipient.agency.id) for recipient in of.recipients]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_can_be_published_as_it_is(name: str) -> None:
    """A document of ours, sent by its sender at its time, reads on the wire as it read in the file."""
    example = EXAMPLES[name]
    said, sender = example.envelope, example.envelope["sender"]
    document = {"envelope": said} | ({"body": example.body} if example.body is not None else {})
    asked = documents.read(orjson.dumps(document), agency=sender)
    at = roster(datetime.fromisoformat(said["sent_at"]))
    made = packing.pack(asked.draft, speaker=speaker(sender), roster=at, minted=asked.minted)
    decoded = record.decode(key=made.record.key, value=made.record.value, headers=made.record.headers)
    line = orjson.loads(decoded.envelope_line)
    ours = ("seal", "first_tried_at", "sent_at")
    assert {k: v for k, v in line.items() if k not in ours} == {k: v for k, v in said.items() if k not in ours}
    if example.body is not None:
        wanted = [(r["role"], r["agency"]) for r in said["seal"]["recipients"]]
        assert readers(made) == wanted
        assert {orjson.dumps(orjson.loads(opened(made, agency))) for _, agency in [*wanted, ("", sender)]} == {
            orjson.dumps(example.body, option=orjson.OPT_SORT_KEYS)
        }
    preview.of(made, roster=at, law=law())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_preview_foresees_is_not_said_to_have_happened(language: Language) -> None:
    later = NOW + timedelta(days=30)
    made = packed(ProtocolDrawn(protocol_drawn_at=NIGHT), at=later), packed(notice(), at=later)
    foreseen = [f for one in made for f in preview.of(one, roster=roster(later), law=law()).obligations]
    codes = {step.code for one in foreseen for step in one.explanation}
    said = {sentences.sentence(s, language, NOW.tzinfo or UTC) for one in foreseen for s in one.explanation}
    assert {"breach-foreseen", "breached-foreseen"} <= codes
    assert not codes & preview.FORESEEN.keys()
    assert not [one for one in said if "was recorded" in one or "тіркелді" in one or ": записано" in one]


def test_a_record_is_signed_for_its_topic_by_the_key_that_the_directory_shows() -> None:
    made = packed(notice())
    text = signing.signed_text(network=NETWORK, topic=made.topic, envelope_line=made.record.envelope_line)
    signature = made.record.signature
    assert signature.key == f"{INVESTIGATOR}/sign-2026-01"
    assert signing.verifies(signature.signature, text, public=keyring(INVESTIGATOR).signers[0].public)


def test_the_id_is_of_the_instant_and_the_first_try_stands_in_the_envelope() -> None:
    envelope = packed(notice()).envelope
    assert envelope.id.version == 7
    assert envelope.id.int >> 80 == int(NOW.timestamp() * 1000)
    assert (envelope.sent_at, envelope.first_tried_at) == (NOW, NOW)


def test_what_the_law_and_the_directory_leave_no_choice_about_is_filled_in() -> None:
    made = packed(notice()).envelope.model_dump()
    assert made["as_role"] == "investigator"
    assert made["checklist"] == ("detention-carried-out", "protocol-number-and-time")
    assert made["instants"] == {"protocol_drawn_at": NIGHT}
    assert made["language"] == "kk"


def test_a_sentence_names_the_field_in_the_users_language() -> None:
    empty = notice().model_copy(update={"detention_carried_out": None})
    with pytest.raises(NotSayableError) as refused:
        packed(empty)
    assert refused.value.findings[0].where in ("/checklist", "/body")
    assert "detention-carried-out" in refused.value.findings[0].sentence("kk")


def test_whoever_holds_none_of_the_roles_hears_which_ones_there_are() -> None:
    assert codes(ProtocolDrawn(protocol_drawn_at=NIGHT), agency="prosecutor-bostandyk") == [("HB-8307", "/as_role")]


def test_whoever_may_say_it_in_several_roles_says_in_which() -> None:
    offered = saying.handover_offered(OCCASION, HandoverBody(note="-"), to="police-bostandyk", as_role="police")
    assert codes(
        replace(offered, envelope={k: v for k, v in offered.envelope.items() if k != "as_role"}), agency=POLICE
    ) == [("HB-8308", "/as_role")]
    assert getattr(packed(offered, agency=POLICE).envelope, "as_role", None) == "police"


def test_what_lies_in_the_future_is_refused_before_it_is_kept() -> None:
    assert codes(ProtocolDrawn(protocol_drawn_at=NOW + timedelta(hours=1)))[0][0] == "HB-2313"


def test_a_notice_without_its_body_is_refused() -> None:
    draft = Draft(envelope={"type": "notice", "name": "detention.prosecutor-notice", "occasion": OCCASION})
    assert codes(draft) == [("HB-1018", "/body")]


@pytest.mark.parametrize("kind", ["obligation", "acceptance", "nonsense", None])
def test_an_agency_says_only_what_agencies_say(kind: str | None) -> None:
    assert codes(Draft(envelope={"type": kind})) == [("HB-2106", "/type")]


def test_a_role_that_nobody_holds_is_read_by_the_overseer_and_the_notice_goes_out() -> None:
    sender = directory().agency(INVESTIGATOR, NOW)
    overseer = directory().overseer(INVESTIGATOR, NOW)
    assert sender is not None
    assert overseer is not None
    nobody = Directory(
        tuple(
            v.model_copy(update={"roles": tuple(r for r in v.roles if r != "prosecutor")}) for v in directory().versions
        )
    )
    made = packing.pack(drafting.draft(notice(), HERE), speaker=speaker(), roster=roster(known=nobody))
    assert [(r.role, r.agency.id, r.how) for r in made.recipients] == [("prosecutor", overseer.id, "unresolved")]
    assert b'"114"' in opened(made, overseer.id)


def test_a_reader_without_a_key_that_holds_is_named() -> None:
    revoked = Directory(
        tuple(v.model_copy(update={"keys": ()}) if v.id == "prosecutor-bostandyk" else v for v in directory().versions)
    )
    with pytest.raises(HabarshyError, match=r"HB-8305.*prosecutor-bostandyk"):
        packing.pack(drafting.draft(notice(), HERE), speaker=speaker(), roster=roster(known=revoked))


def test_a_key_that_the_directory_does_not_show_signs_nothing() -> None:
    """It would be rejected: better here, with the remedy, than later by the bus."""
    stranger = replace(speaker(), keyring=keyring(INVESTIGATOR).with_new("sign", "2026-02"))
    only_new = replace(stranger, keyring=replace(stranger.keyring, signers=stranger.keyring.signers[1:]))
    made = packing.pack(drafting.draft(notice(), HERE), speaker=stranger, roster=roster())
    assert made.record.signature.key == f"{INVESTIGATOR}/sign-2026-01"
    with pytest.raises(HabarshyError, match="HB-8306"):
        packing.pack(drafting.draft(notice(), HERE), speaker=only_new, roster=roster())


def test_the_newest_key_of_a_reader_that_holds_now_is_the_one_that_is_sealed_for() -> None:
    def keyed(later: datetime) -> Directory:
        ring = keyring("prosecutor-bostandyk").with_new("seal", "2026-03")
        key = directory().history("prosecutor-bostandyk")[0].keys[1]
        new = key.model_copy(
            update={"id": ring.openers[1].key_id, "public": ring.openers[1].public, "valid_from": later}
        )
        return Directory(
            tuple(
                v.model_copy(update={"keys": (*v.keys, new)}) if v.id == "prosecutor-bostandyk" else v
                for v in directory().versions
            )
        )

    def sealed_for(known: Directory) -> str:
        made = packing.pack(drafting.draft(notice(), HERE), speaker=speaker(), roster=roster(known=known))
        return str(made.envelope.model_dump()["seal"]["recipients"][0]["key"])

    assert sealed_for(keyed(NOW - timedelta(days=1))) == "prosecutor-bostandyk/seal-2026-03"
    assert sealed_for(keyed(NOW + timedelta(days=1))) == "prosecutor-bostandyk/seal-2026-01"


@pytest.mark.parametrize(
    ("parties", "reads"),
    [
        ({}, ("police-leadership", "police-medeu")),
        ({"relevant-police-unit": "criminal-police-almaty"}, ("relevant-police-unit", "criminal-police-almaty")),
    ],
    ids=["whoever is found first", "whom the sender names"],
)
def test_where_one_of_several_is_enough_no_more_than_one_reads(parties: dict[str, str], reads: tuple[str, str]) -> None:
    about = About(occasion=OCCASION, instants={"obtained_at": NIGHT}, parties=parties)
    assert readers(packed(InformationOfInterest(statement="-"), about, agency="juvenile-medeu")) == [reads]


def test_an_immediate_fact_goes_by_urgent() -> None:
    assert packed(alert(), agency=POLICE).topic == f"urgent.{POLICE}"


def test_a_service_record_is_read_by_the_overseer_and_says_who_was_told_when_and_how() -> None:
    said = RelativesNotice(
        told=Person(family_name="Үлгі"), told_by=Officer(name="Үлгі Тергеуші"), place_of_custody=Place(name="-")
    )
    told = About(
        occasion=OCCASION,
        instants={"placed_at": NIGHT},
        as_role="case-body",
        telling=Telling(NIGHT, "phone"),
    )
    made = packed(said, told)
    overseer = directory().overseer(INVESTIGATOR, NOW)
    assert overseer is not None
    assert readers(made) == [("overseer", overseer.id)]
    envelope = made.envelope.model_dump()
    assert (envelope["to"], envelope["told_at"], envelope["channel"]) == ("one-relative", NIGHT, "phone")


def test_a_document_of_another_agency_is_refused() -> None:
    example = EXAMPLES["prosecutor-told-of-a-detention"]
    with pytest.raises(HabarshyError, match="HB-8313"):
        documents.read(orjson.dumps({"envelope": example.envelope, "body": example.body}), agency=POLICE)


def test_two_instants_of_a_day_make_two_ids_and_two_references() -> None:
    made = {packed(notice()).id for _ in range(100)}
    assert len(made) == 100
    assert all(message.version == 7 and message.variant == "specified in RFC 4122" for message in made)


def test_named_readers_are_taken_as_they_are_named() -> None:
    draft = replace(drafting.draft(notice(), HERE), to=(To("prosecutor", "prosecutor-medeu"),))
    assert readers(packed(draft)) == [("prosecutor", "prosecutor-medeu")]
