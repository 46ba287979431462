"""Why a text cannot be read, and where in it."""

from __future__ import annotations

from collections.abc import Iterable


class TextError(Exception):
    """A fault at one spot of a text; `read_document` turns it into an InputError.

    Args:
        found: What was found, in one clause.
        at: Where, counted in code points from the start of the text; None where unknown.
        expected: What would have been accepted.
        next_step: What the user can do now.
        syntax: Whether the text merely is not of the syntax that was tried.
    """

    def __init__(
        self,
        found: str,
        at: int | None,
        *,
        expected: str = "",
        next_step: str = "",
        syntax: bool = False,
    ) -> None:
        super().__init__(found)
        self.found = found
        self.at = at
        self.expected = expected
        self.next_step = next_step
        self.syntax = syntax


def too_deep(at: int | None, max_depth: int) -> TextError:
    """The refusal of a container inside too many others."""
    return TextError(
        f"more than {max_depth} lists and mappings inside one another",
        at,
        expected=f"at most {max_depth}",
        next_step="flatten the document; no real API description nests like this",
    )


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Line and column of one index; see `lines_and_columns`."""
    return lines_and_columns(text, (at,))[at]


def lines_and_columns(text: str, indices: Iterable[int]) -> dict[int, tuple[int, int]]:
    r"""Where each index stands, both counted from 1, the column in code points.

    Lines end as they do in editors: at ``\n``, ``\r\n`` or ``\r``, and nowhere else (YAML 1.1
    would also count U+0085, U+2028 and U+2029).
    """
    found: dict[int, tuple[int, int]] = {}
    line, start, seen = 1, 0, 0
    for at in sorted(set(indices)):
        breaks = text.count("\n", seen, at)
        breaks += text.count("\r", seen, at) - text.count("\r\n", seen, at)
        if breaks:
            line += breaks
            start = max(text.rfind("\n", seen, at), text.rfind("\r", seen, at)) + 1
        seen = at
        found[at] = (line, at - start + 1)
    return found
