"""A review's result in the formats that were asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.report_file import ReportFile
from gptreview.cli.review_targets import Target, refuse_listed_files
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.render.terminal import plain

if TYPE_CHECKING:
    from gptreview.model.verdict import Reviewed

_LINES = "jsonl"
_WITH_REMARKS: Final = frozenset({"text", "json", "jsonl", "html"})
"""Formats that hold what a reader noticed."""


@dataclass(frozen=True, slots=True)
class Output:
    """Writes reviews to their targets; JSON lines as they come, the others at the end."""

    targets: Sequence[Target]
    language: str
    color: bool
    verbose: bool
    baseline: Path | None = None
    """What known findings are compared with."""

    def write(self, reviews: Iterable[Reviewed]) -> int:
        """The exit status, once everything is written.

        Raises:
            InputError: A file cannot be written, or is a part of a listing.
        """
        reviews = _compared(reviews, self.baseline) if self.baseline else reviews
        with ExitStack() as stack:
            files = [
                (each, stack.enter_context(ReportFile(each.file, streamed=each.form == _LINES)))
                for each in self.targets
            ]
            whole = [(target, file) for target, file in files if target.form != _LINES]
            lines = [file for target, file in files if target.form == _LINES]
            streamed = self._streamed(reviews, lines)
            if not whole:
                # Nothing needs them all at once: any number of listings fits into memory.
                return summarize_reviews(streamed).exit_status
            kept = list(streamed)
            refuse_listed_files(self.targets, kept)
            summary = summarize_reviews(kept)
            for target, file in whole:
                file.write(self._rendered(target, kept, summary))
        return summary.exit_status

    def _streamed(
        self, reviews: Iterable[Reviewed], lines: Sequence[ReportFile]
    ) -> Iterator[Reviewed]:
        """The reviews, each once it is on its line."""
        from gptreview.render.review_jsonl import review_jsonl

        silent = _WITH_REMARKS.isdisjoint(target.form for target in self.targets)
        for each in reviews:
            for remark in each.remarks if silent else ():
                click.echo(f"remark: {plain(remark)}", err=True)
            for file in lines:
                file.write(review_jsonl(each, language=self.language))
            yield each

    def _rendered(self, target: Target, reviews: list[Reviewed], summary: ReviewSummary) -> str:
        match target.form:
            case "json":
                from gptreview.render.review_json import review_json

                return review_json(reviews, summary)
            case "sarif":
                from gptreview.render.review_sarif import review_sarif

                return review_sarif(reviews, language=self.language)
            case "html":
                from gptreview.render.review_html import review_html

                return review_html(reviews, summary, language=self.language)
            case "junit":
                from gptreview.render.review_junit import review_junit

                return review_junit(reviews, summary, language=self.language)
            case "md":
                from gptreview.render.review_markdown import review_markdown

                return review_markdown(reviews, summary, language=self.language)
            case _:
                return self._text(target, reviews, summary)

    def _text(self, target: Target, reviews: list[Reviewed], summary: ReviewSummary) -> str:
        from gptreview.render.review_text import review_text

        terminal = target.file is None
        return review_text(
            reviews,
            summary,
            color=terminal and self.color,
            links=terminal and self.color,
            language=self.language,
            verbose=self.verbose,
            encoding=(terminal and sys.stdout.encoding) or "utf-8",
        )


def _compared(reviews: Iterable[Reviewed], baseline: Path) -> Iterator[Reviewed]:
    """The reviews, and a word in the end where the baseline knew nothing of what they found."""
    found = known = False
    for each in reviews:
        judged = each.verdict.findings if each.verdict else ()
        found = found or bool(judged)
        known = known or any(one.known for one in judged)
        yield each
    if found and not known:
        click.echo(
            f"remark: {baseline}: it has no finding of this run; is it of the same listings?",
            err=True,
        )
