"""Steps of the story, each as a person takes it: by clicking and typing in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.browsing import Window

if TYPE_CHECKING:
    from tests.e2e.conftest import House

APPEAL: Final = "The sentence is a quotation: the lesson warns of exactly this."
_WORDS: Final = "It speaks of sealed envelopes."
_FACTS: Final = "The instructions speak of an envelope for the night porter."


def give_to_dana(house: House, page: str, **options: Any) -> None:
    """The admin makes the builder the listing's owner."""
    admin = house.window("morgan", **options)
    admin.follow("Administration", within="header")
    admin.follow("Owners")
    admin.fill(listing=page.rpartition("/")[2])
    admin.press("Show its owners")
    admin.fill(account="dana")
    admin.press("Make them its owner")
    assert "The account owns the listing now." in admin.page.inner_text(".flashes")


def report(
    house: House, page: str, email: str, words: str = _WORDS, **options: Any
) -> tuple[Window, str]:
    """Somebody without an account reports a listing from its page; their browser, the receipt."""
    visitor = house.window(**options)
    visitor.go(page)
    visitor.follow("Report this listing")
    visitor.tick("category", "fraud")
    visitor.fill(
        description=words,
        location=words,
        reporter_name=words,
        reporter_email=email,
    )
    visitor.tick("good_faith", "yes")
    visitor.press("Send the report")
    assert visitor.path == "/receipt"
    return visitor, visitor.page.inner_text("#receipt").strip()


def claim_by_keyboard(window: Window, name: str, *, state: str = "") -> None:
    """Find a case in the queue and claim it without a mouse."""
    window.go(f"/queue?state={state}" if state else "/queue")
    keyboard = window.page.keyboard
    keyboard.press("/")
    keyboard.type(name)
    window.sent(lambda: keyboard.press("Enter"))
    keyboard.press("j")
    window.sent(lambda: keyboard.press("Enter"))
    assert window.page.inner_text("h1") == name
    window.sent(lambda: keyboard.press("c"))
    assert "The case is yours" in window.page.inner_text(".flashes")


def decide(window: Window, action: str, button: str, facts: str = _FACTS) -> None:
    """Fill the form of a decision in, let the texts be begun with, and send it."""
    window.tick("action", action)
    window.page.locator('[name="clauses"][value="usage-policies/fraud"]').check()
    evidence = window.page.locator('[name="evidence"]')
    if action == "remove" and evidence.count():
        evidence.first.check()
    window.fill(facts=facts, note=facts)
    window.press("Fill in the texts")
    assert window.page.input_value("[name=facts]") == facts
    assert window.page.input_value("[name=reason_builder]")
    window.press("Show the letters first", within="#decision")
    assert "What people will be told" in window.text
    window.press(button, within="#letters")


def appeal(window: Window, name: str, reason: str = APPEAL) -> None:
    """The builder appeals from the listing's own page."""
    window.follow("My listings", within="header")
    window.follow(name)
    window.follow("Appeal")
    window.fill(reason=reason)
    window.press("Send the appeal")
    assert "Your appeal was received" in window.page.inner_text(".flashes")


def try_to_claim(window: Window, case: str) -> int:
    """Send the form of a claim that the page does not offer; the status of the answer."""
    window.go(case)
    assert window.page.locator('[data-key="c"]').count() == 0
    return window.sent(
        lambda: window.page.evaluate(
            """action => {
              const form = document.createElement("form");
              form.method = "post";
              form.action = action;
              const token = document.createElement("input");
              token.name = "csrf_token";
              token.value = document.querySelector('meta[name="csrf-token"]').content;
              form.append(token);
              document.body.append(form);
              form.submit();
            }""",
            f"{case}/claim",
        )
    ).status
