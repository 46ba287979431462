"""What the script adds to a page, in a real browser, and what axe says of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, sync_playwright

from tests.web.look_frame import rendered
from tests.web.look_samples import samples

_CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not _CHROMIUM.exists(), reason="no Chromium is installed")


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    """A page of a browser that reads files and asks nobody."""
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=arguments)
        yield browser.new_page()
        browser.close()


def _open(page: Page, folder: Path, name: str, theme: str = "light") -> None:
    template, role, context = samples()[name]
    text = rendered(template, context, role=role, theme=theme)
    with as_file(files("gptreview.web") / "static") as static:
        text = re.sub(r"/static/([a-z.]+)\?v=\w+", rf"{static.as_uri()}/\1", text)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
        page.goto((folder / f"{name}.html").as_uri())


def test_keys_go_through_the_queue(browser_page: Page, tmp_path: Path) -> None:
    """J goes down the cases, x selects one, ? tells all keys, and none of it works in a field."""
    _open(browser_page, tmp_path, "queue")
    for key in ("j", "j", "x", "?"):
        browser_page.keyboard.press(key)
    told = browser_page.locator("dialog dt").all_text_contents()
    browser_page.keyboard.press("Escape")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("x?j")
    assert told == [
        "Take the next free case",
        "Listing’s name",
        "Next page",
        "Show the keyboard shortcuts",
        "Next case of the list",
        "Previous case of the list",
        "Select the case",
    ]
    assert browser_page.locator("[name=case]:checked").input_value() == "42"
    assert browser_page.locator("dialog").count() == 0
    assert browser_page.input_value("#name") == "x?j"


def test_case_answers_to_hands(browser_page: Page, tmp_path: Path) -> None:
    """B lifts the veil, a text is counted while it is written, a choice asks for its day."""
    _open(browser_page, tmp_path, "case")
    veiled = browser_page.locator(".disturbing").count()
    lifted = browser_page.locator("[data-veil]:checked")
    assert (veiled, lifted.count()) == (2, 0)
    browser_page.keyboard.press("b")
    browser_page.keyboard.press("d")
    browser_page.keyboard.type("abc")
    browser_page.check("#action-5")
    assert lifted.count() == 2
    assert browser_page.inner_text("#facts-count") == "4,997 characters left"
    assert browser_page.is_visible("#change_by")


@pytest.mark.parametrize("theme", ["light", "dark"], ids=["light", "dark"])
@pytest.mark.parametrize(
    "name",
    ["listing-fail", "report-wrong", "profile-wrong", "tokens-made", "queue", "case-wrong"],
    ids=["listing", "report", "profile", "tokens", "queue", "case"],
)
def test_axe_finds_nothing(browser_page: Page, tmp_path: Path, name: str, theme: str) -> None:
    """The densest pages break no rule of axe in either theme."""
    _open(browser_page, tmp_path, name, theme)
    found = Axe().run(browser_page).response["violations"]
    assert [(each["id"], each["impact"]) for each in found] == []
