"""Every real GPT and every real knowledge file of ../shared/data through a whole review."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from gptreview.bootstrap import ReviewOptions, review_sources
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.listing import Listing
from gptreview.model.review_summary import summarize_reviews
from gptreview.model.verdict import Reviewed, Verdict

pytestmark = pytest.mark.corpus
_MOST_FAILED = 0.02
"""Share of published GPTs that may fail: nearly all of them harm nobody."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled rules are kept from test to test."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are compiled once for all of these tests."""
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(cache))


def verdicts(reviews: Sequence[Reviewed]) -> list[Verdict]:
    """All of them: nothing crashed, and no scanner gave up."""
    found = [each.verdict for each in reviews if each.verdict is not None]
    assert len(found) == len(reviews)
    failures = {run for verdict in found for run in verdict.scanners if run.failure}
    assert failures == set()
    return found


def told(found: Sequence[Verdict], title: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Print what was read."""
    coverages = [verdict.coverage for verdict in found]
    unread = Counter(each.reason for coverage in coverages for each in coverage.unread)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{title}: {sum(each.artifacts for each in coverages):,} artifacts, "
            f"{sum(each.characters for each in coverages):,} characters, "
            f"{unread.total()} parts unread\n"
        )
        for reason, number in unread.most_common():
            sys.stdout.write(f"  {number:3} {reason}\n")


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_all_real_gpts_are_reviewed(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """859 verdicts on two processes, everything read, and hardly any of them failed."""
    use_case = review_sources(ReviewOptions(), stdin=io.BytesIO())
    file = shared_data / "gpts" / "published-gpts.jsonl"
    reviews = list(use_case.review([str(file)], jobs=2))
    found = verdicts(reviews)
    told(found, f"{len(found)} real GPTs", capsys)
    assert len(found) == 859
    assert all(verdict.coverage.complete for verdict in found)
    assert summarize_reviews(reviews).failed <= _MOST_FAILED * len(found)


def test_all_real_knowledge_is_read(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """48 files as one listing's knowledge: read, or named with the reason."""
    folder = shared_data / "knowledge"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    knowledge = tuple(
        KnowledgeFile(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files
    )
    found = verdicts([ReviewOptions()().review(Listing(Gpt("All", knowledge=knowledge), "all"))])
    told(found, f"{len(files)} knowledge files", capsys)
    assert (len(files), found[0].coverage.artifacts) == (48, 49)
