"""What every page looks like to programs: well formed, labelled, in order, and harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from typing import Final

import pytest

from gptreview.model.account import Role
from tests.web.look_frame import ROUTES, rendered
from tests.web.look_samples import samples

_EVIL: Final = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
_VOID: Final = frozenset({"meta", "link", "input", "img", "br"})
_OPTIONAL: Final = {"circle", "path", "rect", "use"}
_NAMES: Final = tuple(samples())
_HEADING: Final = re.compile("h[1-6]")


class Page(HTMLParser):
    """The elements of a page, and what is wrong with how they nest.

    Args:
        text: Of the page.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it, and expect its end."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> says something twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only shapes end in themselves."""
        if tag not in _OPTIONAL:
            self.wrong.append(f"<{tag}/>")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Expect the last one that began."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def all(self, *tags: str) -> list[Mapping[str, str]]:
        """Attributes of each element with one of these names."""
        return [attributes for tag, attributes in self.elements if tag in tags]


@cache
def _page(name: str, evil: str = "", language: str = "en") -> Page:
    template, role, context = samples(evil)[name]
    return Page(rendered(template, context, role=role, language=language))


@pytest.mark.parametrize("name", _NAMES)
def test_tags_nest(name: str) -> None:
    """Every element that begins ends where it should, and no attribute is given twice."""
    page = _page(name)
    assert (page.wrong, page.open) == ([], [])


@pytest.mark.parametrize("name", _NAMES)
def test_nothing_inline_runs(name: str) -> None:
    """No page has a script or a style of its own, in an element or in an attribute."""
    page = _page(name, _EVIL)
    scripts = [each for each in page.all("script") if "src" not in each]
    attributes = {key for _, each in page.elements for key in each}
    targets = [each.get("href", "") for each in page.all("a")]
    assert (scripts, page.all("style", "object", "iframe", "base")) == ([], [])
    assert {each for each in attributes if each.startswith("on") or each == "style"} == set()
    assert [each for each in targets if each.lower().startswith("javascript:")] == []


@pytest.mark.parametrize("name", _NAMES)
def test_hostile_texts_are_texts(name: str) -> None:
    """What somebody else wrote adds no element to a page, and no expression is worked out."""
    calm, hostile = _page(name, "x"), _page(name, _EVIL)
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in calm.elements]
    assert hostile.wrong == []
    assert "<script>alert" not in hostile.text


def test_hostile_texts_are_shown() -> None:
    """The texts that the tests above are about do come up on every kind of page."""
    shown = {name for name in _NAMES if "&lt;script&gt;alert(1)" in _page(name, _EVIL).text}
    silent = {"error-401", "error-403", "error-404", "error-421", "error-429", "error-500"}
    silent |= {"listing-none", "listings-empty", "listings-later", "report-none", "status-received"}
    silent |= {"status-in_review", "status-not_actioned", "status-appealed"}
    silent |= {"account-first_admin", "account-sign_up", "bulk-nothing"}
    silent |= {"home-empty", "notices-none"}
    silent |= {"own-listings-empty", "domain-remove", "administration", "reporters", "bad-faith"}
    silent |= {"waivers-empty", "exports", "statements-none"}
    assert set(_NAMES) - shown == silent & set(_NAMES)


@pytest.mark.parametrize("name", _NAMES)
def test_fields_have_labels(name: str) -> None:
    """Every field that somebody fills in has a label or a name that is read out."""
    page = _page(name)
    labelled = {each["for"] for each in page.all("label") if "for" in each}
    fields = [
        each
        for each in page.all("input", "select", "textarea")
        if each.get("type") not in ("hidden", "submit")
    ]
    nameless = [
        each
        for each in fields
        if each.get("id") not in labelled
        and "aria-label" not in each
        and "data-check-all" not in each  # stands inside its label
    ]
    assert nameless == []


@pytest.mark.parametrize("name", _NAMES)
def test_ids_are_unique_and_found(name: str) -> None:
    """No two elements share an id, and whatever is referred to is on the page."""
    page = _page(name)
    ids = [each["id"] for _, each in page.elements if "id" in each]
    named = {
        part
        for _, each in page.elements
        for key in ("for", "aria-labelledby", "aria-describedby", "data-copy")
        for part in each.get(key, "").split()
    }
    anchors = {
        each["href"][1:] for each in page.all("a", "use") if each.get("href", "").startswith("#")
    }
    assert sorted(ids) == sorted(set(ids))
    assert (named | anchors) - set(ids) == set()


