"""A finding that tests change where they need another."""

from __future__ import annotations

from typing import Final

from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.segment import Locator

FINDING: Final = Finding(
    rule_id="fraud-advance-fee",
    title="Advance-fee solicitation",
    category=Category.FRAUD,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    field="instructions",
    start=0,
    end=1,
    locator=Locator(1, 1),
    excerpt="x",
    before="",
    after="",
    decoded="",
    disguises=(),
    message=Wording("Why.", "为什么。"),
    clause="usage-policies/fraud",
    fix=Wording("How.", "怎么改。"),
    scanner="rules",
    evidence_digest=f"sha256:{'0' * 64}",
)
"""The default policy fails it."""
