"""What a disguised text says, and how it was disguised."""

from __future__ import annotations

import unicodedata

from gptreview.model.finding import Finding


def said(finding: Finding) -> str:
    """What to show beside the excerpt; empty where that says it already."""
    if finding.decoded == finding.excerpt and not finding.disguises:
        return ""
    return finding.decoded


def disguises(finding: Finding) -> tuple[str, ...]:
    """The disguises; where none was undone, why the letters are others all the same."""
    if finding.disguises or not said(finding):
        return finding.disguises
    wide = any(unicodedata.east_asian_width(char) == "F" for char in finding.excerpt)
    return ("width" if wide else "variant",)
