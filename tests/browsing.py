"""Real people's browsers: Chromium windows that note whatever a page of ours must never do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

PASSWORD: Final = "correct pony staple lantern"  # noqa: S105 - of accounts that live for one test
SECONDS: Final = 120.0
"""Within which whatever is done beside the requests is done, on a machine with much else to do."""
_ARGUMENTS: Final = ("--no-sandbox", "--disable-background-networking")
_MARKED: Final = "[data-injected]"
"""An element that only markup of a visitor's own could make."""
INJECTION: Final = (
    '"><b data-injected>bold</b><script>alert(1)</script><img src=x onerror=alert(2)>'
)
"""A text that becomes such an element, and asks for a dialog, wherever it is not shown as text."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once a module: while Playwright runs, its thread can run no other event loop."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium is installed: `make chromium` installs Debian's")
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield opened
        opened.close()


@dataclass
class Window:
    """One person's browser: a page, and what it did that no page of ours does."""

    browser: Browser
    base: str
    """Address of the server, without a slash at its end."""
    options: dict[str, Any] = field(default_factory=dict)
    """Of the browser's context: `java_script_enabled`, `locale`, `color_scheme`."""
    wrongs: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """What its own questions said; each was answered with yes."""
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        fixed = {"locale": "en", "viewport": {"width": 1280, "height": 900}}
        context = self.browser.new_context(base_url=self.base, **fixed | self.options)
        context.set_default_timeout(30_000)
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("dialog", self._opened)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.wrongs.append(f"script: {error}"))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:")):
            self.wrongs.append(f"request: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.wrongs.append(f"console: {message.text}")

    def _opened(self, dialog: Dialog) -> None:
        if dialog.type == "confirm":
            self.asked.append(dialog.message)
            dialog.accept()
            return
        self.wrongs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        """Close it, and hold what it did against what pages may do."""
        self.page.context.close()
        assert self.wrongs == []

    @property
    def path(self) -> str:
        """Where it is."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def go(self, path: str) -> None:
        """Open a page, which is there and holds nobody's markup."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.unmarked()

    def unmarked(self) -> None:
        """No text of a visitor's has become an element of this page."""
        assert self.page.locator(_MARKED).count() == 0, self.path

    def press(self, name: str, *, within: str = "main") -> Response:
        """Press the button of that name, and wait for the page that answers."""
        button = self.page.locator(within).get_by_role("button", name=name, exact=True)
        return self.sent(button.click)

    def follow(self, name: str, *, within: str = "main") -> None:
        """Click on the first link of that name."""
        found = self.page.locator(within).get_by_role("link", name=name, exact=True)
        self.sent(found.first.click)

    def sent(self, do: Callable[[], object]) -> Response:
        """Do what brings another page; its answer."""
        with self.page.expect_navigation(wait_until="load") as answered:
            do()
        answer = answered.value
        assert answer is not None
        self.unmarked()
        return answer

    def fill(self, **values: str) -> None:
        """Write into fields, by their names."""
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def tick(self, name: str, value: str) -> None:
        """Tick the box or button with that value."""
        self.page.check(f'[name={name}][value="{value}"]')

    def wait_for(self, path: str, text: str) -> None:
        """Open a page again and again until it says something that is done beside the requests."""
        for _look in range(int(SECONDS / 0.25)):
            self.go(path)
            if text in self.text:
                return
            self.page.wait_for_timeout(250)
        pytest.fail(f"{path} does not say {text!r}: {self.text}")

    def sign_in(self, name: str, password: str) -> None:
        """Come in by name and password."""
        self.go("/sign-in")
        self.fill(name=name, password=password)
        self.press("Sign in")
        assert self.path != "/sign-in"

    def claim_next(self) -> None:
        """Take the next free case of the queue."""
        self.go("/queue")
        self.press("Next free case")
        assert "The case is yours" in self.page.inner_text(".flashes")

    def speak(self, language: str) -> None:
        """Choose a language at the foot of a page."""
        self.go("/")
        self.sent(lambda: self.page.click(f"[name=language][value={language}]"))
        assert (self.page.get_attribute("html", "lang") or "").startswith(language)
