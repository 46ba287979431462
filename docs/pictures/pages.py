"""Photograph the pages of the web face: ``gptreview serve --demo`` in Chromium, light, dark and zh.

Run from the repository: ``python docs/pictures/pages.py``, or ``make pictures``; with the names of
looks it takes these alone. Without Chromium the pictures stay as they are, and it says so.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "web"
WIDTH = 1280
HEIGHT = 800
TALLER = 1800
"""Of pages that are read at length."""
COLORS = 256
"""Of a picture: with fewer, red turns brown."""
MOST = 120_000
"""Bytes of a picture, since all of them are in the repository."""
LOOKS = {
    "light": {"color_scheme": "light", "locale": "en-GB"},
    "dark": {"color_scheme": "dark", "locale": "en-GB"},
    "zh": {"color_scheme": "light", "locale": "zh-CN"},
}
"""How each page is photographed: what the browser asks for."""
LANGUAGES = {"light": "en", "dark": "en", "zh": "zh"}
"""What is chosen at the foot of the page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One page, and the way to it."""

    name: str
    path: str
    """Where it begins."""
    person: str = ""
    """Whose page it is; nobody's where it is empty."""
    link: str = ""
    """Part of the address of the link that is followed from there, the first one of it."""
    is_tall: bool = False


SCENES = (
    Scene("home", "/"),
    Scene("listings", "/listings"),
    Scene("listing", "/listings?outcome=fail", link="/listings/"),
    Scene("report", "/listings?outcome=pass", link="/listings/", is_tall=True),
    Scene("status", "/status"),
    Scene("transparency", "/transparency", is_tall=True),
    Scene("sign-in", "/sign-in"),
    Scene("shortcuts", "/shortcuts"),
    Scene("queue", "/queue", "reviewer"),
    Scene("case", "/queue?holder=me", "reviewer", "/cases/", is_tall=True),
    Scene("decided", "/queue?state=decided", "reviewer", "/cases/", is_tall=True),
    Scene("own-listings", "/own-listings", "builder"),
    Scene("own-listing", "/own-listings", "builder", "/own-listings/", is_tall=True),
    Scene("domains", "/domains", "builder"),
    Scene("notices", "/notices", "builder"),
    Scene("profile", "/profile", "reviewer", is_tall=True),
    Scene("tokens", "/profile/tokens", "reviewer"),
    Scene("administration", "/administration", "admin"),
    Scene("accounts", "/administration/accounts", "admin"),
    Scene("owners", "/administration/owners", "lead"),
    Scene("policies", "/administration/policies", "lead"),
    Scene("simulator", "/administration/policies/simulator", "lead"),
    Scene("waivers", "/administration/waivers", "lead"),
    Scene("precision", "/administration/precision", "lead"),
    Scene("examples", "/administration/examples", "lead"),
    Scene("reporters", "/administration/reporters", "lead"),
    Scene("webhooks", "/administration/webhooks", "admin"),
    Scene("audit", "/administration/audit", "lead"),
    Scene("exports", "/administration/exports", "lead"),
)


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """Address of a demonstration that ends with the block, and the password of its accounts."""
    command = [Path(sys.executable).with_name("gptreview"), "serve", "--demo", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None  # noqa: S101 - it was asked for
        said = ""
        for line in server.stderr:
            said += line
            if found := re.search("password (\\S+)", line):
                break
        else:
            raise SystemExit(said)
        base = re.search("http://[0-9.:]+", said)
        try:
            yield (base[0] if base else ""), found[1]
        finally:
            server.terminate()


def photograph(page: Page, scene: Scene, look: str) -> int:
    """Write one page as a picture; its bytes."""
    page.set_viewport_size({"width": WIDTH, "height": TALLER if scene.is_tall else HEIGHT})
    answer = page.goto(scene.path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{scene.path} is not there")
    if scene.link:
        page.locator(f'main a[href*="{scene.link}"]').first.click()
        page.wait_for_load_state()
    if scene.name == "report":
        page.goto(f"{page.url}/report")
    # Animations would make each picture another one.
    shot = page.screenshot(animations="disabled", caret="hide")
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    few = picture.quantize(COLORS, dither=Image.Dither.NONE)
    target = FOLDER / f"{scene.name}.{look}.png"
    few.save(target, optimize=True)
    return target.stat().st_size


def people(browser: Browser, base: str, password: str, look: str) -> dict[str, Page]:
    """A page of everybody's own browser, signed in; nobody's too."""
    pages = {}
    for name in sorted({each.person for each in SCENES}):
        context = browser.new_context(base_url=base, **LOOKS[look])
        page = pages[name] = context.new_page()
        if name:
            page.goto("/sign-in")
            page.fill("[name=name]", name)
            page.fill("[name=password]", password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: not url.endswith("/sign-in"))
            # The account's own language goes before the browser's; what is chosen, before both.
            with page.expect_navigation():
                page.click(f"[name=language][value={LANGUAGES[look]}]")
    return pages


def claim(page: Page) -> None:
    """Have the reviewer at work on a case with something to see."""
    page.goto("/queue?name=Bank")
    page.locator('main a[href*="/cases/"]').first.click()
    page.click('[data-key="c"]')
    page.wait_for_load_state()


def main() -> None:
    """Photograph every page in every look."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.stderr.write("the pages' pictures stay as they are: Chromium is not installed\n")
        return
    FOLDER.mkdir(exist_ok=True)
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with demonstration() as (base, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        claim(people(browser, base, password, "light")["reviewer"])
        for look in sys.argv[1:] or LOOKS:
            pages = people(browser, base, password, look)
            for scene in SCENES:
                size = photograph(pages[scene.person], scene, look)
                if size > MOST:
                    sys.stderr.write(f"{scene.name}.{look}.png: {size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
