"""Every report of the sample run, byte for byte: tests/golden/review/NAME."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gptreview import __version__
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import Reviewed
from gptreview.render.review_html import review_html
from gptreview.render.review_json import review_json
from gptreview.render.review_jsonl import review_jsonl
from gptreview.render.review_junit import review_junit
from gptreview.render.review_markdown import review_markdown
from gptreview.render.review_sarif import review_sarif
from gptreview.render.review_text import review_text

UPDATE = "GPTREVIEW_UPDATE_GOLDEN"
Report = Callable[[Sequence[Reviewed], ReviewSummary], str]

REPORTS: dict[str, Report] = {
    "review.txt": lambda found, summary: review_text(found, summary, color=False),
    "review.zh.txt": lambda found, summary: review_text(found, summary, color=False, language="zh"),
    "verbose.txt": lambda found, summary: review_text(found, summary, color=False, verbose=True),
    "review.json": review_json,
    "review.jsonl": lambda found, _: "".join(map(review_jsonl, found)),
    "review.sarif": lambda found, _: review_sarif(found),
    "review.zh.sarif": lambda found, _: review_sarif(found, language="zh"),
    "review.junit.xml": review_junit,
    "review.md": review_markdown,
    "review.zh.md": lambda found, summary: review_markdown(found, summary, language="zh"),
    "review.html": review_html,
    "review.zh.html": lambda found, summary: review_html(found, summary, language="zh"),
}


def _without_release(text: str) -> str:
    """The text without what changes with a release or with the style sheet alone."""
    text = text.replace(f"gptreview {__version__}", "gptreview VERSION")
    text = text.replace(f'"semanticVersion": "{__version__}"', '"semanticVersion": "VERSION"')
    text = re.sub(r"sha256-[\w+/=]{44}", "sha256-STYLE", text)
    return re.sub(r"<style>.*</style>", "<style>STYLE</style>", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_report_is_the_golden_one(
    name: str,
    reviewed: tuple[Reviewed, ...],
    summary: ReviewSummary,
    repository_root: Path,
) -> None:
    """The same result gives the same report, byte for byte, and again when rendered twice."""
    golden = repository_root / "tests" / "golden" / "review" / name
    first, second = (_without_release(REPORTS[name](reviewed, summary)) for _ in range(2))
    if os.environ.get(UPDATE) == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(first, encoding="utf-8", newline="\n")
    assert first == golden.read_bytes().decode()
    assert second == first
