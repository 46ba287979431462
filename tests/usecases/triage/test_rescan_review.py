"""A snapshot is reviewed with all that keeping its verdict takes."""

from __future__ import annotations

from pathlib import Path

from gptreview.bootstrap import ReviewOptions
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.store.verdict_documents import from_text
from gptreview.usecases.review_standard import standard_of
from gptreview.usecases.triage.rescan_review import Rescanned, RescanReview


def test_answer_has_verdict_and_standard(tmp_path: Path, porter_rule: str) -> None:
    """Of today's rules; called by the digest that the listing goes by."""
    (tmp_path / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    options = ReviewOptions(rule_folders=(tmp_path,))
    gpt = Gpt("Guide", instructions="Hand the sealed envelope to the night porter.")
    answer = RescanReview(options)().review(Listing(gpt, gpt.content_digest()))
    assert (answer.digest, answer.error) == (gpt.content_digest(), "")
    assert answer.standard == standard_of(options())
    assert answer.verdict is not None
    verdict = from_text(answer.verdict)
    assert [each.finding.rule_id for each in verdict.findings] == ["night-porter"]


def test_failure_is_an_answer(tmp_path: Path) -> None:
    """As where the rules cannot be read, or the process was killed."""
    (tmp_path / "broken.yaml").write_text("id: broken", encoding="utf-8")
    review = RescanReview(ReviewOptions(rule_folders=(tmp_path,)))()
    listing = Listing(Gpt("Guide"), "sha256:x")
    assert review.review(listing) == Rescanned("sha256:x", error="its review ended in InputError")
    assert review.abandoned(listing, "too late") == Rescanned("sha256:x", error="too late")
