"""Where a person finds a place, and what of its path is shown."""

from __future__ import annotations

from collections.abc import Callable

from gptreview.model.finding import Finding
from gptreview.model.listing import FieldPlace
from gptreview.model.segment import Locator
from gptreview.model.verdict import Reviewed
from gptreview.render.review_place import FilePlace, place_of


def test_masked_path_is_no_file_to_open(make_finding: Callable[..., Finding]) -> None:
    """Where a path holds personal data, what is shown instead leads nowhere."""
    found = make_finding("r", "knowledge:##.md", "abc", at=Locator(2, 3))
    paged = make_finding("r", "knowledge:##.md", "abc", at=Locator(2, 3, "page 1"))
    place = FieldPlace("a/5550100.md", exact=True, shown="a/##.md")
    one = Reviewed("a", places={"knowledge:##.md": place})
    assert place_of(one, found) == FilePlace("a/##.md", 2, 3, is_file=False)
    assert place_of(one, paged) == FilePlace(
        "a/##.md", 1, within="knowledge:##.md page 1, 2:3", is_file=False
    )
    assert str(place_of(one, found)) == "a/##.md:2:3"
