"""A review's result as JSON, for programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from gptreview import __version__
from gptreview.errors import GptReviewError
from gptreview.model.finding import Wording
from gptreview.model.policy import Clause, Waiver
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import Coverage, JudgedFinding, Reviewed, Verdict
from gptreview.render.json_text import pretty_json
from gptreview.render.review_place import place_of

SCHEMA = "gptreview/review/v1"
"""Raised when a field changes its meaning or goes; new fields may come without."""

_UNSAFE: Final = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def review_json(reviewed: Sequence[Reviewed], summary: ReviewSummary) -> str:
    """The whole result as one JSON object, every listing in its order, nothing left out.

    The same result gives the same bytes: there is no time in it.
    """
    value = {
        "schema": SCHEMA,
        "generator": f"gptreview {__version__}",
        "summary": {**asdict(summary), "exit_status": summary.exit_status},
        "listings": [_listing(each) for each in reviewed],
    }
    return escaped(pretty_json(value))


def escaped(text: str) -> str:
    """The JSON with escapes for what is no character, and for what some readers end a line at."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _listing(each: Reviewed) -> dict[str, Any]:
    verdict = each.verdict
    if verdict is None:
        error = error_object(each.error) if each.error else None
        return {"id": each.id or each.source, "source": each.source, "error": error}
    return {
        "id": verdict.listing_id,
        "source": each.source,
        "name": each.name,
        "outcome": str(verdict.outcome),
        "reasons": [_wording(reason) for reason in verdict.reasons],
        "coverage": coverage_object(verdict.coverage),
        "findings": [_finding(each, judged) for judged in verdict.findings],
        "scanners": [asdict(run) for run in verdict.scanners],
        "remarks": list(each.remarks),
        **_facts(verdict),
    }


def _facts(verdict: Verdict) -> dict[str, Any]:
    return {
        "content_digest": verdict.content_digest,
        "policy": {
            "name": verdict.policy_name,
            "version": verdict.policy_version,
            "digest": verdict.policy_digest,
        },
        "ruleset_digest": verdict.ruleset_digest,
        "profile": str(verdict.profile),
        "data_flows": [asdict(flow) for flow in verdict.data_flows],
        "improve_models": verdict.improve_models,
        "clauses": {key: _clause(verdict.clauses[key]) for key in sorted(verdict.clauses)},
    }


def coverage_object(coverage: Coverage) -> dict[str, Any]:
    """What was read, and every part that was not."""
    return {
        "artifacts": coverage.artifacts,
        "characters": coverage.characters,
        "complete": coverage.complete,
        "unread": [
            {
                "field": unread.field,
                "place": unread.place,
                "code": unread.code,
                "reason": unread.reason,
            }
            for unread in coverage.unread
        ],
    }


def _finding(each: Reviewed, judged: JudgedFinding) -> dict[str, Any]:
    finding = judged.finding
    place = place_of(each, finding)
    return {
        "rule_id": finding.rule_id,
        "title": finding.title,
        "category": str(finding.category),
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "meaning": str(judged.meaning),
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "place": finding.locator.place,
        "line": finding.locator.line,
        "column": finding.locator.column,
        "file": {"path": place.file, "line": place.line, "column": place.column},
        "excerpt": finding.excerpt,
        "before": finding.before,
        "after": finding.after,
        "decoded": finding.decoded,
        "disguises": list(finding.disguises),
        "message": _wording(finding.message),
        "clause": finding.clause,
        "fix": _wording(finding.fix),
        "scanner": finding.scanner,
        "evidence_digest": finding.evidence_digest,
        "known": judged.known,
        "waiver": waiver_object(judged.waiver),
        "counts": judged.counts,
    }


def _wording(wording: Wording) -> dict[str, str]:
    return {"en": wording.en, "zh": wording.zh}


def waiver_object(waiver: Waiver | None) -> dict[str, str] | None:
    """Who answers for a finding; null where nobody does."""
    return None if waiver is None else asdict(waiver) | {"expires": waiver.expires.isoformat()}


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "title": _wording(clause.title),
        "text": _wording(clause.text),
        "date": clause.date.isoformat(),
        "source": clause.source,
    }


def error_object(error: GptReviewError) -> dict[str, str]:
    """Why a listing has no verdict."""
    return {
        "code": error.code,
        "found": error.found,
        "where": error.where,
        "expected": error.expected,
        "next_step": error.next_step,
    }
