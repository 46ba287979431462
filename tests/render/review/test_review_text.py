"""The text for a terminal: what is grouped, cut, coloured and linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Finding
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.verdict import JudgedFinding, Outcome, Reviewed
from gptreview.render.review_summary_text import review_ending
from gptreview.render.review_text import review_text

Many = Callable[[int], tuple[Reviewed, ...]]


def test_colours_only_wrap_the_text(reviewed: tuple[Reviewed, ...], summary: ReviewSummary) -> None:
    """With colours the text is the same between the escape sequences."""
    for verbose in (False, True):
        colored = review_text(reviewed, summary, color=True, verbose=verbose)
        assert "\x1b[31;1mfail[fraud-advance-fee]\x1b[0m" in colored
        plain = review_text(reviewed, summary, color=False, verbose=verbose)
        assert re.sub(r"\x1b\[[\d;]+m", "", colored) == plain
        assert "\x1b" not in plain


def test_links_lead_to_files_only(reviewed: tuple[Reviewed, ...], summary: ReviewSummary) -> None:
    """Paths of files become hyperlinks where asked for; what is no file stays text."""
    text = review_text(reviewed, summary, color=False, links=True)
    file = Path("examples/prize-desk/instructions.md")
    shown = f"{file}:5:1"
    assert f"\x1b]8;;{file.absolute().as_uri()}\x1b\\{shown}\x1b]8;;\x1b\\: fail[" in text
    assert "\nexamples/prize-desk: review[publishing-privacy-url]" in text
    assert re.sub(r"\x1b\]8;;.*?\x1b\\", "", text) == review_text(reviewed, summary, color=False)


@pytest.mark.parametrize(
    ("counts", "en", "zh"),
    [
        (
            (5, 1, 2, 0, 0),
            "2 failed, 1 to review, 5 passed of 8 listings; exit status 1",
            "2 个不通过，1 个待复核，5 个通过，共 8 个；退出状态 1",
        ),
        (
            (1, 0, 0, 0, 0),
            "1 passed of 1 listing; exit status 0",
            "1 个通过，共 1 个；退出状态 0",
        ),
        (
            (1_000, 1, 0, 0, 0),
            "1 to review, 1,000 passed of 1,001 listings; exit status 3",
            "1 个待复核，1,000 个通过，共 1,001 个；退出状态 3",
        ),
        (
            (0, 0, 1, 1, 1),
            "1 out of reach, 1 unreadable, 1 failed, 0 passed of 3 listings; exit status 4",
            "1 个无法获取，1 个无法读取，1 个不通过，0 个通过，共 3 个；退出状态 4",
        ),
    ],
)
def test_last_line_agrees_with_the_exit_status(
    counts: tuple[int, int, int, int, int], en: str, zh: str
) -> None:
    """The listings are counted by outcome and the exit status is the program's own."""
    summary = ReviewSummary(*counts)
    assert (review_ending(summary), review_ending(summary, language="zh")) == (en, zh)
    assert review_text([], summary, color=False) == f"{en}\n"


def test_of_many_listings_those_that_pass_are_counted_only(many: Many) -> None:
    """Of more than 20 listings only those that do not pass are shown; of 20 all are."""
    for number, shown in ((20, 20), (21, 3)):
        listings = many(number)
        text = review_text(listings, summarize_reviews(listings), color=False)
        assert len(re.findall(r"^(?:PASS|FAIL) ", text, re.MULTILINE)) == shown
        assert text.endswith(f"passed of {number} listings; exit status 1\n")


def test_repeated_rule_is_shown_three_times(
    reviewed: tuple[Reviewed, ...], summary: ReviewSummary
) -> None:
    """Of twelve places of one rule in one field three are shown and nine counted."""
    text = review_text(reviewed[:1], summary, color=False)
    assert text.count("note[pii-email]") == 3
    assert text.count("and 9 more in this field (--format json lists them)") == 1
    assert review_text(reviewed[:1], summary, color=False, verbose=True).count("[pii-email]") == 12


def test_listing_without_verdict_and_reason_is_not_silent() -> None:
    """A listing with neither verdict nor error still says that it was not reviewed."""
    text = review_text([Reviewed("a")], ReviewSummary(0, 0, 0, 0, 0), color=False)
    assert text.startswith("a: cannot be reviewed\n\n")


def _one(finding: Finding, reviewed: tuple[Reviewed, ...]) -> str:
    """The second listing's text with this finding alone in it."""
    verdict = reviewed[1].verdict
    assert verdict is not None
    judged = JudgedFinding(finding, Meaning.FAIL)
    changed = replace(verdict, outcome=Outcome.FAIL, findings=(judged,))
    one = (replace(reviewed[1], verdict=changed),)
    return review_text(one, summarize_reviews(one), color=False)


