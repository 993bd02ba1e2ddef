"""A judged scenario with the reasons: each obligation as the batch form shows it, and its steps with their sentences. Pure."""

from typing import Any

from schemas.errors.tree import Finding
from schemas.explanations import sentences
from schemas.messages.bus import Step
from schemas.texts import LANGUAGES
from services.law import explained
from services.law.deadlines import Law
from services.obligations import explaining
from services.obligations.obligation import Obligation
from services.scenarios import judged_lines
from services.scenarios.judged_lines import Judged


def value(known: str | int | None, judged: Judged, law: Law) -> dict[str, Any]:
    """For a program: the same in every language of the caller."""
    return {
        "id": known,
        "dispositions": judged.dispositions,
        "objections": {n: [_objection(finding) for finding in found] for n, found in judged.objections.items()},
        "obligations": [_obligation(obligation) for obligation in judged.owed],
        "versions": dict(explained.versions_of(law)),
    }


def _obligation(obligation: Obligation) -> dict[str, Any]:
    return {
        **judged_lines.row(obligation),
        "title": obligation.duty.title.model_dump(),
        "steps": [_step(step, obligation) for step in explaining.steps(obligation)],
    }


def _step(step: Step, obligation: Obligation) -> dict[str, Any]:
    said = {language: sentences.sentence(step, language, obligation.debtor.zone) for language in LANGUAGES}
    return {"code": step.code, "particulars": dict(step.particulars), "sentence": said}


def _objection(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "where": finding.where,
        "meaning": {language: finding.meaning(language) for language in LANGUAGES},
        "remedy": {language: finding.remedy(language) for language in LANGUAGES},
    }
