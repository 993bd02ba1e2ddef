"""Bugs that somebody could write, each with the tests that must find it."""

from dataclasses import dataclass
from typing import Final

from tests.proof import (
    planted_evidence,
    planted_inbox,
    planted_intake,
    planted_judging,
    planted_middle,
    planted_occasions,
    planted_outbox,
    planted_quarantine,
    planted_relay,
    planted_running,
    planted_wire,
)


@dataclass(frozen=True)
class Planted:
    """One bug: what it would do, where, the right text and the wrong one, and which tests are asked."""

    what: str
    file: str
    right: str
    wrong: str
    tests: str


PLANTED: Final = (
    Planted(
        "an envelope that is not canonical is taken",
        "schemas/codec/canonical.py",
        "or encode(value) != line",
        "or False",
        "tests/unit/codec",
    ),
    Planted(
        "nesting is not bounded",
        "schemas/codec/canonical.py",
        "        if depth > DEPTH_LIMIT:",
        "        if depth > DEPTH_LIMIT * 10_000:",
        "tests/unit/codec",
    ),
    Planted(
        "the record's key is not compared with the envelope",
        "schemas/codec/record.py",
        "if key != envelope.record_key.encode():",
        "if key is None:",
        "tests/unit/codec",
    ),
    Planted(
        "the body's digest is not compared",
        "schemas/codec/record.py",
        "if digest(body_line) != expected:",
        "if not expected:",
        "tests/unit/codec",
    ),
    Planted(
        "headers of others are taken",
        "schemas/codec/record.py",
        "if len(headers) > len(_HEADERS):",
        "if len(headers) > 10_000:",
        "tests/unit/codec",
    ),
    Planted(
        "what a stranger wrote is repeated in the refusal",
        "schemas/errors/translation.py",
        'return name if _NAME.fullmatch(name) else "…"',
        "return name",
        "tests/unit/codec tests/unit/messages",
    ),
    Planted(
        "marks that turn the direction of writing are taken",
        "schemas/fields.py",
        "\\u202e",
        "\\u2029",
        "tests/unit/messages",
    ),
    Planted(
        "an attachment's bytes are not compared with its digest",
        "schemas/messages/body.py",
        "if len(content) != self.size or hashlib.sha256(content).hexdigest() != self.sha256:",
        "if len(content) != self.size:",
        "tests/unit/messages",
    ),
    Planted(
        "a later version is read as if it were known",
        "schemas/messages/registry.py",
        "minor <= known_minor",
        "minor >= 0",
        "tests/unit/evolution tests/unit/codec",
    ),
    Planted(
        "anybody may publish any fact",
        "schemas/contract.py",
        "if fact.as_role not in entry.by:",
        "if not entry.by:",
        "tests/unit/contract",
    ),
    Planted(
        "a notice may go to any role",
        "schemas/contract.py",
        "if recipient.role not in duty.recipients:",
        "if not duty.recipients:",
        "tests/unit/contract",
    ),
    Planted(
        "mandatory content may be missing",
        "schemas/contract.py",
        "if item.code not in checklist]",
        "if item.code in ()]",
        "tests/unit/contract",
    ),
    Planted(
        "a complaint may go to whom it concerns",
        "schemas/contract.py",
        "if agency == excluded:",
        "if agency is None:",
        "tests/unit/contract",
    ),
    Planted(
        "what must be written may be telephoned",
        "schemas/contract.py",
        'if duty.form == "written" and record.channel not in WRITTEN_CHANNELS:',
        "if False:",
        "tests/unit/contract",
    ),
    Planted(
        "the police of the event are taken for those of the residence",
        "schemas/directory/resolution.py",
        '"residence": ("parties",),',
        '"residence": ("parties", "territory"),',
        "tests/unit/directory",
    ),
    Planted(
        "whoever publishes is taken for the nearest police body",
        "schemas/directory/resolution.py",
        'if entry.found_by == "nearest":',
        'if entry.found_by == "nearest" and not case.publisher:',
        "tests/unit/directory",
    ),
    Planted(
        "an excluded agency is chosen by its territory",
        "schemas/directory/resolution.py",
        "if any(agency.id not in case.excluded for agency in here):",
        "if here:",
        "tests/unit/directory",
    ),
    Planted(
        "a change in the directory holds only after its instant",
        "schemas/directory/directory.py",
        "if version.valid_from <= at",
        "if version.valid_from < at",
        "tests/unit/directory",
    ),
    Planted(
        "a key holds at the very instant of its end",
        "schemas/directory/agency.py",
        "self.valid_from <= at < self.valid_until",
        "self.valid_from <= at <= self.valid_until",
        "tests/unit/directory",
    ),
    Planted(
        "a doubled key in YAML hides one of the two",
        "schemas/yaml_text.py",
        "if key.value in seen:",
        "if key.value is None:",
        "tests/unit/catalogue",
    ),
    Planted(
        "two duties may say the same",
        "schemas/catalogue/catalogue.py",
        "elif _say_the_same(duty, other):",
        "elif duty is other:",
        "tests/unit/catalogue",
    ),
    Planted(
        "a duty that ends when the next begins is taken to overlap it",
        "schemas/catalogue/entries.py",
        "or other.from_ < self.until)",
        "or other.from_ <= self.until)",
        "tests/unit/catalogue",
    ),
    Planted(
        "a changed default is taken for harmless",
        "schemas/evolution.py",
        '_NOT_COMPARED: Final = frozenset({"title",',
        '_NOT_COMPARED: Final = frozenset({"title", "default",',
        "tests/unit/evolution",
    ),
    Planted(
        "a shortened text is taken for harmless",
        "schemas/evolution.py",
        '"maxLength": True,',
        '"maxLength": False,',
        "tests/unit/evolution",
    ),
    Planted(
        "--lang is not heeded behind the command's name",
        "habarshy/command/program.py",
        "in itertools.pairwise(arguments)",
        "in itertools.pairwise(arguments[:2])",
        "tests/unit/command",
    ),
    *(
        Planted(*row)
        for part in (
            planted_judging,
            planted_wire,
            planted_middle,
            planted_intake,
            planted_occasions,
            planted_relay,
            planted_quarantine,
            planted_running,
            planted_outbox,
            planted_inbox,
            planted_evidence,
        )
        for row in part.ROWS
    ),
)
