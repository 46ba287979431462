"""How the tests of the look render a page: who looks, from where, and where links lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, Final, cast

from gptreview.model.account import Account, Identity, Role
from gptreview.web.csrf import FormGuard
from gptreview.web.desk import Desk
from gptreview.web.pages import Pages
from gptreview.web.visit import Visit

NOW: Final = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)

Sample = tuple[str, Role, dict[str, Any]]
"""Template, role of the visitor, context."""

ROUTES: Final[Mapping[str, str]] = {
    "home": "/",
    "static": "/static/{path}",
    "set_language": "/language",
    "listings": "/listings",
    "listing": "/listings/{number}",
    "badge": "/listings/{number}/badge.svg",
    "statement": "/listings/{number}/statement.json",
    "report": "/listings/{number}/report",
    "feed_atom": "/feed.atom",
    "feed_json": "/feed.json",
    "report_status": "/status",
    "report_appeal": "/status/appeal",
    "transparency": "/transparency",
    "shortcuts": "/shortcuts",
    "sign_in": "/sign-in",
    "sign_in_oidc": "/sign-in/oidc",
    "sign_up": "/sign-up",
    "sign_out": "/sign-out",
    "profile": "/profile",
    "change_profile": "/profile",
    "change_password": "/profile/password",
    "end_sessions": "/profile/sessions/end",
    "tokens": "/profile/tokens",
    "make_token": "/profile/tokens",
    "revoke_token": "/profile/tokens/{number}/revoke",
    "notices": "/notices",
    "read_all_notices": "/notices/read",
    "read_notice": "/notices/{number}/read",
    "queue": "/queue",
    "next_case": "/queue/next",
    "bulk_steps": "/queue/bulk",
    "bulk_decide": "/queue/bulk/decide",
    "views": "/queue/views",
    "delete_view": "/queue/views/{number}/delete",
    "case": "/cases/{number}",
    "claim_case": "/cases/{number}/claim",
    "renew_case": "/cases/{number}/renew",
    "release_case": "/cases/{number}/release",
    "escalate_case": "/cases/{number}/escalate",
    "skip_case": "/cases/{number}/skip",
    "rescan_case": "/cases/{number}/rescan",
    "decide_case": "/cases/{number}/decide",
    "decide_appeal": "/cases/{number}/appeal",
    "presence": "/cases/{number}/presence",
    "case_file": "/cases/{number}/file",
    "unmask": "/cases/{number}/unmask",
    "evidence": "/reports/{number}/evidence",
    "reporter": "/reports/{number}/reporter",
    "bad_faith": "/reports/{number}/bad-faith",
    "own_listings": "/own-listings",
    "own_listing": "/own-listings/{number}",
    "resubmit": "/own-listings/{number}/versions",
    "builder_appeal": "/own-listings/{number}/decisions/{decision}/appeal",
    "file_builder_appeal": "/own-listings/{number}/decisions/{decision}/appeal",
    "domains": "/domains",
    "add_domain": "/domains",
    "domain": "/domains/{number}",
    "check_domain": "/domains/{number}/check",
    "remove_domain": "/domains/{number}/remove",
    "drop_domain": "/domains/{number}/remove",
    "administration": "/administration",
    "accounts": "/administration/accounts",
    "invite": "/administration/accounts/invite",
    "account": "/administration/accounts/{number}",
    "set_role": "/administration/accounts/{number}/role",
    "ask_to_disable": "/administration/accounts/{number}/disable",
    "disable_account": "/administration/accounts/{number}/disable",
    "enable_account": "/administration/accounts/{number}/enable",
    "reset_password": "/administration/accounts/{number}/reset",
    "owners": "/administration/owners",
    "owners_of": "/administration/owners/{number}",
    "give_listing": "/administration/owners/{number}",
    "remove_owner": "/administration/owners/{number}/{account}/remove",
    "take_listing": "/administration/owners/{number}/{account}/remove",
    "policies": "/administration/policies",
    "simulator": "/administration/policies/simulator",
    "simulate": "/administration/policies/simulator",
    "precision": "/administration/precision",
    "reporters": "/administration/reporters",
    "ask_to_sweep": "/administration/reporters/{report}/bad-faith",
    "sweep": "/administration/reporters/{report}/bad-faith",
    "waivers": "/administration/waivers",
    "new_waiver": "/administration/waivers/new",
    "make_waiver": "/administration/waivers/new",
    "ask_to_revoke": "/administration/waivers/{number}/revoke",
    "revoke_waiver": "/administration/waivers/{number}/revoke",
    "webhooks": "/administration/webhooks",
    "add_webhook": "/administration/webhooks",
    "webhook": "/administration/webhooks/{number}",
    "replay_calls": "/administration/webhooks/{number}/replay",
    "ask_to_rotate": "/administration/webhooks/{number}/rotate",
    "rotate_webhook": "/administration/webhooks/{number}/rotate",
    "ask_to_stop": "/administration/webhooks/{number}/disable",
    "disable_webhook": "/administration/webhooks/{number}/disable",
    "audit": "/administration/audit",
    "check_chain": "/administration/audit/check",
    "chain": "/administration/audit/check",
    "exports": "/administration/exports",
    "try_statements": "/administration/exports/statements/dry-run",
    "export_statements": "/administration/exports/statements",
    "figures_json": "/administration/exports/figures.json",
    "figures_csv": "/administration/exports/figures.csv",
    "examples": "/administration/examples",
    "examples_yaml": "/administration/examples.yaml",
    "examples_json": "/administration/examples.json",
}
"""What templates link to, by the names that routes have to have."""


def path_for(name: str, **parameters: Any) -> str:
    """Path of a route; an unknown one, or another parameter, is a defect of the template."""
    path = ROUTES[name].format(**parameters)
    assert ROUTES[name].count("{") == len(parameters)
    return path


def identity(role: Role) -> Identity:
    """Somebody of that role."""
    if role is Role.REPORTER:
        return Identity()
    account = Account(5, "rowan", "rowan@example.com", role, "en", NOW - 90 * DAY)
    return Identity(role, account)


@cache
def _pages() -> Pages:
    return Pages(path_for)


def rendered(
    name: str,
    context: Mapping[str, Any],
    *,
    role: Role = Role.REPORTER,
    language: str = "en",
    theme: str = "",
) -> str:
    """A page as the web face renders it."""
    desk = SimpleNamespace(
        forms=FormGuard(b"key"), clock=lambda: NOW, base_url="https://review.example"
    )
    nav = [("Listings", "/listings", name.startswith("public/listing")), ("Queue", "/queue", False)]
    frame = {"nav": nav, "here": "/here", "theme": theme}
    return _pages().text(
        f"{name}.html.jinja",
        Visit(identity(role), language, form="f" * 43),
        cast("Desk", desk),
        {**frame, **context},
    )
