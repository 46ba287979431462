"""Values of a document as messages show them: their kind, or a short quote."""

from __future__ import annotations

_LONGEST_QUOTE = 80  # characters; a message stays one line, and a hostile name cannot fill a report


def json_kind(value: object) -> str:
    """What JSON calls the value, with its article."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    return "an array" if isinstance(value, list) else "an object"


def quoted(value: object) -> str:
    """A text between quotation marks, shortened where it is long; the kind of anything else."""
    return repr(shortened(value)) if isinstance(value, str) else json_kind(value)


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """A text in a message: cut where it has more than ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
