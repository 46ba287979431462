"""A process writes its verdict out; what it cannot give has a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Wording
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Profile
from gptreview.model.verdict import Coverage, Outcome, Reviewed, ScannerRun, Verdict
from gptreview.store.verdict_documents import from_text
from gptreview.usecases.written_review import WritingReview, WrittenReview

LISTING = Listing(Gpt("a"), "sha256:a")
VERDICT = Verdict(
    listing_id="a",
    outcome=Outcome.PASS,
    findings=(),
    coverage=Coverage(1, 1),
    reasons=(Wording("nothing found", "未发现问题"),),
    scanners=(ScannerRun("rules", "1"),),
    content_digest="sha256:a",
    policy_name="store",
    policy_version="1",
    policy_digest="sha256:p",
    ruleset_digest="sha256:r",
    profile=Profile.CONTENT,
)


@dataclass(frozen=True)
class _Reviewer:
    reviewed: Reviewed

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """What it was made with."""
        assert listing is LISTING
        return self.reviewed

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Never asked."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class _Factory:
    reviewed: Reviewed

    def __call__(self) -> _Reviewer:
        return _Reviewer(self.reviewed)


def _written(verdict: Verdict | None = None, error: InputError | None = None) -> WrittenReview:
    reviewed = Reviewed("sha256:a", verdict=verdict, error=error)
    return WritingReview(_Factory(reviewed))().review(LISTING)


def test_verdict_can_be_read_from_its_text() -> None:
    """What was written out says all that the verdict said."""
    written = _written(VERDICT)
    assert (written.source, written.error) == ("sha256:a", "")
    assert written.verdict is not None
    assert (written.verdict.content_digest, written.verdict.outcome) == ("sha256:a", "pass")
    assert from_text(written.verdict) == VERDICT


def test_error_is_a_reason() -> None:
    """Of an error what was found is handed on."""
    written = _written(error=InputError("its review ended in KeyError"))
    assert written == WrittenReview("sha256:a", None, "its review ended in KeyError")


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning")
def test_verdict_that_cannot_be_written_is_a_reason() -> None:
    """A verdict that is none ends nobody's chunk."""
    written = _written(replace(VERDICT, findings=cast("Any", (object(),))))
    assert written.verdict is None
    assert written.error.startswith("its verdict cannot be written (")


def test_abandoned_listing_keeps_its_reason() -> None:
    """The pool's reason is the answer's."""
    reviewer = WritingReview(_Factory(Reviewed("sha256:a")))()
    assert reviewer.abandoned(LISTING, "took long") == WrittenReview("sha256:a", None, "took long")
