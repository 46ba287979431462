"""Programs of builders, leads and admins: domains, accounts, the log, exports, webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gptreview.model.gpt import Gpt
from tests.casework import Casework
from tests.web.programs import Program

if TYPE_CHECKING:
    from tests.web.conftest import Site


def test_builders_keep_their_domains_and_letters(site: Site) -> None:
    """A domain is added, listed and forgotten; a name that is none is told."""
    bea = Program(site, "bea", "builder")
    added = bea.ask("POST", "/own/domains", {"domain": "shop.example"}, status=201)
    assert (added["domain"], added["is_verified"], added["way"]) == ("shop.example", False, "")
    assert added["line"].startswith("gptreview-verification=")
    assert bea.ask("GET", "/own/domains") == [added]
    bea.ask("DELETE", f"/own/domains/{added['id']}", status=204)
    bea.ask("POST", f"/own/domains/{added['id']}/check", status=404)
    told = bea.ask("POST", "/own/domains", {"domain": "no domain"}, status=422)
    assert told["where"] == "domain"
    assert bea.ask("GET", "/own/listings") == {"listings": [], "next": None}
    assert bea.ask("GET", "/own/notices") == []
    assert bea.ask("POST", "/own/notices/read") == {"changed": 0}
    bea.ask("POST", "/own/notices/7/read", status=404)


def test_builders_see_and_change_only_their_own(site: Site) -> None:
    """Another one's listing is refused, for reading and for a new version."""
    listing = Casework(site.database).listing(Gpt("Till", id="g-1", instructions="Pay first."))
    bea = Program(site, "bea", "builder")
    bea.ask("GET", f"/own/listings/{listing}", status=403)
    version = {"name": "Till", "instructions": "Pay later."}
    bea.ask("POST", f"/own/listings/{listing}/versions", version, status=403)


def test_a_program_ends_its_own_token(site: Site) -> None:
    """It is listed without its secret, and works no more once it was revoked."""
    bea = Program(site, "bea", "builder")
    (token,) = bea.ask("GET", "/tokens")
    assert (token["name"], token["permissions"]) == ("program", ["own-listings"])
    assert set(token) == {
        "id", "name", "permissions", "created_at", "expires_at", "used_at", "revoked_at"
    }  # fmt: skip
    bea.ask("DELETE", "/tokens/999999", status=404)
    assert bea.ask("DELETE", f"/tokens/{token['id']}", status=204) == ""
    bea.ask("GET", "/tokens", status=401)


def test_admins_keep_accounts(site: Site) -> None:
    """Invited, given a role, disabled, enabled, and given a new password; never the last admin."""
    ada, bea = Program(site, "ada", "admin"), Program(site, "bea", "builder")
    link = ada.ask("POST", "/users/invitations", {"role": "lead"}, status=201)
    assert link["url"].startswith(f"{site.desk.base_url}/invitations/")
    ada.ask("POST", "/users/invitations", {"role": "reporter"}, status=422)
    assert [each["name"] for each in ada.ask("GET", "/users")] == ["ada", "bea"]
    assert ada.ask("PUT", f"/users/{bea.id}/role", {"role": "lead"})["role"] == "lead"
    ada.ask("PUT", f"/users/{ada.id}/role", {"role": "lead"}, status=409)
    assert ada.ask("POST", f"/users/{bea.id}/disable")["disabled_at"] is not None
    bea.ask("GET", "/me", status=401)
    assert ada.ask("POST", f"/users/{bea.id}/enable")["disabled_at"] is None
    ada.ask("POST", f"/users/{bea.id}/enable", status=409)
    ada.ask("POST", "/users/999999/reset-link", status=404)


def test_leads_search_the_log_and_see_that_it_holds(site: Site) -> None:
    """By kind and by days; a page tells where the next one begins."""
    lena = Program(site, "lena", "lead")
    found = lena.ask("GET", "/audit?kind=token.made&limit=1")
    (step,) = found["entries"]
    assert (step["kind"], step["actor_name"]) == ("token.made", "lena")
    assert lena.ask("GET", "/audit?since=2999-01-01", status=422)["where"] == "until"
    assert lena.ask("GET", "/audit?until=2000-01-01")["entries"] == []
    report = lena.ask("POST", "/audit/verify")
    assert report["broken"] is None
    assert report["events"] == report["head"]["seq"] >= 1


def test_leads_make_exports(site: Site) -> None:
    """Statements of reasons, exact figures, and the file of a case."""
    casework = Casework(site.database)
    case = casework.case(casework.listing(Gpt("Till", id="g-1", instructions="Pay first.")))
    lena = Program(site, "lena", "lead")
    for is_dry in (True, False):
        body = {"dry_run": is_dry}
        assert lena.ask("POST", "/exports/statements-of-reasons", body) == []
    assert lena.ask("GET", "/exports/transparency")["total"]["received"] == 0
    assert lena.ask("GET", "/exports/transparency.csv").startswith("since,until,part")
    noted = lena.ask("GET", "/audit?kind=export.made")["entries"]
    assert [(each["subject"], each["actor_name"]) for each in noted] == [
        ("export:figures", "lena")
    ] * 2
    page = lena.ask("GET", f"/exports/cases/{case}")
    assert page.startswith("<!DOCTYPE html>")
    assert lena.ask("GET", "/rules/precision") == []


def test_admins_keep_webhooks(site: Site) -> None:
    """The secret is shown when it is made, and not again."""
    ada = Program(site, "ada", "admin")
    hook = {"url": "https://hooks.example.com/in", "kinds": ["case.opened"]}
    made = ada.ask("POST", "/webhooks", hook, status=201)
    ada.ask("POST", "/webhooks", hook, status=409)
    ada.ask("POST", "/webhooks", {**hook, "kinds": ["weather"]}, status=422)
    assert made["secret"]
    (shown,) = ada.ask("GET", "/webhooks")
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    path = f"/webhooks/{made['id']}"
    assert ada.ask("POST", f"{path}/secret")["secret"] != made["secret"]
    assert ada.ask("GET", f"{path}/calls") == []
    since = {"since": "2026-01-01T00:00:00"}
    assert ada.ask("POST", f"{path}/replay", since, status=202) == {"changed": 0}
    zoned = {"since": "2026-01-01T00:00:00Z"}
    assert ada.ask("POST", f"{path}/replay", zoned, status=202) == {"changed": 0}
    assert ada.ask("POST", f"{path}/replay", {"calls": [7]}, status=202) == {"changed": 0}
    ada.ask("POST", f"{path}/replay", {}, status=422)
    ada.ask("DELETE", path, status=204)
    ada.ask("DELETE", path, status=404)


def test_leads_read_the_policy_and_keep_waivers(site: Site) -> None:
    """A waiver of what was not found is refused, and so is the end of none."""
    listing = Casework(site.database).listing(Gpt("Till", id="g-1", instructions="Pay first."))
    lena = Program(site, "lena", "lead")
    policy = lena.ask("GET", "/policies")
    assert [each["id"] for each in policy["clauses"]] == list(site.desk.rooms.policy.clauses)
    assert lena.ask("GET", "/waivers?everything=true") == []
    waiver = {
        "listing": listing,
        "rule": "no-such-rule",
        "owner": "lena",
        "reason": "It is quoted there.",
        "until": "2999-12-31",
    }
    assert lena.ask("POST", "/waivers", waiver, status=404)["code"] == "not_found"
    lena.ask("DELETE", "/waivers/7", status=404)
