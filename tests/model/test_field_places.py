"""Where a field's lines stand when it was joined from several texts."""

from __future__ import annotations

import pytest

from gptreview.model.listing import FieldPart, FieldPlace

FIRST = FieldPlace("a.md", exact=True)
SECOND = FieldPlace("b.md", 4)
JOINED = FieldPlace("gpt.yaml", 2, parts=(FieldPart(2, FIRST), FieldPart(5, SECOND)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [(1, (JOINED, 1)), (2, (FIRST, 1)), (4, (FIRST, 3)), (5, (SECOND, 1)), (9, (SECOND, 5))],
)
def test_each_line_belongs_to_one_part(line: int, expected: tuple[FieldPlace, int]) -> None:
    """A line counts from the start of the part that holds it; before them all it is the field's."""
    assert JOINED.at(line) == expected


def test_every_file_is_named() -> None:
    """The field's own file and those of its parts."""
    assert list(JOINED.files()) == ["gpt.yaml", "a.md", "b.md"]
