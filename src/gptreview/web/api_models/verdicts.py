"""A verdict with its evidence, for builders of the listing and for reviewers."""

from __future__ import annotations

import datetime as dt
from typing import Self

from gptreview.model.finding import Category, Confidence, Severity
from gptreview.model.policy import Meaning
from gptreview.model.verdict import JudgedFinding, Outcome, Verdict
from gptreview.web.api_models.shapes import Shown, Text, Words


class FoundPlace(Shown):
    """One place that speaks against a listing, and how to mend it."""

    rule_id: Text
    title: Text
    category: Category
    severity: Severity
    confidence: Confidence
    field: Text
    start: int
    """First character, counted in code points from the start of the field's text."""
    end: int
    """After the last character."""
    excerpt: Text
    """What stands there, personal data and secrets masked."""
    before: Text
    after: Text
    decoded: Text
    """What a disguised text says; empty where it is written openly."""
    disguises: tuple[Text, ...]
    message: Words
    """Why it matters."""
    clause: Text
    fix: Words
    """What the builder can do."""
    evidence_digest: str
    """By which decisions and waivers name it."""


class JudgedPlace(FoundPlace):
    """A place, and what the policy makes of it."""

    meaning: Meaning
    counts: bool
    """Whether it bears on the outcome: no note, not waived."""

    @classmethod
    def judged(cls, found: JudgedFinding) -> Self:
        """The answer that shows a judged finding."""
        place = FoundPlace.of(found.finding)
        return cls(**place.model_dump(), meaning=found.meaning, counts=found.counts)


class WholeVerdict(Shown):
    """The answer of a review, with all that it rests on."""

    outcome: Outcome
    policy_name: Text
    policy_version: Text
    profile: str
    content_digest: str
    reasons: tuple[Words, ...]
    """Why the outcome is what it is, the strongest first."""
    findings: tuple[JudgedPlace, ...]
    """The worst first."""
    is_complete: bool
    """Whether everything was read."""
    judged_at: dt.datetime | None

    @classmethod
    def made(cls, verdict: Verdict, judged_at: dt.datetime | None) -> Self:
        """The answer that shows a verdict."""
        return cls(
            outcome=verdict.outcome,
            policy_name=verdict.policy_name,
            policy_version=verdict.policy_version,
            profile=verdict.profile,
            content_digest=verdict.content_digest,
            reasons=tuple(map(Words.of, verdict.reasons)),
            findings=tuple(map(JudgedPlace.judged, verdict.findings)),
            is_complete=verdict.coverage.complete,
            judged_at=judged_at,
        )
