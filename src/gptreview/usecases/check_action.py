"""Check actions as the GPT builder's importer would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from gptreview.convert.importer import citations, import_action
from gptreview.convert.importer.openapi_validity import validate_openapi
from gptreview.errors import GptReviewError, InputError
from gptreview.model.check import CheckedAction, PlacedDiagnostic
from gptreview.model.diagnostic import Diagnostic, Level, Standing
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.sources.files import STDIN, action_files, read_input

_GRAVITY: Final = (Level.ERROR, Level.WARNING, Level.NOTE)


@dataclass(frozen=True, slots=True)
class Target:
    """One document to check."""

    name: str
    """A path, or ``-`` for standard input."""
    failure: GptReviewError | None = None
    """Why there is nothing to read."""


@dataclass(frozen=True, slots=True)
class ActionChecker:
    """Reads and checks one action after the other; one that fails never stops the rest."""

    limits: ReadLimits
    stdin: BinaryIO
    against_openapi: bool = False
    """Whether to validate against the OpenAPI specification too."""

    def targets(self, sources: Iterable[str]) -> Iterator[Target]:
        """The documents that files, folders and ``-`` stand for."""
        for source in dict.fromkeys(sources):
            if source != STDIN and Path(source).is_dir():
                yield from _folder(source)
            else:
                yield Target(source)

    def check(self, target: Target) -> CheckedAction:
        """Read and check one document."""
        if target.failure is not None:
            return CheckedAction(target.name, failure=target.failure)
        try:
            data = read_input(target.name, self.stdin, max_bytes=self.limits.max_bytes)
            document = read_mapping(data, name=target.name, limits=self.limits)
        except GptReviewError as error:
            return CheckedAction(target.name, failure=error)
        report = import_action(document.value, size=len(data))
        diagnostics = [*_of_reading(document), *report.diagnostics]
        if self.against_openapi:
            diagnostics += validate_openapi(document.value, size=len(data))
        return CheckedAction(target.name, _placed(document, diagnostics), report.operations)


def _folder(source: str) -> Iterator[Target]:
    try:
        for path in action_files(Path(source)):
            yield Target(str(path))
    except InputError as error:
        yield Target(source, failure=error)


def _of_reading(document: Document) -> Iterator[Diagnostic]:
    for duplicate in document.duplicates:
        outcome = "both are merged" if duplicate.merged else "the last one counts"
        yield Diagnostic(
            Level.WARNING,
            "document.duplicate_key",
            f"the key stands twice in one object; {outcome}",
            duplicate.pointer,
            "Remove one of the two, or put them together.",
            citations.JSON_DUPLICATES,
            Standing.RECALLED,
        )


def _placed(document: Document, diagnostics: list[Diagnostic]) -> tuple[PlacedDiagnostic, ...]:
    places = document.locate({diagnostic.pointer for diagnostic in diagnostics})
    placed = [PlacedDiagnostic(each, *places[each.pointer]) for each in diagnostics]
    return tuple(sorted(placed, key=_by_place))


def _by_place(placed: PlacedDiagnostic) -> tuple[int, int, int]:
    return placed.line, placed.column, _GRAVITY.index(placed.diagnostic.level)
