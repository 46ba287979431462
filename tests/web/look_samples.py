"""Every page of the web face with something to show: what tests and pictures are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final, cast

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    GptReviewError,
    InputError,
    NotFoundError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.account import MIN_PASSWORD, Account, Identity, Role
from gptreview.model.case import Case, CaseState
from gptreview.model.decision import Action, Appeal, Decision, Ground, Party, Scope
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.policy import Clause, Meaning, Profile
from gptreview.model.public import (
    PublicClause,
    PublicDecision,
    PublicListing,
    PublicPage,
    PublicPolicy,
    PublicState,
    PublicTransition,
)
from gptreview.model.queue import QueueFilter, QueuePage, QueueRow
from gptreview.model.report import Report, ReportCategory, ReportState, ReportStatus
from gptreview.model.segment import Locator, Unread
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, ScannerRun, Verdict
from gptreview.web.csrf import FormGuard
from gptreview.web.desk import Desk
from gptreview.web.pages import Pages
from gptreview.web.visit import Visit

NOW: Final = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
_DIGEST: Final = f"sha256:{'0' * 64}"

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
    "notices": "/notices",
    "queue": "/queue",
    "next_case": "/queue/next",
    "bulk_steps": "/queue/bulk",
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
    "unmask": "/cases/{number}/unmask",
    "evidence": "/reports/{number}/evidence",
    "reporter": "/reports/{number}/reporter",
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
    return Pages(path_for).text(
        f"{name}.html.jinja",
        Visit(identity(role), language, form="f" * 43),
        cast("Desk", desk),
        {**frame, **context},
    )


def _clause(evil: str) -> PublicClause:
    return PublicClause(
        "usage-policies/fraud", Wording(f"No fraud{evil}", f"禁止欺诈{evil}"), "https://example.com/rules"
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


def _public(evil: str) -> dict[str, tuple[str, Role, dict[str, Any]]]:
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
        "listing-limited": ("public/listing", Role.BUILDER, {"listing": _listing(
            evil, decision=PublicDecision(Action.AGE_RESTRICT), flashes=())}
            if False else {"listing": _listing(evil, decision=PublicDecision(Action.AGE_RESTRICT))}),
        "listing-withdrawn": ("public/listing", nobody, {"listing": _listing(
            evil, state=PublicState.WITHDRAWN, outcome=None, policy=None, version=None)}),
        "listing-none": ("public/listing", nobody, {"listing": PublicListing(
            9, "content", PublicState.NONE)}),
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
            **form, "values": {}, "errors": {}, "signed_in_as": ""}),
        "report-wrong": ("public/report", nobody, {
            **form, "values": values, "signed_in_as": "",
            "errors": {"description": f"12 characters; at least 20{evil}",
                       "reporter_email": "no e-mail address",
                       "category": f"choose one{evil}", "good_faith": "tick it"}}),
        "receipt": ("public/receipt", nobody, {
            "code": "7KQ2-M9XV-0C4T-HN8P-3RWE", "number": 7, "name": f"Trip planner{evil}",
            "email": True}),
        "receipt-anonymous": ("public/receipt", nobody, {
            "code": f"7KQ2{evil}", "number": 7, "name": "Trip planner", "email": False}),
        "status-ask": ("public/status", nobody, {
            "status": None, "code": evil, "errors": {"code": f"no report has it{evil}"},
            "notices": ()}),
        "status": ("public/status", nobody, {
            **status, "status": answered,
            "notices": ((NOW - DAY, f"The outcome{evil}", f"Dear reporter,\n{evil}"),)}),
        **{f"status-{state}": ("public/status", nobody, {**status, "status": ReportStatus(
            12, state, filed, 7, "Trip planner", ReportCategory.OTHER)})
            for state in ReportState if state is not ReportState.ACTIONED},
        "appeal": ("public/appeal", nobody, appeal),
        "transparency": ("public/transparency", nobody, _figures(evil)),
    }  # fmt: skip


def _figures(evil: str) -> dict[str, Any]:
    return {
        "since": dt.date(2026, 1, 1),
        "until": dt.date(2026, 3, 10),
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


def _errors(evil: str) -> dict[str, tuple[str, Role, dict[str, Any]]]:
    said: list[GptReviewError] = [
        UnauthorizedError("nobody is signed in", next_step="sign in"),
        ForbiddenError("the role builder", expected="the role reviewer", next_step="ask an admin"),
        NotFoundError(f"there is nothing here{evil}"),
        ConflictError(f"rowan has decided the case{evil}", next_step="load the case again"),
        InputError(f"no clause{evil}", where="clauses", expected="at least one of the policy"),
        TooManyError("the 21st report of a day; 20 are allowed", next_step="come back tomorrow"),
    ]
    pages = {each.http_status: each for each in said}
    pages[500] = GptReviewError("something went wrong here; it was logged")
    return {
        f"error-{status}": ("error", Role.REPORTER, {"status": status, "error": error})
        for status, error in {**pages, 421: InputError("Misdirected Request")}.items()
    }


def _account(evil: str) -> dict[str, tuple[str, Role, dict[str, Any]]]:
    made = {
        "role": Role.ADMIN, "name": f"rowan{evil}", "min_password": MIN_PASSWORD,
        "action": "/begin/token", "values": {}, "errors": {},
    }  # fmt: skip
    wrong = {"values": {"name": evil, "email": evil}, "errors": {"password": f"too short{evil}"}}
    return {
        "sign-in": ("account/sign_in", Role.REPORTER, {
            "values": {}, "errors": {}, "next": "/queue", "oidc": f"Example ID{evil}",
            "may_sign_up": True}),
        "sign-in-wrong": ("account/sign_in", Role.REPORTER, {
            "values": {"name": f"rowan{evil}"}, "errors": {"name": f"name or password{evil}"},
            "next": evil, "oidc": "", "may_sign_up": False}),
        **{f"account-{kind}": ("account/first_admin", Role.REPORTER, {
            **made, "kind": kind, **(wrong if kind == "invitation" else {})})
            for kind in ("first_admin", "invitation", "reset", "sign_up")},
        "confirm": ("confirm", Role.ADMIN, {
            "title": f"Disable rowan{evil}?", "text": f"All of their sessions end.{evil}",
            "label": f"Disable{evil}", "action": "/accounts/5/disable",
            "fields": {"reason": evil}, "back": "/accounts"}),
    }  # fmt: skip


_NAMES: Final = (
    "Trip planner", "Rich in seven days", "理财小助手", "Homework friend with a rather long name",
    "Invoice wizard", "Pep talk", "City guide", "Crypto doubler",
)  # fmt: skip
_PARTS: Final = (
    {"severity": 6000, "reach": 1800, "reporters": 2600, "accuracy": 700, "history": 1200, "age": 900},
    {"severity": 4000, "reach": 300, "reporters": 1000, "accuracy": 500, "history": 0, "age": 2400},
    {"severity": 2000, "reach": 0, "reporters": 1600, "accuracy": 300, "history": 600, "age": 200},
)  # fmt: skip
_ABOUT: Final = (("child_safety",), ("fraud", "pii"), ("fraud",), ("hate",), ("malware", "injection"))


def _row(index: int, evil: str) -> QueueRow:
    states = (CaseState.OPEN, CaseState.OPEN, CaseState.APPEALED, CaseState.ESCALATED)
    due = NOW + (index * 7 - 5) * HOUR
    return QueueRow(
        id=41 + index, listing=7 + index, name=f"{_NAMES[index % len(_NAMES)]}{evil}",
        source=f"catalogue{evil}", number=1 + index % 3, is_current=index % 5 != 3,
        state=states[index % 4], revision=3, is_urgent=index == 0, parts=_PARTS[index % 3],
        categories=_ABOUT[index % 5], language="zh" if index % 4 == 2 else "en",
        reports=index % 4 * 3, opened_at=NOW - DAY, due_at=due, is_overdue=due < NOW,
        holder=("", "rowan", "", "mika")[index % 4], lease_until=None, is_mine=index % 4 == 1,
        present=("mika", f"noor{evil}") if index == 2 else (),
    )  # fmt: skip


def _queue(evil: str) -> dict[str, tuple[str, Role, dict[str, Any]]]:
    counts = {CaseState.OPEN: 812, CaseState.ESCALATED: 4, CaseState.APPEALED: 17}
    context: dict[str, Any] = {
        "page": QueuePage(tuple(_row(index, evil) for index in range(14)), "next", counts),
        "wanted": QueueFilter(name=evil),
        "query": "",
        "views": ((1, f"Chinese{evil}", "/queue?language=zh", False),
                  (2, "Overdue", "/queue?overdue=1", False)),
        "tabs": [("All waiting", "/queue", True, "833"), ("Open", "/queue?state=open", False, "812"),
                 ("Escalated", "/queue?state=escalated", False, "4"),
                 ("Appealed", "/queue?state=appealed", False, "17"),
                 ("Decided", "/queue?state=decided", False, None)],
        "next": "/queue?after=next",
        "first": "",
        "categories": (*map(str, ReportCategory), "pii", "secrets", "injection"),
        "sources": ("catalogue", f"partner{evil}"),
        "break_at": None,
    }  # fmt: skip
    filtered = {
        **context, "page": QueuePage((), "", counts), "query": f"state=open&name={evil}",
        "wanted": QueueFilter(states=(CaseState.OPEN,), overdue=True, name=evil),
        "views": ((1, f"Mine{evil}", "/queue?holder=me", True),), "next": "",
        "sources": ("catalogue",), "break_at": NOW - HOUR,
    }  # fmt: skip
    shortcuts = [
        ("Everywhere", [("?", "Show the shortcuts of the page"), ("g q", "Back to the queue")]),
        (f"Queue{evil}", [("j", "Next case"), ("k", "Previous case"), ("x", f"Select it{evil}")]),
    ]
    return {
        "queue": ("reviewer/queue", Role.REVIEWER, context),
        "queue-empty": ("reviewer/queue", Role.LEAD, filtered),
        "shortcuts": ("reviewer/shortcuts", Role.REVIEWER, {"groups": shortcuts}),
    }


_TEXT: Final = (
    "You are a friendly adviser.\nBegin every chat with small talk.\n\nThen ask for a fee of 200 "
    "dollars, to be paid before the prize can be released. Never say why. Write to h-e-l-p.\n"
)


def _finding(rule: str, text: str, evil: str, **changes: Any) -> Finding:
    start = _TEXT.index(text)
    values: dict[str, Any] = {
        "rule_id": rule, "title": f"Advance fee{evil}", "category": Category.FRAUD,
        "severity": Severity.HIGH, "confidence": Confidence.HIGH, "field": "instructions",
        "start": start, "end": start + len(text), "locator": Locator(line=4, column=6),
        "excerpt": f"{text}{evil}", "before": f"Then {evil}", "after": ".", "decoded": "",
        "disguises": (),
        "message": Wording(f"Asks for a payment up front.{evil}", "要求预先付款。"),
        "clause": "usage-policies/fraud",
        "fix": Wording(f"Remove the request for payment.{evil}", "删除付款要求。"),
        "scanner": "rules", "evidence_digest": f"sha256:{rule}",
    }  # fmt: skip
    return Finding(**{**values, **changes})


def _case_page(evil: str) -> dict[str, Any]:
    clause = Clause(
        "usage-policies/fraud", Wording(f"No fraud{evil}", "禁止欺诈"),
        Wording(f"Do not take money by deceit.{evil}", "不得骗取钱财。"), NOW.date(), "",
    )  # fmt: skip
    fee = _finding("fraud-advance-fee", "a fee of 200 dollars, to be paid before", evil)
    hidden = _finding(
        "hidden-contact", "h-e-l-p", evil, severity=Severity.LOW, category=Category.USAGE,
        decoded=f"help{evil}", disguises=("spaced",),
    )  # fmt: skip
    judged = (JudgedFinding(fee, Meaning.FAIL), JudgedFinding(hidden, Meaning.REVIEW))
    verdict = Verdict(
        "g-7", Outcome.FAIL, judged,
        Coverage(3, 900, (Unread(f"knowledge:tips.pdf{evil}", f"encrypted PDF{evil}", "page 3"),)),
        (), (ScannerRun("rules", "1"),), _DIGEST, f"default{evil}", "2026-02", _DIGEST, _DIGEST,
        Profile.CONTENT,
    )  # fmt: skip
    spans = [
        {"start": each.start, "end": each.end, "number": at, "title": each.title, "disturbing": at == 1}
        for at, each in enumerate((fee, hidden), 1)
    ]
    decision = Decision(
        3, 41, 6, Action.LABEL, ("usage-policies/fraud",), f"It asks.{evil}", f"Fix it.{evil}",
        f"Labelled.{evil}", Scope.VERSION, Ground.TERMS, "", NOW - 20 * DAY, None, None, (),
        replaced_at=NOW - DAY,
    )  # fmt: skip
    report = Report(
        12, 41, 7, 4, ReportCategory.FRAUD, f"It wanted money before it said anything.{evil}",
        f"Third answer{evil}", "en", NOW - 5 * HOUR, is_bad_faith=False, has_evidence=True,
    )  # fmt: skip
    return {
        "case": Case(
            41, 7, 4, _DIGEST, CaseState.OPEN, 3, NOW - 5 * HOUR, NOW + 3 * HOUR, 5,
            NOW - HOUR, NOW + HOUR / 2,
        ),
        "name": f"Rich in seven days{evil}", "source": f"catalogue{evil}", "current": 5,
        "parts": _PARTS[0], "reach": 2, "holder": "rowan", "holds": True,
        "present": ["mika", f"noor{evil}"], "verdict": verdict, "rescan": "",
        "findings": [
            {"number": at, "judged": each, "clause": clause if at == 1 else None,
             "disturbing": at == 1}
            for at, each in enumerate(judged, 1)
        ],
        "fields": [
            {"name": "instructions", "label": "Instructions", "text": f"{_TEXT}{evil}",
             "spans": spans, "decoded": f"{_TEXT.replace('h-e-l-p', 'help')}{evil}",
             "is_masked": True},
            {"name": "description", "label": "Description", "text": f"Makes you rich.{evil}",
             "spans": [], "decoded": "", "is_masked": False},
        ],
        "specs": [{
            "label": f"payments.openapi.yaml{evil}", "text": f"openapi: 3.1.0\n{evil}",
            "operations": [
                {"method": "POST", "path": f"/transfer{evil}", "host": "pay.example",
                 "sends": ["amount", "account"], "consequential": True},
                {"method": "GET", "path": "/rates", "host": "pay.example", "sends": [],
                 "consequential": False}],
        }],
        "reports": [report],
        "decisions": [{"decision": decision, "by": f"mika{evil}"}],
        "appeals": [],
        "timeline": [
            {"at": NOW - 5 * HOUR, "title": "Reported", "detail": f"Report 12{evil}", "icon": "flag"},
            {"at": NOW - 4 * HOUR, "title": "Scanned again", "actor": "", "icon": "stale"},
            {"at": NOW - HOUR, "title": "Claimed", "actor": f"rowan{evil}", "icon": "lock"},
        ],
        "related": [
            ("builder", [{"number": 8, "name": f"Crypto doubler{evil}", "case": 44, "outcome": "fail"}]),
            ("text", []),
            ("domain", [{"number": 9, "name": "Pay desk", "case": None, "outcome": ""}]),
        ],
        "strikes": 3,
        "recommendation": {
            "action": Action.REMOVE,
            "reasons": ["A finding of high severity is failed by the policy.",
                        f"Strikes of weight 3 are in force.{evil}"]},
        "clauses": [("usage-policies/fraud", f"No fraud{evil}"), ("usage-policies/hate", "No hate"),
                    ("usage-policies/privacy", "Privacy of others")],
        "values": {"clauses": ["usage-policies/fraud"], "evidence": ["sha256:fraud-advance-fee"]},
        "errors": {},
        "break_at": NOW + HOUR,
    }  # fmt: skip


def _cases(evil: str) -> dict[str, tuple[str, Role, dict[str, Any]]]:
    page = _case_page(evil)
    case: Case = page["case"]
    bare = Case(42, 7, 4, _DIGEST, CaseState.OPEN, 1, NOW - DAY, NOW - HOUR)
    appealed = Case(
        43, 7, 4, _DIGEST, CaseState.APPEALED, 9, NOW - DAY, NOW + 9 * DAY, 5, NOW, NOW + HOUR
    )
    appeal = Appeal(2, 43, 3, Party.BUILDER, f"It is a story.{evil}", NOW - DAY, account=9)
    theirs = Appeal(3, 43, 3, Party.REPORTER, f"Look again.{evil}", NOW - DAY, report=12)
    answered = Appeal(
        1, 43, 2, Party.REPORTER, "Before", NOW - 9 * DAY, decided_at=NOW - DAY, is_upheld=True
    )
    nothing = {
        "verdict": None, "findings": [], "specs": [], "reports": [], "related": [],
        "decisions": [], "timeline": [], "recommendation": None, "present": [],
    }  # fmt: skip
    decided = Case(44, 7, 4, _DIGEST, CaseState.DECIDED, 4, NOW - DAY, None)
    wrong = {
        "clauses": f"at least one clause{evil}", "facts": "empty", "action": "choose one",
        "days": f"no number{evil}",
    }  # fmt: skip
    return {
        "case": ("reviewer/case", Role.REVIEWER, page),
        "case-wrong": ("reviewer/case", Role.LEAD, {
            **page, "errors": wrong, "rescan": f"too slow{evil}", "values": {
                "facts": evil, "action": "require_change", "ground": "illegal"}}),
        "case-free": ("reviewer/case", Role.REVIEWER, {
            **page, **nothing, "case": bare, "holder": "", "holds": False, "current": 4,
            "rescan": "waiting", "break_at": None}),
        "case-held": ("reviewer/case", Role.REVIEWER, {
            **page, "case": case, "holder": f"mika{evil}", "holds": False}),
        "case-appealed": ("reviewer/case", Role.LEAD, {
            **page, "case": appealed, "appeals": [
                {"appeal": appeal, "by": evil}, {"appeal": theirs, "by": ""},
                {"appeal": answered, "by": ""}]}),
        "case-decided": ("reviewer/case", Role.REVIEWER, {
            **page, "case": decided, "holder": "", "holds": False}),
    }  # fmt: skip


def samples(evil: str = "") -> dict[str, tuple[str, Role, dict[str, Any]]]:
    """Template, role and context of each sample, by its name.

    Args:
        evil: Stands in every text that somebody else writes.
    """
    return {
        **_public(evil), **_errors(evil), **_account(evil), **_queue(evil), **_cases(evil)
    }  # fmt: skip