@pytest.mark.parametrize("name", _NAMES)
def test_headings_are_in_order(name: str) -> None:
    """A page has one heading of the first level, and none goes down by two."""
    levels = [int(tag[1]) for tag, _ in _page(name).elements if _HEADING.fullmatch(tag)]
    steps = [after - before for before, after in pairwise(levels)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [each for each in steps if each > 1] == []


@pytest.mark.parametrize("name", _NAMES)
def test_forms_are_guarded(name: str) -> None:
    """Every form that changes something sends the token, to a route that there is."""
    text = _page(name).text
    posts = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert [each for each in posts if 'name="csrf_token"' not in each] == []


@pytest.mark.parametrize("name", _NAMES)
def test_shortcuts_are_told(name: str) -> None:
    """Every shortcut says what it does, and no two of a page have the same keys."""
    keyed = [each for _, each in _page(name).elements if "data-key" in each]
    keys = [each["data-key"] for each in keyed if "data-veil" not in each]
    assert [each for each in keyed if not each.get("data-key-label")] == []
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en"), ("zh", "zh-Hans")], ids=["english", "chinese"]
)
def test_frame_says_its_language(language: str, tag: str) -> None:
    """A page says which language it is in, and marks it in the switch."""
    page = _page("listing-pass", "", language)
    pressed = [each["value"] for each in page.all("button") if each.get("aria-pressed") == "true"]
    assert (page.all("html")[0]["lang"], pressed) == (tag, [language])


def test_theme_is_the_browsers_unless_said() -> None:
    """A theme is on the page only where somebody chose one."""
    template, role, context = samples()["shortcuts"]
    themes = [
        Page(rendered(template, context, role=role, theme=each)).all("html")[0].get("data-theme")
        for each in ("", "dark", "light")
    ]
    assert themes == [None, "dark", "light"]


def test_every_icon_is_drawn() -> None:
    """The names that templates use are names of the sprite."""
    page = _page("case")
    drawn = {each["id"] for each in page.all("symbol")}
    used = {each["href"][1:] for name in _NAMES for each in _page(name).all("use")}
    assert used - drawn == set()


def test_every_template_has_a_sample() -> None:
    """No page's template is left out here; what pages are made of is used by them."""
    folder = files("gptreview.web") / "templates"
    mine = {"public", "reviewer", "account"}
    parts = {"reviewer/break", "reviewer/case_evidence", "reviewer/case_past", "reviewer/case_side"}
    shown = {template for template, _, _ in samples().values()}
    there = {
        f"{room}/{each.name.removesuffix('.html.jinja')}"
        for room in mine
        for each in (folder / room).iterdir()
        if f"{room}/{each.name.removesuffix('.html.jinja')}" in _OURS
    }
    assert there - parts == shown & there


_OURS: Final = {
    *(f"public/{each}" for each in ("listing", "listings", "report", "receipt", "status")),
    *("public/appeal", "public/transparency", "public/home"),
    *(f"account/{each}" for each in ("sign_in", "first_admin", "profile", "tokens", "notices")),
    *("reviewer/queue", "reviewer/case", "reviewer/shortcuts", "reviewer/bulk"),
    *("reviewer/bulk_decide", "reviewer/unmasked", "reviewer/reporter"),
}


def test_signed_in_visitors_are_named() -> None:
    """The frame says who is signed in and as what, or offers to sign in."""
    template, _, context = samples()["listing-pass"]
    seen = [
        (text.count("rowan"), text.count("/sign-out"), text.count("/sign-in"))
        for text in (rendered(template, context, role=role) for role in (Role.REPORTER, Role.ADMIN))
    ]
    assert seen == [(0, 0, 1), (1, 1, 0)]


def test_style_sheet_fetches_nothing() -> None:
    """The style sheet asks for no other file, and every token that it uses is defined."""
    text = (files("gptreview.web") / "static" / "gptreview.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", text))
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert re.findall(r"url\(|@import|@font-face", text) == []
    assert (used - defined, defined - used) == (set(), set())


def test_routes_are_used() -> None:
    """The routes that are written down for whoever makes them are those that pages link to."""
    texts = [_page(name).text for name in _NAMES]
    unused = [
        name
        for name, path in ROUTES.items()
        if not any(re.search(re.sub(r"\{\w+\}", r"[\\w.-]+", path), text) for text in texts)
    ]
    assert unused == []
