"""Which listing of an earlier review is the one at hand."""

from __future__ import annotations

import pytest

from gptreview.decide.known_listings import Baseline, KnownListing

ONE, TWO = frozenset({"sha256:1"}), frozenset({"sha256:2"})
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("les", "les"),
        ("les", "t2/les"),
        ("les", "./t2/../t3/les/"),
        ("t2/les", "les"),
        ("../t2/les", "/srv/t2/les"),
        ("t2\\les", "t2/les"),
        ("lines.jsonl:3", "in/lines.jsonl:3"),
    ],
)
def test_a_path_is_known_from_any_folder(then: str, now: str) -> None:
    """One path is the end of the other, whatever else changed; and no evidence is made up."""
    baseline = Baseline([KnownListing(then, "sha256:then", ONE)])
    assert baseline.known(now, "sha256:now") == ONE
    assert Baseline().known(now, "sha256:now") == NOTHING


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (["a/les"], "b/les"),
        (["a/les", "b/les"], "les"),
        (["les", "a/les"], "x/a/les"),
        (["les"], "les2"),
        (["."], ".."),
        (["les"], "x/" * 64 + "les"),
        (["x/" * 64 + "les"], "les"),
    ],
)
def test_a_path_that_could_be_another_is_not_known(then: list[str], now: str) -> None:
    """What differs, what several could be, and what leads nowhere hides nothing."""
    baseline = Baseline(KnownListing(each, "", ONE) for each in then)
    assert baseline.known(now, "sha256:now") == NOTHING


def test_unchanged_content_is_known_anywhere() -> None:
    """By its digest; what is known of the path comes on top."""
    baseline = Baseline([KnownListing("a", "sha256:a", ONE), KnownListing("b", "sha256:b", TWO)])
    assert baseline.known("moved", "sha256:a") == ONE
    assert baseline.known("b", "sha256:a") == ONE | TWO


def test_an_identifier_stands_for_itself() -> None:
    """Another GPT with the same content, or with a path that looks like it, is news."""
    baseline = Baseline([KnownListing("g-1", "sha256:a", ONE), KnownListing("x/g-2", "", TWO)])
    assert baseline.known("g-1") == ONE
    assert baseline.known("g-2") == NOTHING
