"""Pages of leads and admins with something on them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gptreview.model.access import Link, LinkKind
from gptreview.model.account import Account, Role
from gptreview.model.database import BreakKind, ChainBreak, ChainHead, ChainReport
from gptreview.model.policy import Waiver
from gptreview.model.registry_waivers import (
    KeptWaiver,
    Rejudged,
    ShownWaiver,
    TurnedListing,
    WaiverEffect,
)
from gptreview.model.regression import ExampleKind, RegressionExample, TaughtExample
from gptreview.model.report import Reporter
from gptreview.model.simulation import Candidate, Flip, FlippedListing, Move, Shift, Simulation
from gptreview.model.transparency import RulePrecision
from gptreview.model.used_standard import UsedStandard
from gptreview.model.verdict import Outcome
from gptreview.model.webhook import Call, MadeWebhook, Webhook
from gptreview.usecases.exports.audit_search import AuditEntry, AuditPage
from tests.web.look_case import case_samples
from tests.web.look_frame import DAY, NOW, Sample

_DIGEST = f"sha256:{'0' * 64}"
_HEAD = ChainHead(812, "0" * 64)


def administration_samples(evil: str) -> dict[str, Sample]:
    """People, waivers, what people say of rules, webhooks, the log and exports."""
    parts = (_people(evil), _policies(evil), _waivers(evil), _webhooks(evil), _records(evil))
    return {name: (f"administration/{page}", role, context)
            for each in parts for name, (page, role, context) in each.items()}  # fmt: skip


def _people(evil: str) -> dict[str, Sample]:
    mika = Account(6, f"mika{evil}", f"mika@example.com{evil}", Role.LEAD, "en", NOW - DAY)
    gone = Account(7, f"noor{evil}", "", Role.BUILDER, "zh", NOW, NOW, is_local=False)
    link = Link(1, LinkKind.COLLEAGUE, Role.LEAD, None, NOW + 7 * DAY)
    listing = case_samples(evil)["case"][2]["page"].listing
    owned: dict[str, Any] = {"number": 7, "listing": listing, "values": {"account": evil}}
    reporter = Reporter("a" * 64, 12, 4, 3, 1, 99)
    return {
        "administration": ("home", Role.ADMIN, {}),
        "accounts": ("accounts", Role.ADMIN, {
            "accounts": (mika, gone), "next": "/next", "first": "/first"}),
        "admin-account": ("account", Role.ADMIN, {"account": mika, "errors": {"role": evil}}),
        "admin-account-disabled": ("account", Role.ADMIN, {"account": gone, "errors": {}}),
        "admin-account-disable": ("disable_account", Role.ADMIN, {"account": mika}),
        "admin-link": ("link", Role.ADMIN, {"url": f"https://x{evil}", "link": link,
                                            "account": mika}),
        "owners": ("owners", Role.LEAD, {"values": {"listing": evil},
                                         "errors": {"listing": evil}}),
        "owners-of": ("owners_of", Role.LEAD, {**owned, "owners": (mika,), "errors": {}}),
        "owners-none": ("owners_of", Role.LEAD, {
            **owned, "owners": (), "errors": {"account": evil}}),
        "owner-remove": ("remove_owner", Role.LEAD, {"number": 7, "account": mika}),
        "reporters": ("reporters", Role.LEAD, {
            "reporters": (reporter,), "next": "/next", "first": ""}),
        "bad-faith": ("bad_faith", Role.LEAD, {"report": 99}),
    }  # fmt: skip


def _policies(evil: str) -> dict[str, Sample]:
    verdict = case_samples(evil)["case"][2]["page"].verdict.verdict
    policy = SimpleNamespace(
        name=f"house{evil}", version="2", digest=_DIGEST, clauses=verdict.clauses,
        may_waive=frozenset((f"team{evil}",)),
    )  # fmt: skip
    standard = UsedStandard(3, f"house{evil}", "2", _DIGEST, _DIGEST, "content", NOW, 4_000)
    move = Move(Outcome.PASS, Outcome.FAIL)
    shift = Shift("fraud", f"rule{evil}", f"c/fraud{evil}", "note", "fail", "came")
    unread = Shift("", "", "", "", "review")
    listing = case_samples(evil)["case"][2]["page"].listing
    flip = Flip(_DIGEST, move, (shift, unread) * 3, 2)
    found = Simulation(
        Candidate(f"next{evil}", "3", _DIGEST, _DIGEST, "content"), 9, 1, 6, 2, {"house": 9},
        {move: 2}, {move: {"fraud": 2, "": 1}}, {shift: 2, unread: 1},
        (FlippedListing(listing, flip),),
    )  # fmt: skip
    tried = {"found": found, "moves": [move], "reasons": [(shift, 2), (unread, 1)], "errors": {}}
    before: dict[str, Any] = {
        "found": None,
        "moves": [],
        "reasons": [],
        "errors": {"policy": f"none{evil}"},
    }
    return {
        "policies": ("policies", Role.LEAD, {"policy": policy, "standards": [standard]}),
        "policies-unused": ("policies", Role.LEAD, {"policy": policy, "standards": []}),
        "simulator": ("simulator", Role.LEAD, tried),
        "simulator-wrong": ("simulator", Role.LEAD, before),
    }


def _waivers(evil: str) -> dict[str, Sample]:
    waiver = Waiver(f"rule{evil}", _DIGEST, f"team{evil}", f"a quote{evil}", NOW.date())
    kept = KeptWaiver(3, waiver, NOW)
    states = ("holds", "expired", "revoked", "not counted")
    listing = case_samples(evil)["case"][2]["page"].listing
    turned = TurnedListing(listing, Outcome.FAIL, Outcome.PASS, "content")
    effect = WaiverEffect(kept, Rejudged(9, {(Outcome.FAIL, Outcome.PASS): 1}), (turned,), 2)
    form: dict[str, Any] = {"values": {"listing": evil, "reason": evil}, "today": NOW.date()}
    taught = TaughtExample(f"rule{evil}", ExampleKind.NO_MATCH, f"Text{evil}", "zh", _DIGEST)
    return {
        "waivers": ("waivers", Role.LEAD, {
            "waivers": [ShownWaiver(kept, each) for each in states], "everything": True}),
        "waivers-empty": ("waivers", Role.LEAD, {"waivers": [], "everything": False}),
        "waiver-new": ("new_waiver", Role.LEAD, {
            **form, "owners": [f"team{evil}"], "errors": {"rule": evil}}),
        "waiver-anybody": ("new_waiver", Role.LEAD, {**form, "owners": [], "errors": {}}),
        "waiver-effect": ("waiver_effect", Role.LEAD, {"effect": effect, "is_made": True}),
        "waiver-revoke": ("revoke_waiver", Role.LEAD, {"waiver": kept}),
        "precision": ("precision", Role.LEAD, {
            "since": NOW.date(), "until": NOW.date(),
            "rules": [RulePrecision(f"rule{evil}", 9, 6, 1)]}),
        "examples": ("examples", Role.LEAD, {"examples": [RegressionExample(taught, 9, NOW)]}),
    }  # fmt: skip


def _webhooks(evil: str) -> dict[str, Sample]:
    url = f"https://hooks.example.com/{evil}"
    active = Webhook(2, url, ("case.opened",), 5, NOW)
    gone = Webhook(1, url, ("case.opened",), 5, NOW, NOW)
    calls = [
        Call(3, 2, "event:9", "case.opened", {}, NOW, NOW, 0, None, "", None),
        Call(2, 2, "event:8", "case.opened", {}, NOW, None, 9, 500, f"status 500{evil}", None),
        Call(1, 2, "event:7", "case.opened", {}, NOW, None, 1, 200, "", NOW),
    ]
    pages = {"next": "/next", "first": ""}
    return {
        "webhooks": ("webhooks", Role.ADMIN, {
            "webhooks": (active, gone), "kinds": ("case.opened", "case.claimed"),
            "values": {"url": evil, "kinds": ("case.opened",)}, "errors": {"url": evil}}),
        "webhook": ("webhook", Role.ADMIN, {"webhook": active, "calls": calls, **pages}),
        "webhook-disabled": ("webhook", Role.ADMIN, {"webhook": gone, "calls": calls, **pages}),
        "webhook-secret": ("webhook_secret", Role.ADMIN, {
            "made": MadeWebhook(active, f"whsec_x{evil}")}),
        "webhook-rotate": ("rotate_webhook", Role.ADMIN, {"webhook": active}),
        "webhook-disable": ("disable_webhook", Role.ADMIN, {"webhook": active}),
    }  # fmt: skip


def _records(evil: str) -> dict[str, Sample]:
    payload = {"listing": 7, "is_owner": True, "digest": _DIGEST, "clauses": [evil], "none": ""}
    entry = AuditEntry(
        812, NOW, "account:6", f"mika{evil}", f"case.claimed{evil}", f"case:7{evil}", payload,
        "0" * 64,
    )  # fmt: skip
    asked = {"kind": evil, "actor": evil, "subject": evil, "since": "", "until": ""}
    search = {"values": asked, "asked": True, "first": "/first"}
    broken = ChainReport(7, _HEAD, ChainBreak(8, BreakKind.CHANGED))
    days = {"since": NOW.date(), "until": NOW.date()}
    return {
        "audit": ("audit", Role.LEAD, {
            **search, "page": AuditPage((entry,), 5, _HEAD), "next": "/next"}),
        "audit-later": ("audit", Role.LEAD, {
            **search, "page": AuditPage((), 5, _HEAD), "next": "/next"}),
        "audit-empty": ("audit", Role.LEAD, {
            **search, "page": AuditPage((), None, _HEAD), "next": ""}),
        "chain-broken": ("chain", Role.LEAD, {
            "report": broken, "values": {"head": evil}, "errors": {"head": evil}}),
        "chain-whole": ("chain", Role.LEAD, {
            "report": ChainReport(812, _HEAD, None), "values": {"head": evil}, "errors": {}}),
        "exports": ("exports", Role.LEAD, days),
        "statements": ("statements", Role.LEAD, {
            **days, "count": 101, "batches": 2, "examples": [f"{{{evil}}}"]}),
        "statements-none": ("statements", Role.LEAD, {
            **days, "count": 0, "batches": 0, "examples": []}),
    }  # fmt: skip
