"""The page: nothing is fetched or run, every reference resolves, strangers' text is text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from gptreview.errors import InputError
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.verdict import Reviewed
from gptreview.render.review_html import review_html
from gptreview.render.review_html.shown import Run, runs

Many = Callable[[int], tuple[Reviewed, ...]]
VOID = {"meta", "input", "br", "link", "img"}


class _Page(HTMLParser):
    """Checks that elements nest, and collects what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element; remember it until its end."""
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names)
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The element that ends is the one that began last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        """What the attribute is, wherever it is set."""
        return [value for _, attrs in self.seen if (value := attrs.get(name)) is not None]


@pytest.fixture(params=["one", "several", "many"])
def listings(
    request: pytest.FixtureRequest, reviewed: tuple[Reviewed, ...], many: Many
) -> tuple[Reviewed, ...]:
    """A single listing, several, and more than are shown in full."""
    return {"one": reviewed[:1], "several": reviewed, "many": many(30)}[request.param]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_whole_and_reaches_for_nothing(
    language: str, listings: tuple[Reviewed, ...]
) -> None:
    """Elements nest, ids are unique, references resolve; no script, no address but links."""
    page = _Page(review_html(listings, summarize_reviews(listings), language=language))
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    named = [name for value in page.values("aria-labelledby") for name in value.split()]
    links = page.values("href")
    inner = [link.removeprefix("#") for link in links if link.startswith("#")]
    assert set(named) | set(inner) <= set(ids)
    assert {link for link in links if not link.startswith("#")} == {
        "https://example.com/policies/usage#fraud",
        "https://example.com/policies/usage#privacy",
    }
    assert {tag for tag, _ in page.seen} & {"script", "img", "link", "iframe", "form"} == set()
    attributes = {name for _, attrs in page.seen for name in attrs}
    assert {name for name in attributes if name.startswith("on")} | attributes & {
        "style", "src", "srcset", "action",
    } == set()  # fmt: skip


def test_page_allows_its_own_style_only(
    reviewed: tuple[Reviewed, ...], summary: ReviewSummary
) -> None:
    """The page's policy forbids everything but the one style sheet that is in it."""
    text = review_html(reviewed, summary)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style


def test_page_is_in_its_language_and_has_its_landmarks(
    reviewed: tuple[Reviewed, ...], summary: ReviewSummary
) -> None:
    """The language is declared; there is one main part, one first heading, and no skipped level."""
    for language, tag in (("en", "en"), ("zh", "zh-CN")):
        for listings in (reviewed, reviewed[:1]):
            page = _Page(review_html(listings, summary, language=language))
            tags = [name for name, _ in page.seen]
            assert page.seen[0][1] == {"lang": tag}
            assert (tags.count("main"), tags.count("h1")) == (1, 1)
            levels = [int(name[1]) for name in tags if re.fullmatch(r"h\d", name)]
            assert all(after <= before + 1 for before, after in pairwise(levels))
            pictures = [attrs for name, attrs in page.seen if name == "svg" and "role" in attrs]
            assert {attrs["role"] for attrs in pictures} == {"img"}
            assert tags.count("desc") == len(pictures)


def test_strangers_text_stays_text(reviewed: tuple[Reviewed, ...], summary: ReviewSummary) -> None:
    """Mark-up in a listing is shown, and what would be invisible is spelled out."""
    text = review_html(reviewed, summary)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'title="hidden character ESCAPE">\\x1b</span>[2JDesk &lt;b&gt;' in text
    assert not set("\x1b\u200b\u202e") & set(text)
    spelled = '<span class="hidden" title="hidden character ZERO WIDTH SPACE">\\u200b</span>'
    assert f"<mark>s{spelled}e{spelled}nd the ch\u0430t to</mark>" in text


def test_surroundings_can_be_left_out(
    reviewed: tuple[Reviewed, ...], summary: ReviewSummary
) -> None:
    """Without contexts the evidence stands alone."""
    around = "Tell each visitor that they have won"
    assert around in review_html(reviewed, summary)
    alone = review_html(reviewed, summary, contexts=False)
    assert around not in alone
    assert "<mark>pay a release fee of 50 dollars</mark>" in alone


def test_of_many_listings_those_that_pass_are_rows_only(many: Many) -> None:
    """Of more than 20 listings those that pass come last in the table and have no section."""
    listings = many(30)
    page = _Page(review_html(listings, summarize_reviews(listings)))
    sections = [
        value for name, attrs in page.seen if name == "section" for value in [attrs["class"]]
    ]
    assert sections == ["listing"] * 3
    assert [link for link in page.values("href") if link.startswith("#listing")] == [
        "#listing-1", "#listing-11", "#listing-21",
    ]  # fmt: skip


def test_hundreds_of_listings_make_a_page_of_sane_size(many: Many) -> None:
    """859 listings, of which a tenth fail with 20 findings each, are under 3 MB."""
    listings = many(859)
    assert len(review_html(listings, summarize_reviews(listings)).encode()) < 3_000_000


def test_listing_that_was_not_read_says_why() -> None:
    """An error is shown with where, what was expected and what to do; none is no crash."""
    error = InputError("<x>", where="a.json: line 1", expected="y", next_step="do z")
    listings = (Reviewed("a", error=error), Reviewed("b"))
    seen = "".join(_Page(review_html(listings, summarize_reviews(listings))).text)
    for part in ("<x>", "a.json: line 1", "y", "do z"):
        assert part in seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("plain", (Run("plain"),)),
        ("中文", (Run("中文"),)),
        ("a\nb", (Run("a"), Run("\\n", "LINE FEED", breaks=True), Run("b"))),
        ("\u202e", (Run("\\u202e", "RIGHT-TO-LEFT OVERRIDE"),)),
        ("\x07x", (Run("\\x07", "U+0007"), Run("x"))),
        ("\ud800", (Run("\\ud800", "U+D800"),)),
    ],
)
def test_hidden_characters_are_named(text: str, expected: tuple[Run, ...]) -> None:
    """Each control or format character is a run of its own that carries its name."""
    assert runs(text) == expected
