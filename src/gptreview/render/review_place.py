"""Where a person finds the place of a finding: in a file, else inside a field of the listing."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.finding import Finding
from gptreview.model.place_wording import locator_wording
from gptreview.model.verdict import Reviewed


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place as far as a file can name it, and the rest in words."""

    file: str
    """Path as the user would write it; what the user calls the listing where no file is known."""
    line: int | None = None
    """Counted from 1; None where no file is known."""
    column: int | None = None
    """Counted from 1 in code points; None where the file's line does not hold the text itself."""
    within: str = ""
    """``description 1:14``; empty where file, line and column say it all."""
    is_file: bool = True
    """Whether ``file`` names one that can be opened."""

    def __str__(self) -> str:
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


def place_of(reviewed: Reviewed, finding: Finding, language: str = "en") -> FilePlace:
    """Where a finding of this listing stands; the words of a place are in ``en`` or ``zh``."""
    known = reviewed.places.get(finding.field)
    locator = finding.locator
    # What is missing stands nowhere in the field: only its name is worth saying.
    spot = locator_wording(locator).of(language)
    within = finding.field if not finding.end else f"{finding.field} {spot}"
    if known is None:
        return FilePlace(reviewed.source, within=within, is_file=False)
    known, line = known.at(locator.line)
    file, is_file = known.shown or known.file, not known.shown
    if known.exact and (locator.in_file or not locator.place):
        within = within if locator.place else ""
        return FilePlace(file, known.line + line - 1, locator.column, within, is_file)
    return FilePlace(file, known.line, within=within, is_file=is_file)
