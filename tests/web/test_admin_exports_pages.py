"""What leads and admins do with webhooks, the log and exports."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from tests.correspondence import Correspondence
from tests.court import Court
from tests.web.conftest import SignIn, Site

WEBHOOKS = "/administration/webhooks"
AUDIT = "/administration/audit"
EXPORTS = "/administration/exports"


def test_webhook_lives(site: Site, signed_in: SignIn) -> None:
    """Its secret is shown once and rotated; calls are sent once more; then it is disabled."""
    ada = signed_in("ada", "admin")
    fields = {"url": "https://hooks.example.com/x", "kinds": ["case.opened", "case.claimed"]}
    made = ada.post(WEBHOOKS, fields, page=WEBHOOKS)
    secret = re.search(r"whsec_[\w+/=-]+", made.text)
    assert made.status_code == 201
    assert secret is not None
    page = f"{WEBHOOKS}/1"
    assert secret[0] not in ada.get(page).text
    assert "No calls so far" in ada.get(page).text
    again = ada.post(WEBHOOKS, fields, page=WEBHOOKS)
    assert (again.status_code, "webhook 1 has this address" in again.text) == (409, True)
    _call(site)
    assert 'name="call" value="1"' in ada.get(page).text
    sent = [ada.post(f"{page}/replay", {"call": each}, page=page) for each in ("1", "", "x")]
    assert [each.status_code for each in sent] == [303, 422, 422]
    assert "A new secret for webhook 1?" in ada.get(f"{page}/rotate").text
    rotated = ada.post(f"{page}/rotate", page=page)
    assert (rotated.status_code, secret[0] in rotated.text) == (201, False)
    assert "Disable webhook 1?" in ada.get(f"{page}/disable").text
    assert ada.post(f"{page}/disable", page=page).status_code == 303
    assert "disabled" in ada.get(WEBHOOKS).text
    assert [ada.post(f"{page}/disable", page=page).status_code] == [404]
    assert ada.get(f"{WEBHOOKS}/9").status_code == 404


def _call(site: Site) -> None:
    """One call is on its way."""
    from gptreview.store import webhooks

    now = site.desk.clock()
    row = {
        "webhook_id": 1, "event": "event:1", "kind": "case.opened", "document": {},
        "made_at": now, "due_at": now,
    }  # fmt: skip
    with site.database.writing() as session:
        webhooks.queue(session, [row])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": "http://hooks.example.com/", "kinds": "case.opened"}, "url"),
        ({"url": "https://10.0.0.1/", "kinds": "case.opened"}, "url"),
        ({"url": f"https://hooks.example.com/{'x' * 2_000}", "kinds": "case.opened"}, "url"),
        ({"url": "https://hooks.example.com/"}, "kinds"),
        ({"url": "https://hooks.example.com/", "kinds": "no.kind"}, "kinds"),
    ],
    ids=["insecure", "private", "long", "no-kinds", "unknown-kind"],
)
def test_webhook_that_cannot_be_is_told(
    signed_in: SignIn, fields: dict[str, str], field: str
) -> None:
    """At its field."""
    told = signed_in("ada", "admin").post(WEBHOOKS, fields, page=WEBHOOKS)
    assert (told.status_code, f'id="{field}-error"' in told.text) == (422, True)


def test_log_is_searched(site: Site, signed_in: SignIn) -> None:
    """By kind, subject and day; what cannot be a day is told; pages follow one another."""
    court = Court(site.database)
    court.now = site.desk.clock() - dt.timedelta(hours=1)
    court.decide(court.case(court.listing("g-one")))
    lee = signed_in("lee", "lead")
    day = court.now.date()
    found = lee.get(f"{AUDIT}?kind=decision.made&since={day}&until={day}&subject=").text
    assert [found.count("<code>decision.made"), found.count("<code>case.claimed")] == [1, 0]
    assert "No step is like that" in lee.get(f"{AUDIT}?subject=case:999").text
    odd = lee.get(AUDIT, params={"kind": "'; drop table events; --<script>"})
    assert (odd.status_code, "<script>" in odd.text.replace("<script src", "")) == (200, False)
    refused = [
        lee.get(f"{AUDIT}?{each}").status_code
        for each in ("since=soon", "until=9999-12-31", "after=x", "kind=" + "k" * 300)
    ]
    assert refused == [422, 422, 422, 422]


def test_log_is_paged(site: Site, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of the next page keeps what is asked for."""
    from gptreview.web.routes import admin_audit

    monkeypatch.setattr(admin_audit, "_PAGE", 1)
    court = Court(site.database)
    court.decide(court.case(court.listing("g-one")))
    lee = signed_in("lee", "lead")
    following = re.search(r'href="([^"]+)" rel="next"', lee.get(f"{AUDIT}?kind=case.claimed").text)
    assert following is not None
    address = following[1].replace("&amp;", "&")
    assert address.startswith(f"{AUDIT}?kind=case.claimed&after=")
    assert "First page" in lee.get(address).text


