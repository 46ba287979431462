"""Findings put together by place, and where each place is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gptreview.model.finding import Category, Confidence, Finding, Severity
from gptreview.model.listing import FieldPart, FieldPlace
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.segment import Locator
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_groups import by_field, gravest, spans
from gptreview.render.review_labels import LABELS, Labels
from gptreview.render.review_place import FilePlace, place_of

Make = Callable[..., Finding]
LOW = (Category.FRAUD, Severity.LOW, Confidence.LOW)


def test_rules_on_one_span_are_one_entry_worst_first(make_finding: Make) -> None:
    """Several rules on the same span are put together once each, whatever their order."""
    mild = JudgedFinding(make_finding("b-mild", "name", "abc", kind=LOW), Meaning.NOTE)
    bad = JudgedFinding(make_finding("a-bad", "name", "abc"), Meaning.FAIL)
    other = JudgedFinding(make_finding("a-bad", "name", "abcd"), Meaning.FAIL)
    grouped = spans([mild, bad, other, mild])
    assert [span.findings for span in grouped] == [(bad, mild), (other,)]
    assert grouped[0].worst == bad


def test_fields_keep_the_order_of_their_worst_findings(make_finding: Make) -> None:
    """The field of the first finding comes first; inside a field places go from its start."""
    late = JudgedFinding(make_finding("r", "instructions", "x", start=90), Meaning.FAIL)
    name = JudgedFinding(make_finding("s", "name", "x"), Meaning.FAIL)
    early = JudgedFinding(make_finding("t", "instructions", "x", start=5), Meaning.NOTE)
    grouped = by_field([late, name, early], most=3)
    assert [(field, [span.worst for span in found]) for field, found in grouped] == [
        ("instructions", [early, late]),
        ("name", [name]),
    ]


def test_same_rules_are_counted_field_by_field(make_finding: Make) -> None:
    """Beyond the most that is asked for, places of the same rules in a field are only counted."""
    found = [
        JudgedFinding(make_finding("r", field, "x", start=at), Meaning.FAIL)
        for field in ("name", "starters")
        for at in range(4)
    ]
    cut = {field: [span.more for span in kept] for field, kept in by_field(found, most=2)}
    assert cut == {"name": [0, 2], "starters": [0, 2]}
    whole = {field: [span.more for span in kept] for field, kept in by_field(found, most=None)}
    assert whole == {"name": [0] * 4, "starters": [0] * 4}


_JOINED = FieldPlace(
    "a.md",
    parts=(
        FieldPart(1, FieldPlace("a.md", exact=True)),
        FieldPart(4, FieldPlace("b.md")),
        FieldPart(6, FieldPlace("b.md", exact=True)),
    ),
)


@pytest.mark.parametrize(
    ("known", "at", "text", "expected"),
    [
        (None, Locator(2, 3), "x", FilePlace("here", within="name 2:3", is_file=False)),
        (FieldPlace("a.md", 10, exact=True), Locator(2, 3), "x", FilePlace("a.md", 11, 3)),
        (FieldPlace("a.md", 10), Locator(2, 3), "x", FilePlace("a.md", 10, within="name 2:3")),
        (
            FieldPlace("a.pdf", exact=True),
            Locator(2, 3, "page 4"),
            "x",
            FilePlace("a.pdf", 1, within="name page 4, 2:3"),
        ),
        (FieldPlace("a.yaml", 4), Locator(1, 1), "", FilePlace("a.yaml", 4, within="name")),
        (
            FieldPlace("a.html", exact=True),
            Locator(2, 3, "attribute alt", in_file=True),
            "x",
            FilePlace("a.html", 2, 3, "name attribute alt, 2:3"),
        ),
        (_JOINED, Locator(1, 3), "x", FilePlace("a.md", 1, 3)),
        (_JOINED, Locator(4, 3), "x", FilePlace("b.md", 1, within="name 4:3")),
        (_JOINED, Locator(9, 3), "x", FilePlace("b.md", 4, 3)),
    ],
)
def test_place_is_as_exact_as_it_is_known(
    known: FieldPlace | None, at: Locator, text: str, expected: FilePlace, make_finding: Make
) -> None:
    """A file's own line and column where the field is the file's text, else words for the rest."""
    places = {} if known is None else {"name": known}
    found = make_finding("r", "name", text, at=at)
    assert place_of(Reviewed("here", places=places), found) == expected


def test_every_label_has_the_same_values_in_both_languages() -> None:
    """Each label is there in English and Chinese, and nothing but a plural is lost in Chinese."""
    for key, wording in LABELS.items():
        values = dict.fromkeys(
            ("n", "s", "name", "read", "total", "gaps", "parts", "date", "how", "verb", "counts",
             "status", "owner", "expires", "reason", "generator", "text",
             "operation", "sends", "host", "asks"),
            "#",
        )  # fmt: skip
        en, zh = wording.en.format_map(values), wording.zh.format_map(values)
        plurals = wording.en.count("{s}") + wording.en.count("{verb}")
        assert en.count("#") - plurals == zh.count("#"), key
        assert en, zh


def test_label_counts_in_its_language() -> None:
    """English adds a plural where it needs one; thousands are marked in both."""
    assert [Labels("en")("parts", number) for number in (1, 2, 1_000)] == [
        "1 part", "2 parts", "1,000 parts",
    ]  # fmt: skip
    assert Labels("zh")("parts", 1_000) == "1,000 个部分"


def test_disguise_without_words_keeps_its_name() -> None:
    """A disguise that the labels do not know yet is shown by its own name."""
    assert Labels("en").disguises(("zero-width", "new")) == "zero-width characters, new"
    assert Labels("zh").disguises(("zero-width", "new")) == "零宽字符，new"


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (ReviewSummary(passed=9, review=1, failed=1, unparsed=1, unreachable=1), "fail"),
        (ReviewSummary(passed=9, review=1, failed=0, unparsed=1, unreachable=0), "error"),
        (ReviewSummary(passed=9, review=1, failed=0, unparsed=0, unreachable=1), "error"),
        (ReviewSummary(passed=9, review=1, failed=0, unparsed=0, unreachable=0), "review"),
        (ReviewSummary(passed=9, review=0, failed=0, unparsed=0, unreachable=0), "pass"),
    ],
)
def test_a_run_is_headed_by_its_gravest_outcome(summary: ReviewSummary, expected: str) -> None:
    """A listing that fails outweighs those that could not be read."""
    assert gravest(summary) == expected