@pytest.mark.parametrize(
    ("text", "around", "evidence", "carets"),
    [
        ("a", ("", ""), "a", "^"),
        ("", ("x = ", " + 1"), "x =  + 1", "    ^"),
        ("投资", ("内部", "群"), "内部投资群", "    ^^^^"),
        ("e\u0301t", ("", ""), "e\u0301t", "^^"),
        ("x", ("a" * 80, "b" * 80), "…" + "a" * 44 + "x" + "b" * 45 + "…", " " * 45 + "^"),
        ("x", ("中" * 40, ""), "中" * 40 + "x", " " * 80 + "^"),
        ("x" * 400, ("ab", "c"), "ab" + "x" * 43 + "…" + "x" * 19 + "c", "  " + "^" * 63),
        ("\x07\u202e", ("\t", ""), r"\x07\u202e", "^" * 10),
    ],
)
def test_carets_stand_under_the_evidence(
    text: str,
    around: tuple[str, str],
    evidence: str,
    carets: str,
    make_finding: Callable[..., Finding],
    reviewed: tuple[Reviewed, ...],
) -> None:
    """Carets are as wide as the evidence on a terminal, and a long line is cut around it."""
    shown = _one(make_finding("rule", "name", text, around=around), reviewed).split("\n")
    assert shown[2:4] == [f"    | {evidence}", f"    | {carets}"]


def test_long_decoded_text_is_cut(
    make_finding: Callable[..., Finding], reviewed: tuple[Reviewed, ...]
) -> None:
    """What a disguise says is shown from its beginning, as far as a reader needs it."""
    finding = make_finding("rule", "name", "x", decoded=("y" * 5_000, ()))
    assert f"    says:    {'y' * 239}… (other forms of letters)\n" in _one(finding, reviewed)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("gpts/a/gpt.yaml: line 6: /name", "gpt.yaml: line 6: /name"),
        ("gpts/a: /name", "/name"),
        ("gpts/a", ""),
    ],
)
def test_a_failure_is_placed_inside_its_source(where: str, shown: str) -> None:
    """The source is not said twice, a file in it is named without a slash before it."""
    failed = Reviewed("gpts/a", error=InputError("a number", where=where))
    text = review_text([failed], summarize_reviews([failed]), color=False)
    place = f"{shown}: " if shown else ""
    assert text.startswith(f"gpts/a: cannot be reviewed: {place}a number\n")


def test_what_is_set_aside_is_hinted_at_or_listed(reviewed: tuple[Reviewed, ...]) -> None:
    """The reasons count what is known or waived; without --verbose a line says how to see it."""
    one = (reviewed[0],)
    brief, whole = (
        review_text(one, summarize_reviews(one), color=False, verbose=verbose)
        for verbose in (False, True)
    )
    assert "\n    -v lists what is set aside\n" in brief
    assert "fraud-bonus" not in brief
    assert "set aside" not in whole
    assert "known[fraud-bonus]" in whole
    assert "waived[fraud-prize]" in whole


def test_consent_sheet_is_told_when_asked(reviewed: tuple[Reviewed, ...]) -> None:
    """Where data goes is said with --verbose, of listings that send any."""
    text = review_text(reviewed[:2], summarize_reviews(reviewed[:2]), color=False, verbose=True)
    assert text.count("    data:    ") == 4
    assert (
        "    data:    POST /mail sends nothing to no host named (owner unknown); "
        "asks the user first: yes\n"
        "    data:    Chats may be used to improve models: yes\n"
    ) in text


def test_many_that_pass_are_listed_when_asked(many: Many) -> None:
    """With --verbose every listing has its line, however many there are."""
    listings = many(30)
    summary = summarize_reviews(listings)
    assert "PASS" not in review_text(listings, summary, color=False)
    assert review_text(listings, summary, color=False, verbose=True).count("\nPASS ") == 27


@pytest.mark.parametrize(
    ("encoding", "line", "carets"),
    [
        ("utf-8", "…before 薇信 and after…", "^^^^"),
        ("ascii", "...before \\u8587\\u4fe1 and after...", "^" * 12),
        ("gbk", "…before 薇信 and after…", "^^^^"),
    ],
)
def test_carets_are_as_wide_as_what_is_written(
    encoding: str,
    line: str,
    carets: str,
    make_finding: Callable[..., Finding],
    reviewed: tuple[Reviewed, ...],
) -> None:
    """What the output cannot hold is written as escapes, and the carets stand under these."""
    found = make_finding("r", "name", "薇信", around=("…before ", " and after…"))
    assert reviewed[2].verdict is not None
    verdict = replace(reviewed[2].verdict, findings=(JudgedFinding(found, Meaning.FAIL),))
    one = (replace(reviewed[2], verdict=verdict),)
    text = review_text(one, summarize_reviews(one), color=False, encoding=encoding)
    indent = " " * (line.index("before") + 7)
    assert f"    | {line}\n    | {indent}{carets}\n" in text


@pytest.mark.parametrize(
    ("excerpt", "decoded", "told"),
    [
        ("\uff56\uff49\uff50", "vip", "    says:    vip (full-width letters)\n"),
        ("\u85b7\u4fe1", "\u8587\u4fe1", "    says:    \u8587\u4fe1 (other forms of letters)\n"),
        ("137****6543", "137****6543", ""),
    ],
)
def test_other_letters_are_named(
    excerpt: str,
    decoded: str,
    told: str,
    make_finding: Callable[..., Finding],
    reviewed: tuple[Reviewed, ...],
) -> None:
    """What no disguise was undone in says why it reads otherwise; a mask is not said twice."""
    text = _one(make_finding("r", "name", excerpt, decoded=(decoded, ())), reviewed)
    assert told in text
    assert ("says:" in text) is bool(told)
