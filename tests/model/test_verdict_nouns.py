"""What a verdict's parts say of themselves."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from gptreview.errors import DependencyError, InputError
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.policy import Meaning, Profile, Waiver
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.segment import Locator, Unread
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, Reviewed, Verdict

FINDING = Finding(
    "rule", "Title", Category.FRAUD, Severity.HIGH, Confidence.HIGH, "name", 0, 1, Locator(1, 1),
    "x", "", "", "", (), Wording("a", "b"), "c/d", Wording("e", "f"), "rules", "sha256:0",
)  # fmt: skip
WAIVER = Waiver("rule", "sha256:0", "owner", "reason", dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("meaning", "waiver", "known"), [*product(Meaning, [None, WAIVER], [False, True])]
)
def test_finding_counts(meaning: Meaning, waiver: Waiver | None, *, known: bool) -> None:
    """A finding counts where it is more than a note, nobody waived it and it is news."""
    expected = meaning is not Meaning.NOTE and waiver is None and not known
    assert JudgedFinding(FINDING, meaning, waiver, known).counts is expected


def test_coverage_is_complete_without_unread_parts() -> None:
    """One unread part is enough for a coverage that is not complete."""
    assert Coverage(1, 10).complete
    assert not Coverage(1, 10, (Unread("name", "why"),)).complete


def _reviewed(outcome: Outcome) -> Reviewed:
    verdict = Verdict(
        "g-1", outcome, (), Coverage(1, 1), (), (), "sha256:c", "policy", "1", "sha256:p",
        "sha256:r", Profile.CONTENT,
    )  # fmt: skip
    return Reviewed("listing", verdict=verdict)


PASSED, DOUBTFUL, FAILED = map(_reviewed, (Outcome.PASS, Outcome.REVIEW, Outcome.FAIL))
UNPARSED = Reviewed("a", error=InputError("not JSON"))
UNREACHABLE = Reviewed("b", error=DependencyError("no answer"))


@pytest.mark.parametrize(
    ("reviewed", "counts", "status"),
    [
        ((), (0, 0, 0, 0, 0), 0),
        ((PASSED, PASSED), (2, 0, 0, 0, 0), 0),
        ((PASSED, DOUBTFUL), (1, 1, 0, 0, 0), 3),
        ((PASSED, DOUBTFUL, FAILED), (1, 1, 1, 0, 0), 1),
        ((FAILED, UNPARSED), (0, 0, 1, 1, 0), 2),
        ((FAILED, UNPARSED, UNREACHABLE), (0, 0, 1, 1, 1), 4),
    ],
)
def test_summary_counts_and_gives_the_exit_status(
    reviewed: tuple[Reviewed, ...], counts: tuple[int, ...], status: int
) -> None:
    """What kept listings from being judged decides first, then fail, then review."""
    summary = summarize_reviews(iter(reviewed))
    assert summary == ReviewSummary(*counts)
    assert summary.exit_status == status
