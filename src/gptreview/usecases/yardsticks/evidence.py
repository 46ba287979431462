"""Whether a finding points at what the author of a labelled listing marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gptreview.model.finding import Finding
from gptreview.usecases.yardsticks.labelled_rows import Row


def points_at(row: Row, keys: Sequence[str], findings: Iterable[Finding]) -> bool:
    """Whether a finding of the right category overlaps a marked text by at least a character.

    Args:
        row: The labelled listing.
        keys: Where the row keeps marked texts: ``evidence``, ``evidence_alt``.
        findings: What was told of it.
    """
    marked = [evidence for key in keys for evidence in row.get(key, ())]
    return any(_overlaps(finding, each, row) for finding in findings for each in marked)


def _overlaps(finding: Finding, evidence: Mapping[str, str], row: Row) -> bool:
    if finding.field != evidence["field"] or finding.category != evidence["category"]:
        return False
    start = _text(row, evidence["field"]).find(evidence["text"])
    return start >= 0 and finding.start < start + len(evidence["text"]) and start < finding.end


def _text(row: Row, field: str) -> str:
    """A field's text as findings count it; empty where the listing has no such field."""
    if field == "starters":
        return "\n".join(row.get("conversation_starters", ()))
    kind, _, which = field.partition(":")
    if kind == "knowledge":
        texts = (file.get("text") for file in row.get("knowledge", ()) if file["name"] == which)
        return next(texts, None) or ""
    if kind == "action" and which.isdecimal():
        return "".join(row.get("actions", ())[int(which) : int(which) + 1])
    return str(row.get(field, ""))
