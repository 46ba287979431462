"""Where a review's result goes, in which formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from gptreview.errors import InputError
from gptreview.model.review_summary import ReviewSummary, summarize_reviews

if TYPE_CHECKING:
    from gptreview.model.verdict import Reviewed

_ENDINGS: Final = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".sarif": "sarif",
    ".html": "html",
    ".htm": "html",
    ".xml": "junit",
    ".md": "md",
}


@dataclass(frozen=True, slots=True)
class Target:
    """One result to write."""

    form: str
    file: Path | None = None
    """None is standard output."""


def destinations(forms: Sequence[str], outputs: Sequence[Path], default: str) -> tuple[Target, ...]:
    """What to write where.

    Files without formats go by their endings, and the terminal then still gets its text.

    Raises:
        click.UsageError: Formats and files do not pair.
    """
    if not outputs:
        if len(forms) > 1:
            raise click.UsageError("several --format need an -o FILE each")
        return (Target(forms[0] if forms else default),)
    if not forms:
        return (*(Target(_form(file), file) for file in outputs), Target("text"))
    if len(forms) != len(outputs):
        raise click.UsageError(
            f"{len(forms)} --format and {len(outputs)} -o; give one -o FILE for each --format, "
            "or no --format and let the endings tell"
        )
    return tuple(map(Target, forms, outputs))


def _form(file: Path) -> str:
    form = _ENDINGS.get(file.suffix.lower())
    if form is None:
        raise click.UsageError(
            f"{file}: its ending tells no format; add --format, or use one of {' '.join(_ENDINGS)}"
        )
    return form


@dataclass(frozen=True, slots=True)
class Output:
    """Writes reviews to their targets; JSON lines as they come, the others at the end."""

    targets: Sequence[Target]
    language: str
    color: bool
    verbose: bool

    def write(self, reviews: Iterable[Reviewed]) -> int:
        """The exit status, once everything is written.

        Raises:
            InputError: A file cannot be written.
        """
        from gptreview.render.review_jsonl import review_jsonl

        kept: list[Reviewed] = []
        with ExitStack() as stack:
            streams = [(each, stack.enter_context(_opened(each.file))) for each in self.targets]
            lines = [stream for target, stream in streams if target.form == "jsonl"]
            for each in reviews:
                kept.append(each)
                for stream in lines:
                    stream.write(review_jsonl(each, language=self.language))
                    stream.flush()
            summary = summarize_reviews(kept)
            for target, stream in streams:
                if target.form != "jsonl":
                    stream.write(self._rendered(target, kept, summary))
        return summary.exit_status

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
        )


class _Stdout:
    """Standard output as a context that is left open."""

    def __enter__(self) -> TextIO:
        return sys.stdout

    def __exit__(self, *_: object) -> None:
        pass


def _opened(file: Path | None) -> TextIO | _Stdout:
    if file is None:
        return _Stdout()
    try:
        return file.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise InputError(
            f"the result cannot be written ({error.strerror})",
            where=str(file),
            next_step="name another file with --output",
        ) from error
