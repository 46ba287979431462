"""Markdown that fits into a comment and in which no stranger's text does anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Finding
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.verdict import JudgedFinding, Outcome, Reviewed
from gptreview.render.review_markdown import MOST_CHARACTERS, review_markdown

Many = Callable[[int], tuple[Reviewed, ...]]


def test_many_listings_fit_into_a_comment(many: Many) -> None:
    """What does not fit is counted: first the listings that pass, then the last of the others."""
    listings = many(859)
    text = review_markdown(listings, summarize_reviews(listings))
    assert len(text) <= MOST_CHARACTERS + 200
    shown = text.count("\n### ❌ Fail: ")
    assert 10 < shown < 86
    assert text.endswith(
        f"\n\n{86 - shown} more listings: see the JSON report."
        "\n\n773 listings passed and are not listed.\n"
    )


def test_one_pass_of_many_is_counted_in_the_singular(
    many: Many, reviewed: tuple[Reviewed, ...]
) -> None:
    """One listing that passes among many that do not is counted as one."""
    listings = (*many(1) * 20, reviewed[2])
    text = review_markdown(listings, summarize_reviews(listings))
    assert text.endswith("\n\n1 listing passed and is not listed.\n")


def test_nothing_to_list_leaves_no_table() -> None:
    """A run without listings has a heading and its ending, and no empty table."""
    text = review_markdown([], ReviewSummary(0, 0, 0, 0, 0))
    assert text == "## gptreview: ✅ Pass\n\n0 passed of 0 listings; exit status 0\n"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("a|b`c", "<code>a&#124;b&#96;c</code>"),
        ("@team #1 www.example.com", "<code>&#64;team &#35;1 www&#46;example&#46;com</code>"),
        ("旅行 <img>", "<code>旅行 &#60;img&#62;</code>"),
        ("x\x1b\u202e", "<code>x&#92;x1b&#92;u202e</code>"),
    ],
)
def test_name_in_the_table_is_dead_text(name: str, cell: str) -> None:
    """Nothing in a name ends the table's cell, mentions anybody or becomes a link."""
    one = (Reviewed(name),)
    text = review_markdown(one, summarize_reviews(one))
    assert f"\n| {cell} | ⛔ Not reviewed |  |  |\n" in text
    assert text.endswith("\n\ncannot be reviewed\n")


def test_error_mentions_nobody() -> None:
    """What an error quotes is no mention, reference or link."""
    error = InputError("@team, #12, https://example.com, www.example.com <b>")
    one = (Reviewed("a", error=error),)
    text = review_markdown(one, summarize_reviews(one))
    assert text.endswith(
        "\n\n@<!-- -->team, #<!-- -->12, https:/<!-- -->/example.com, www.<!-- -->example.com "
        "\\<b>\n"
    )


def test_pass_with_notes_keeps_a_section(
    make_finding: Callable[..., Finding], reviewed: tuple[Reviewed, ...]
) -> None:
    """A listing that passes with a note shows it; evidence that is about nothing is left out."""
    verdict = reviewed[2].verdict
    assert verdict is not None
    note = JudgedFinding(make_finding("r", "name", ""), Meaning.NOTE)
    one = (replace(reviewed[2], verdict=replace(verdict, findings=(note,))),)
    assert verdict.outcome is Outcome.PASS
    text = review_markdown(one, summarize_reviews(one))
    assert "<details><summary>1 finding</summary>" in text
    assert "evidence" not in text


def test_consent_sheet_of_many_operations_is_cut(reviewed: tuple[Reviewed, ...]) -> None:
    """The first are in the table, the others are counted."""
    verdict = reviewed[0].verdict
    assert verdict is not None
    flows = verdict.data_flows[:1] * 33
    one = (replace(reviewed[0], verdict=replace(verdict, data_flows=flows, improve_models=None)),)
    text = review_markdown(one, summarize_reviews(one))
    assert text.count("api&#46;example&#46;com") == 30
    assert (
        "\n\n3 more operations: see the JSON report.\n\n"
        "Chats may be used to improve models: the listing does not say\n"
    ) in text
