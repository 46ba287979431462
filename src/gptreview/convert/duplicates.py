"""Keys that stand twice in a document: what was kept, and what was not."""

from __future__ import annotations

from gptreview.convert.redact import Redactor
from gptreview.model.change import Change, ChangeKind, Place
from gptreview.reading.document import Document


def duplicate_changes(document: Document, redactor: Redactor) -> tuple[Change, ...]:
    """One change a repeated key; objects were merged, of other values the last one counts."""
    return tuple(
        Change(
            ChangeKind.REPAIR if entry.merged else ChangeKind.LOSS,
            "document.duplicate_key",
            f"line {entry.line}: the key stands twice; "
            + ("both were kept, merged" if entry.merged else "the last one counts"),
            # A key may be a secret itself.
            before=Place(document.name, redactor.text(entry.pointer)),
        )
        for entry in document.duplicates
    )
