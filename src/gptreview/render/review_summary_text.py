"""Sentences about a review that several reports have alike."""

from __future__ import annotations

from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import DataFlow, Verdict
from gptreview.render.review_labels import Labels


def review_ending(summary: ReviewSummary, *, language: str = "en") -> str:
    """``2 failed, 1 to review, 5 passed of 8 listings; exit status 1``."""
    labels = Labels(language)
    counts = [
        labels(f"sum.{key}", number)
        for key, number in (
            ("unreachable", summary.unreachable),
            ("unparsed", summary.unparsed),
            ("failed", summary.failed),
            ("review", summary.review),
            ("passed", summary.passed),
        )
        if number or key == "passed"
    ]
    total = (
        summary.passed + summary.review + summary.failed + summary.unparsed + summary.unreachable
    )
    joined = labels("comma").join(counts)
    return labels("sum.ending", total, counts=joined, status=summary.exit_status)


def party_key(flow: DataFlow) -> str:
    """Key of the label that says whose host receives the data."""
    if flow.third_party is None:
        return "party.unknown"
    return "party.third" if flow.third_party else "party.own"


def improvement(verdict: Verdict, labels: Labels) -> str:
    """Whether chats may be used to improve models."""
    said = verdict.improve_models
    answer = labels("unsaid" if said is None else "yes" if said else "no")
    return f"{labels('improve')}{labels('colon')}{answer}"
