"""The whole story as people have it, in real browsers, on either kind of database."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.browsing import INJECTION, Window
from tests.e2e.conftest import House
from tests.told_story import (
    APPEAL,
    appeal,
    claim_by_keyboard,
    decide,
    give_to_dana,
    report,
    try_to_claim,
)

pytestmark = pytest.mark.xdist_group("browser")


def test_report_is_decided_appealed_and_overturned(house: House) -> None:
    """Report, receipt, claim, removal, notices, appeal, another person, and the public's pass."""
    page = house.listing("Scam lesson")
    give_to_dana(house, page)
    visitor, receipt = report(house, page, "reporter@example.com")
    visitor.go("/status")
    visitor.fill(code=receipt)
    visitor.press("Show what became of it")
    assert "Nobody has decided yet" in visitor.text

    kim = house.window("kim")
    claim_by_keyboard(kim, "Scam lesson")
    case = kim.path
    assert "sealed envelope to the night porter" in kim.page.inner_text("#finding-1 mark")
    decide(kim, "remove", "Decide")
    assert "The decision stands" in kim.page.inner_text(".flashes")

    visitor.wait_for(page, "Remove")
    assert "This version breaks the policy." in visitor.text
    assert "fail" in visitor.page.request.get(f"{page}/badge.svg").text()
    visitor.go("/status")
    visitor.fill(code=receipt)
    visitor.press("Show what became of it")
    assert "Something was done" in visitor.text
    dana = house.window("dana")
    dana.wait_for("/notices", "Scam lesson")
    before = (
        len(house.wait_for_letters("dana@example.com", 1)),
        len(house.wait_for_letters("reporter@example.com", 1)),
    )

    appeal(dana, "Scam lesson")
    assert try_to_claim(kim, case) == 409
    assert "That was not done" in kim.text
    lee = house.window("lee")
    claim_by_keyboard(lee, "Scam lesson", state="appealed")
    assert APPEAL in lee.text
    decide(lee, "no_violation", "Replace the decision")
    assert "The decision is replaced" in lee.page.inner_text(".flashes")

    visitor.wait_for(page, "nothing in it breaks the policy")
    assert "This decision answers an appeal." in visitor.text
    assert "pass" in visitor.page.request.get(f"{page}/badge.svg").text()
    for recipient, count in zip(("dana", "reporter"), before, strict=True):
        house.wait_for_letters(f"{recipient}@example.com", count + 1)
    admin = house.window("morgan")
    admin.go("/administration/examples")
    assert "night-porter" in admin.text
    assert house.run("db verify")[0] == 0


def test_story_without_script(house: House) -> None:
    """Whoever has switched JavaScript off reports, decides, appeals and overturns all the same."""
    page = house.listing("Lantern guide")
    give_to_dana(house, page, java_script_enabled=False)
    visitor, receipt = report(house, page, "other@example.com", java_script_enabled=False)
    kim = house.window("kim", java_script_enabled=False)
    kim.go("/queue?name=Lantern")
    kim.follow("Lantern guide")
    kim.press("Claim")
    case = kim.path
    decide(kim, "remove", "Decide")
    visitor.wait_for(page, "This version breaks the policy.")
    dana = house.window("dana", java_script_enabled=False)
    appeal(dana, "Lantern guide")
    lee = house.window("lee", java_script_enabled=False)
    lee.go(case)
    lee.press("Claim")
    decide(lee, "no_violation", "Replace the decision")
    visitor.wait_for(page, "nothing in it breaks the policy")
    visitor.go("/status")
    visitor.fill(code=receipt)
    visitor.press("Show what became of it")
    assert "Nothing was found to do" in visitor.text
    dana.wait_for("/notices", "Lantern guide")


def test_of_two_who_claim_at_once_one_is_told(house: House) -> None:
    """Both press the button in the same moment: one holds the case, and the other reads why not."""
    page = house.listing("Kite maker")
    report(house, page, "kite@example.com")
    both = [house.window(name) for name in ("kim", "lee")]
    for each in both:
        each.go("/queue?name=Kite")
        each.follow("Kite maker")
    _at_once(both, '[data-key="c"]')
    mine = [each for each in both if "The case is yours" in each.text]
    told = [each for each in both if "That was not done" in each.text]
    assert len(mine) == len(told) == 1
    assert mine != told


def test_loser_of_two_decisions_keeps_what_they_wrote(house: House) -> None:
    """A claim that went to another: the second to decide is told, and has every word still."""
    page = house.listing("Tide table")
    report(house, page, "tide@example.com")
    kim, lee = house.window("kim"), house.window("lee")
    claim_by_keyboard(kim, "Tide table")
    kim.tick("action", "remove")
    words = "Facts that took kim a quarter of an hour to write."
    kim.fill(facts=words, reason_builder="Say it otherwise.", reason_reporter="You were right.")
    kim.page.locator('[name="clauses"]').first.check()
    other = house.window("kim")
    other.go(kim.path)
    other.press("Release")
    lee.go(kim.path)
    lee.press("Claim")
    lee.tick("action", "no_violation")
    lee.fill(facts="It is a table.", reason_builder="All is well.", reason_reporter="All is well.")
    lee.page.locator('[name="clauses"]').first.check()
    _at_once([lee, kim], '[data-confirm^="Everybody"]')
    assert "The decision stands" in lee.page.inner_text(".flashes")
    assert "That was not done" in kim.text
    assert words in kim.text
    assert kim.page.locator(".case").get_by_text("Say it otherwise.").count() > 0


def test_markup_in_every_field_is_text(house: House) -> None:
    """Whatever anybody writes is shown as they wrote it; no window looks at it otherwise."""
    name = f"Marked {INJECTION}"
    page = house.listing(name)
    give_to_dana(house, page)
    visitor, receipt = report(house, page, "marked@example.com", INJECTION)
    assert name in visitor.text
    kim = house.window("kim")
    kim.go("/queue?name=Marked")
    kim.page.click("details.save summary")
    kim.fill(view_name=INJECTION[:60])
    kim.press("Save")
    assert INJECTION[:60] in kim.text
    claim_by_keyboard(kim, name)
    assert kim.text.count(INJECTION) >= 5
    decide(kim, "remove", "Decide", INJECTION)
    for path in (page, f"{page}/report"):
        visitor.wait_for(path, name)
    visitor.go("/status")
    visitor.fill(code=INJECTION)
    assert visitor.press("Show what became of it").status == 422
    visitor.fill(code=receipt)
    visitor.press("Show what became of it")
    assert name in visitor.text
    dana = house.window("dana")
    dana.wait_for("/notices", name)
    appeal(dana, name, INJECTION)
    assert INJECTION in dana.text
    kim.go(kim.path)
    assert kim.text.count(INJECTION) >= 6
    morgan = house.window("morgan")
    for path in (
        "/administration/audit",
        f"/administration/owners{page.removeprefix('/listings')}",
    ):
        morgan.go(path)


def _at_once(windows: list[Window], selector: str) -> None:
    """Press a button in all windows within the same moment, and wait for every answer."""
    with ExitStack() as answers:
        for each in windows:
            answers.enter_context(each.page.expect_navigation())
            each.page.evaluate(
                "chosen => { const button = [...document.querySelectorAll(chosen)].at(-1);"
                " setTimeout(() => button.click(), 500); }",
                selector,
            )
