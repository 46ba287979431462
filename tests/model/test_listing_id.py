"""A listing is called by its own identifier, else by its source."""

from __future__ import annotations

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing


def test_a_listing_is_known_by_its_identifier() -> None:
    """The store's name for it comes before the place it was read from."""
    assert Listing(Gpt("Trip planner", id="g-1"), "listings.jsonl:12").id == "g-1"


def test_a_listing_without_identifier_is_known_by_its_source() -> None:
    """What the user typed still leads to it."""
    assert Listing(Gpt("Trip planner"), "listings.jsonl:12").id == "listings.jsonl:12"
