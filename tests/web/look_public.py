"""Pages that anybody may see, with something to show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gptreview.errors import TooManyError
from gptreview.model.account import Role
from gptreview.model.decision import Action
from gptreview.model.finding import Category, Wording
from gptreview.model.public import (
    PublicClause,
    PublicDecision,
    PublicListing,
    PublicPage,
    PublicPolicy,
    PublicState,
    PublicTransition,
)
from gptreview.model.report import ReportCategory, ReportState, ReportStatus
from gptreview.model.verdict import Outcome
from gptreview.web.quarters import last_quarters
from tests.web.look_frame import DAY, NOW, Sample


def _clause(evil: str) -> PublicClause:
    return PublicClause(
        "usage-policies/fraud",
        Wording(f"No fraud{evil}", f"禁止欺诈{evil}"),
        "https://example.com/rules",
    )


def _listing(evil: str, **changes: Any) -> PublicListing:
    values: dict[str, Any] = {
        "number": 7,
        "profile": "content",
        "state": PublicState.PUBLISHED,
        "shown_id": f"g-trip-planner{evil}",
        "name": f"Trip planner{evil}",
        "outcome": Outcome.PASS,
        "version": 4,
        "changed_at": NOW - 3 * DAY,
        "revision": 3,
        "policy": PublicPolicy(f"default{evil}", "2026-02"),
    }
    return PublicListing(**{**values, **changes})


def _history(evil: str) -> tuple[PublicTransition, ...]:
    fail, stale = PublicState.PUBLISHED, PublicState.STALE
    return (
        PublicTransition(NOW - 3 * DAY, fail, 3, 4, Outcome.FAIL, ""),
        PublicTransition(NOW - 4 * DAY, stale, 2, 3, Outcome.PASS, f"the version moved on{evil}"),
        PublicTransition(NOW - 40 * DAY, fail, 1, 3, Outcome.PASS, ""),
    )


def _failed(evil: str) -> PublicListing:
    return _listing(
        evil,
        outcome=Outcome.FAIL,
        categories=(Category.FRAUD, Category.PII),
        clauses=(_clause(evil),),
        decision=PublicDecision(Action.REMOVE, (_clause(evil),), "2026-09-01", by_appeal=True),
        statement={"payload": ""},
        history=_history(evil),
    )


def public_samples(evil: str) -> dict[str, Sample]:
    """Listings, reports and figures in each of their states."""
    values = {"category": "fraud", "description": f"It asks{evil}", "location": evil}
    form = {"number": 7, "name": f"Trip planner{evil}", "categories": tuple(ReportCategory)}
    filed = NOW - 2 * DAY
    answered = ReportStatus(
        12, ReportState.ACTIONED, filed, 7, f"Trip planner{evil}", ReportCategory.FRAUD,
        decision=3, action=Action.REMOVE, reason=f"The listing asked for money up front.{evil}",
        decided_at=NOW - DAY, appeal_until=NOW + 183 * DAY, may_appeal=True,
    )  # fmt: skip
    status = {"code": "7KQ2-M9XV-0C4T-HN8P-3RWE", "errors": {}, "notices": ()}
    appeal = {
        "name": f"Trip planner{evil}", "decision_action": Action.REMOVE, "decided_at": NOW - DAY,
        "reason": f"It asked for money up front.{evil}", "until": NOW + 183 * DAY,
        "action": "/status/appeal", "hidden": {"code": f"7KQ2{evil}"}, "values": {}, "errors": {},
        "back": "/status",
    }  # fmt: skip
    nobody = Role.REPORTER
    return {
        "listing-pass": ("public/listing", nobody, {"listing": _listing(evil)}),
        "listing-fail": ("public/listing", nobody, {"listing": _failed(evil)}),
        "listing-stale": ("public/listing", nobody, {"listing": _listing(
            evil, state=PublicState.STALE, reason=f"the version moved on{evil}",
            outcome=Outcome.PASS)}),
        "listing-limited": ("public/listing", Role.BUILDER, {
            "listing": _listing(evil, decision=PublicDecision(Action.AGE_RESTRICT)),
            "flashes": ("Saved.",), "unread": 2}),
        "listing-withdrawn": ("public/listing", nobody, {"listing": _listing(
            evil, state=PublicState.WITHDRAWN, outcome=None, policy=None, version=None)}),
        "listing-none": ("public/listing", nobody, {"listing": PublicListing(
            9, "content", PublicState.NONE)}),
        "home": ("public/home", nobody, {"newest": (_listing(evil), _failed(evil), _listing(
            evil, number=8, name="", state=PublicState.WITHDRAWN, outcome=None))}),
        "home-empty": ("public/home", nobody, {"newest": ()}),
        "listings": ("public/listings", nobody, {
            "page": PublicPage((_listing(evil), _failed(evil), _listing(
                evil, number=8, name="", state=PublicState.STALE)), 9),
            "query": f"trip{evil}", "outcome": "", "next": f"/listings?after=9&q={evil}",
            "first": "/listings"}),
        "listings-empty": ("public/listings", nobody, {
            "page": PublicPage((), None), "query": "zzz", "outcome": "pass", "next": "",
            "first": ""}),
        "listings-later": ("public/listings", nobody, {
            "page": PublicPage((), 4), "query": "", "outcome": "", "next": "/listings?after=4",
            "first": ""}),
        "report": ("public/report", nobody, {
            **form, "values": {}, "errors": {}, "too_many": None, "signed_in_as": ""}),
        "report-wrong": ("public/report", nobody, {
            **form, "values": values, "signed_in_as": "",
            "too_many": TooManyError(f"20 reports came{evil}", next_step=f"wait{evil}"),
            "errors": {"description": f"12 characters; at least 20{evil}",
                       "reporter_email": "no e-mail address",
                       "category": f"choose one{evil}", "good_faith": "tick it"}}),
        "receipt": ("public/receipt", nobody, {
            "code": "7KQ2-M9XV-0C4T-HN8P-3RWE", "number": 7, "name": f"Trip planner{evil}",
            "email": True, "days": 3, "hours": 4}),
        "receipt-anonymous": ("public/receipt", nobody, {
            "code": f"7KQ2{evil}", "number": 7, "name": "Trip planner", "email": False,
            "days": 3, "hours": 4}),
        "status-ask": ("public/status", nobody, {
            "report": None, "code": evil, "errors": {"code": f"no report has it{evil}"},
            "notices": ()}),
        "status": ("public/status", nobody, {
            **status, "report": answered,
            "notices": ((NOW - DAY, f"The outcome{evil}", f"Dear reporter,\n{evil}"),)}),
        **{f"status-{state}": ("public/status", nobody, {**status, "report": ReportStatus(
            12, state, filed, 7, "Trip planner", ReportCategory.OTHER)})
            for state in ReportState if state is not ReportState.ACTIONED},
        "appeal": ("public/appeal", nobody, appeal),
        "transparency": ("public/transparency", nobody, _figures(evil)),
    }  # fmt: skip


def _figures(evil: str) -> dict[str, Any]:
    return {
        "quarters": last_quarters(dt.date(2026, 3, 10), 12),
        "chosen": (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        "is_running": True,
        "stats": [
            ("Reports received", "1,284", "in 69 days"),
            ("Cases decided", "1,102", "412 with an action"),
            ("Median time to decision", "9 h", "p95 61 h"),
            ("Decided in time", "97.2 %", "72 hours; 4 where lives may be in danger"),
            ("Overturned on appeal", "8.1 %", f"6 of 74{evil}"),
        ],
        "charts": [
            ("Reports by category", [("Fraud or scam", 512, "512"), ("Personal data", 240, "240"),
             ("Hate", 96, "96"), ("Malware", 4, "<5"), (f"Other{evil}", 0, "0")], "Reports"),
            ("Reports by week", [("2026-W08", 130, "130"), ("2026-W09", 161, "161"),
             ("2026-W10", 44, "44")], "Reports"),
            ("Nothing", [], ""),
        ],
        "tables": [(f"Precision of rules{evil}", ["Rule", "Decided", "Borne out", "Precision"],
                    [[f"fraud-advance-fee{evil}", "120", "111", "92.5 %"],
                     ["hate-dehumanising", "31", "24", "77.4 %"]])],
        "downloads": [("JSON", "/transparency.json"), ("CSV", "/transparency.csv")],
    }  # fmt: skip
