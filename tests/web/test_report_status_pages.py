"""Reporters follow their reports by the receipt, and appeal."""

from __future__ import annotations

import pytest

from gptreview.model.decision import Action
from tests.publishing import Newsroom
from tests.web.conftest import SignIn, Site
from tests.web.reporting import decide, errors_of, listed, receipt

_REASON = "The second answer does ask for a deposit."


@pytest.mark.parametrize(
    "written", [str.lower, lambda code: code.replace("-", " ")], ids=["small", "blanks"]
)
def test_receipt_opens_the_report(site: Site, newsroom: Newsroom, written: type[str]) -> None:
    """The code opens what became of the report, however it is written."""
    listed(newsroom)
    code = receipt(site.visitor())
    answer = site.visitor().post("/status", {"code": written(code)}, page="/status")
    assert answer.status_code == 200
    assert "Nobody has decided yet" in answer.text
    assert "/status/appeal" not in answer.text


@pytest.mark.parametrize(
    "code", ["", "x", "00000-00000-00000-00000"], ids=["none", "short", "unknown"]
)
def test_other_codes_open_nothing(site: Site, code: str) -> None:
    """Who has no receipt is told nothing, and sees what they wrote."""
    answer = site.visitor().post("/status", {"code": code}, page="/status")
    assert (answer.status_code, list(errors_of(answer))) == (422, ["code"])
    assert f'value="{code}"' in answer.text


def test_reporter_hears_and_appeals(site: Site, newsroom: Newsroom, signed_in: SignIn) -> None:
    """After the decision its reason and the letter are there, and one appeal is taken."""
    listed(newsroom)
    visitor = site.visitor()
    code = receipt(visitor)
    decide(site, signed_in)
    site.chores()
    told = visitor.post("/status", {"code": code}, page="/status").text
    form = visitor.post("/status/appeal", {"code": code})
    fields = {"code": code, "reason": _REASON}
    short = visitor.post("/status/appeal/file", {**fields, "reason": "no"})
    filed = visitor.post("/status/appeal/file", fields)
    shown = visitor.get("/status").text
    after = visitor.post("/status", {"code": code}).text
    again = visitor.post("/status/appeal/file", fields)
    assert "We read the first answer: it asks for nothing." in told
    assert told.count("<details") == 2
    assert (form.status_code, f'name="code" value="{code}"' in form.text) == (200, True)
    assert errors_of(short) == {"reason": "Write 20 to 5,000 characters of plain text."}
    assert (filed.status_code, filed.headers["location"]) == (303, "/status")
    assert "Your appeal was received." in shown
    assert ("An appeal is being decided" in after, 'action="/status/appeal"' in after) == (
        True,
        False,
    )
    assert again.status_code == 409


def test_appeals_wait_for_a_decision(site: Site, newsroom: Newsroom) -> None:
    """Before it there is nothing to appeal against, and without the code nobody appeals."""
    listed(newsroom)
    visitor = site.visitor()
    code = receipt(visitor)
    assert visitor.post("/status/appeal", {"code": code}).status_code == 409
    assert visitor.post("/status/appeal", {"code": "x"}).status_code == 404


def test_action_is_told(site: Site, newsroom: Newsroom, signed_in: SignIn) -> None:
    """The reporter is told what was done."""
    listed(newsroom)
    visitor = site.visitor()
    code = receipt(visitor)
    decide(site, signed_in, Action.LABEL)
    text = visitor.post("/status", {"code": code}).text
    assert ("Something was done" in text, "<b>Label</b>" in text) == (True, True)
