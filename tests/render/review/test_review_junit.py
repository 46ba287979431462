"""JUnit XML that agrees with the exit status and that every parser takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring

from gptreview.errors import InputError
from gptreview.model.finding import Finding
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_junit import review_junit


def test_counts_add_up(reviewed: tuple[Reviewed, ...], summary: ReviewSummary) -> None:
    """The root counts what its suites count, and each suite what its cases are."""
    root = fromstring(review_junit(reviewed, summary))
    suites = root.findall("testsuite")
    for kind in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(kind)) == sum(int(suite.get(kind)) for suite in suites)
    assert [(suite.get("failures"), suite.get("errors")) for suite in suites] == [
        ("4", "2"), ("0", "1"), ("0", "0"), ("0", "1"), ("0", "1"),
    ]  # fmt: skip
    assert [len(suite.findall("testcase")) for suite in suites] == [11, 11, 11, 1, 1]


@pytest.mark.parametrize("index", range(5))
def test_suite_is_green_where_the_review_passes(index: int, reviewed: tuple[Reviewed, ...]) -> None:
    """A listing's suite has a failure or an error exactly where the exit status is not 0."""
    one = reviewed[index : index + 1]
    summary = summarize_reviews(one)
    root = fromstring(review_junit(one, summary))
    green = (root.get("failures"), root.get("errors")) == ("0", "0")
    assert green == (summary.exit_status == 0)


def test_what_xml_cannot_hold_is_spelled_out() -> None:
    """Controls, lone surrogates and non-characters are shown as escapes."""
    error = InputError("bad \x00 \x1b \ud800 \ufffe \U0001f600 <&>")
    one = (Reviewed("a\x0bb", error=error),)
    text = review_junit(one, summarize_reviews(one))
    text.encode()
    case = fromstring(text).find("testsuite/testcase")
    assert case.get("classname") == "a\\x0bb"
    shown = "bad \\x00 \\x1b \\ud800 \\ufffe \U0001f600 <&>"
    assert case.find("error").get("message") == shown
    assert case.find("error").text == f"\n{shown}\n"


def test_thousands_of_findings_do_not_swell_the_report(
    make_finding: Callable[..., Finding], reviewed: tuple[Reviewed, ...]
) -> None:
    """A case tells 200 findings and counts the others."""
    verdict = reviewed[2].verdict
    assert verdict is not None
    found = JudgedFinding(make_finding("r", "name", "x"), Meaning.REVIEW)
    one = (replace(reviewed[2], verdict=replace(verdict, findings=(found,) * 1_500)),)
    root = fromstring(review_junit(one, summarize_reviews(one)))
    failure = root.find("testsuite/testcase/failure")
    assert (failure.get("type"), failure.get("message")) == (
        "review",
        "Asks for a payment up front to release a larger sum. (and 1,499 more findings)",
    )
    lines = failure.text.strip().split("\n")
    assert (len(lines), lines[-1]) == (201, "… and 1,300 more")
