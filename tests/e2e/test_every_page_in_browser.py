"""Every page of the site, as the demonstration fills it: what axe says, and the keyboard alone."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from starlette.routing import Route

from gptreview.web.routes import ROUTERS
from tests.browsing import Window

pytestmark = pytest.mark.xdist_group("browser")

PEOPLE: Final = ("", "builder", "reviewer", "lead", "admin")
"""Who looks around, beginning with nobody: a page is shown as whoever comes to it first sees it."""
NO_PAGES: Final = {
    "health", "robots", "badge", "feed_json", "feed_atom", "statement", "transparency_json",
    "transparency_csv", "figures_json", "figures_csv", "examples_yaml", "examples_json",
}  # fmt: skip
"""Files, and answers to programs."""
ELSEWHERE: Final = {
    "receipt", "accept_invitation", "sign_up", "sign_in_oidc", "oidc_callback",
}  # fmt: skip
"""No link leads there: the story's tests go to the first two, and settings open the next three."""
SOME: Final = 12
"""Addresses of one page that are looked at, since not all of them have the same links."""
_LINKS: Final = re.compile('href="(/[^"#]*)')
_VISIBLE: Final = """() => {
  const all =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const group = each => each.type === "radio" ? `radio ${each.form?.action} ${each.name}` : null;
  const stops = new Map();
  for (const each of document.querySelectorAll(all)) {
    if (each.disabled || each.tabIndex < 0) continue;
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    const key = group(each) ?? each;
    if (!stops.has(key)) stops.set(key, each.outerHTML.slice(0, 120));
  }
  window.reached = new Set();
  window.faint = [];
  window.rounds = 0;
  let first = null;
  document.addEventListener("focusin", event => {
    const each = event.target;
    first ??= each;
    if (each === first) window.rounds += 1;
    window.reached.add(group(each) ?? each);
    const look = getComputedStyle(each);
    const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1.5;
    if (!ring && look.boxShadow === "none") window.faint.push(each.outerHTML.slice(0, 120));
  });
  window.stops = stops;
  return stops.size;
}"""
_MISSED: Final = """() => ({
  missed: [...window.stops].filter(([key]) => !window.reached.has(key)).map(([, shown]) => shown),
  faint: window.faint,
})"""


def _routes() -> dict[str, Route]:
    """All pages of the site by their names."""
    return {
        each.name: each
        for router in ROUTERS
        for each in router.routes
        if isinstance(each, Route) and "GET" in (each.methods or ()) and each.name not in NO_PAGES
    }


@pytest.fixture(scope="module")
def site(demonstration: Callable[..., Window]) -> dict[str, tuple[str, str]]:
    """An address of every page that links lead to, and who comes there first, by its name."""
    found: dict[str, tuple[str, str]] = {}
    owners = _fill(demonstration)
    for person in PEOPLE:
        first = [owners] if person == "lead" else []  # a form leads there, no link
        for name, path in _linked(demonstration(person), *first):
            found.setdefault(name, (path, person))
    return found


def _fill(demonstration: Callable[..., Window]) -> str:
    """Make one of each thing that the demonstration leaves to its visitors.

    Returns:
        Path of the page of the owners of a listing that has one.
    """
    demonstration("reviewer").claim_next()
    builder, lead, admin = map(demonstration, ("builder", "lead", "admin"))
    builder.go("/domains")
    builder.fill(domain="shop.example")
    builder.press("Go on")
    lead.go("/listings?query=Summit")
    lead.follow("Summit Capital Coach")
    lead.go(lead.path.replace("/listings", "/administration/owners"))
    lead.fill(account="builder")
    lead.press("Make them its owner")
    owners = lead.path
    lead.go("/administration/waivers/new")
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date().isoformat()
    lead.fill(listing="g-returns", rule="fraud-guaranteed-returns", owner="Trust", until=until)
    lead.fill(reason="Until the builder has answered.")
    lead.press("Keep the waiver")
    admin.go("/administration/webhooks")
    admin.fill(url="https://hooks.example/calls")
    admin.tick("kinds", "case.escalated")
    admin.press("Add the webhook")
    return owners


def _linked(window: Window, *first: str) -> Iterator[tuple[str, str]]:
    """Name and address of the pages that somebody can click to, some of each kind."""
    routes = _routes()
    seen: Counter[str] = Counter()
    known = ["/", *first]
    for path in known:
        bare = path.partition("?")[0]
        name = next((each for each, route in routes.items() if route.path_regex.match(bare)), "")
        seen[name] += 1
        if not name or seen[name] > SOME:
            continue
        answer = window.page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        yield name, path
        links = map(html.unescape, _LINKS.findall(answer.text()))
        known += [each for each in dict.fromkeys(links) if each not in known]


def test_links_lead_to_every_page(site: dict[str, tuple[str, str]]) -> None:
    """Whoever has a role comes to all of its pages by clicking; no page is forgotten here."""
    assert set(site) == set(_routes()) - ELSEWHERE


@pytest.mark.parametrize(
    "look",
    [("light", "en"), ("dark", "zh")],
    ids=["light-en", "dark-zh"],
)
def test_axe_finds_nothing_serious(
    site: dict[str, tuple[str, str]], demonstration: Callable[..., Window], look: tuple[str, str]
) -> None:
    """In both themes and both languages: contrast goes by the theme, names by the language."""
    axe = Axe()
    found = []
    for name, window in _visits(site, demonstration, *look):
        found += [
            (name, each["id"], [node["html"][:150] for node in each["nodes"][:3]])
            for each in axe.run(window.page).response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_keyboard_alone_reaches_everything(
    site: dict[str, tuple[str, str]], demonstration: Callable[..., Window]
) -> None:
    """Tab goes to whatever can be used, shows where it is, and comes round to the first again."""
    found = {}
    for name, window in _visits(site, demonstration):
        stops = window.page.evaluate(_VISIBLE)
        for _press in range(4 * stops + 20):  # a day has a stop for each of its parts
            window.page.keyboard.press("Tab")
            if window.page.evaluate("window.rounds > 1"):
                break
        wrong = window.page.evaluate(_MISSED)
        trap = not window.page.evaluate("window.rounds > 1")
        if trap or wrong["missed"] or wrong["faint"]:
            found[name] = {"trap": trap, **wrong}
    assert found == {}


def _visits(
    site: dict[str, tuple[str, str]],
    demonstration: Callable[..., Window],
    theme: str = "light",
    language: str = "en",
) -> Iterator[tuple[str, Window]]:
    """Each page, in the browser of whoever comes there first."""
    windows = {person: demonstration(person, color_scheme=theme) for person in PEOPLE}
    for each in windows.values():
        each.speak(language)
    for name, (path, person) in site.items():
        windows[person].go(path)
        yield name, windows[person]
