"""Reviews as JSON lines: a line a listing, as soon as it is reviewed."""

from __future__ import annotations

import json
from typing import Any

from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_json import coverage_object, error_object, escaped, waiver_object


def review_jsonl(one: Reviewed, *, language: str = "en") -> str:
    """One listing on one line, with its line end.

    ``id``, ``outcome``, ``coverage`` and ``findings``; a listing that could not be read has the
    outcome null and an ``error``. Where the reader noticed something, there are ``remarks``.

    Args:
        one: The listing.
        language: ``en`` or ``zh``, for ``message`` and ``fix``.
    """
    verdict = one.verdict
    value: dict[str, Any] = {
        "id": verdict.listing_id if verdict else one.id or one.source,
        "outcome": str(verdict.outcome) if verdict else None,
        "coverage": coverage_object(verdict.coverage) if verdict else None,
        "findings": [_brief(each, language) for each in verdict.findings] if verdict else [],
    }
    if one.error is not None:
        value["error"] = error_object(one.error)
    if one.remarks:
        value["remarks"] = list(one.remarks)
    return escaped(json.dumps(value, ensure_ascii=False)) + "\n"


def _brief(judged: JudgedFinding, language: str) -> dict[str, Any]:
    finding = judged.finding
    return {
        "rule_id": finding.rule_id,
        "category": str(finding.category),
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "excerpt": finding.excerpt,
        "message": finding.message.of(language),
        "fix": finding.fix.of(language),
        "meaning": str(judged.meaning),
        "counts": judged.counts,
        "known": judged.known,
        "waiver": waiver_object(judged.waiver),
        "clause": finding.clause,
        "evidence_digest": finding.evidence_digest,
    }