def test_chain_is_checked(signed_in: SignIn) -> None:
    """It holds, against a head that was kept, too; another head is told, and none that is none."""
    lee, page = signed_in("lee", "lead"), f"{AUDIT}/check"
    assert 'name="head"' in lee.get(page).text
    held = lee.post(page, {"head": ""}, page=page)
    assert (held.status_code, "The log holds" in held.text) == (200, True)
    told = [
        lee.post(page, {"head": head}, page=page)
        for head in (f"0:{'0' * 64}", f"99:{'a' * 64}", "99:zz", "x")
    ]
    assert [each.status_code for each in told] == [200, 200, 422, 422]
    assert "The log does not hold" in told[1].text


def test_statements_are_tried_then_exported_once(site: Site, signed_in: SignIn) -> None:
    """A dry run notes nothing; the export does, and the next one is empty."""
    court = Court(site.database)
    court.now = site.desk.clock() - dt.timedelta(hours=1)
    court.decide(court.case(court.listing("g-one", outcome="fail")))
    lee = signed_in("lee", "lead")
    assert lee.get(EXPORTS).status_code == 200
    for _ in range(2):
        tried = lee.post(f"{EXPORTS}/statements/dry-run", page=EXPORTS)
        assert (tried.status_code, "Export and note it" in tried.text) == (200, True)
    made = lee.post(f"{EXPORTS}/statements", page=EXPORTS)
    lines = [json.loads(each) for each in made.text.splitlines()]
    assert [len(each["statements"]) for each in lines] == [1]
    assert "attachment" in made.headers["content-disposition"]
    later = lee.post(f"{EXPORTS}/statements", page=EXPORTS)
    assert (later.status_code, later.text) == (200, "")
    tried = lee.post(f"{EXPORTS}/statements/dry-run", page=EXPORTS)
    assert "Nothing to export" in tried.text
    wrong = lee.post(f"{EXPORTS}/statements", {"since": "soon"}, page=EXPORTS)
    assert wrong.status_code == 422


def test_figures_are_exact_for_leads(site: Site, signed_in: SignIn) -> None:
    """As JSON and CSV, of the days that are asked for; the log notes each."""
    lee = signed_in("lee", "lead")
    asked = "since=2026-03-01&until=2026-03-31"
    files = [lee.get(f"{EXPORTS}/figures.{each}?{asked}") for each in ("json", "csv")]
    assert [each.headers["content-disposition"] for each in files] == [
        'attachment; filename="figures-2026-03-01-2026-03-31.json"',
        'attachment; filename="figures-2026-03-01-2026-03-31.csv"',
    ]
    assert files[0].json()["total"]["received"] == 0
    days = {"since": "2026-03-01T00:00:00+00:00", "until": "2026-04-01T00:00:00+00:00"}
    payload = {"export": "figures", **days, "public": False}
    assert Correspondence(site.database).logged("export.made") == [("export:figures", payload)] * 2
