"""Pages of a case in each of its states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from gptreview.errors import ConflictError
from gptreview.model.account import Role
from gptreview.model.case import Case, CaseState
from gptreview.model.case_page import (
    CasePage,
    CaseVerdict,
    Highlight,
    OperationRow,
    ReporterIdentity,
    ShownText,
    TimelineEntry,
)
from gptreview.model.decision import Action, Appeal, Decision, Ground, Party, Scope
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.notice import Letter
from gptreview.model.policy import Clause, Meaning, Profile
from gptreview.model.presence import Present
from gptreview.model.recommendation import Recommendation
from gptreview.model.registry import RegisteredListing
from gptreview.model.report import Report, ReportCategory
from gptreview.model.segment import Locator, Unread
from gptreview.model.trait import RelatedListing, TraitKind
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, ScannerRun, Verdict
from gptreview.usecases.triage.preview_notices import PreviewedLetter
from tests.web.look_frame import DAY, HOUR, NOW, Sample
from tests.web.look_queue import POINTS, clauses

_DIGEST: Final = f"sha256:{'0' * 64}"


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


def _verdict(evil: str) -> CaseVerdict:
    fee = _finding("fraud-advance-fee", "a fee of 200 dollars, to be paid before", evil)
    hidden = _finding(
        "hidden-contact", "h-e-l-p", evil, severity=Severity.LOW, category=Category.USAGE,
        decoded=f"help{evil}", disguises=("spaced",), clause="usage-policies/other",
    )  # fmt: skip
    insult = _finding("hate-dehumanising", "Never say why", evil, category=Category.HATE)
    title, text = f"No fraud{evil}", f"Do not take money by deceit.{evil}"
    clause = Clause(
        "usage-policies/fraud", Wording(title, title), Wording(text, text), NOW.date(), ""
    )
    verdict = Verdict(
        "g-7", Outcome.FAIL,
        (JudgedFinding(fee, Meaning.FAIL), JudgedFinding(insult, Meaning.FAIL),
         JudgedFinding(hidden, Meaning.REVIEW)),
        Coverage(3, 900, (Unread(f"knowledge:tips.pdf{evil}", f"encrypted PDF{evil}", "page 3"),)),
        (), (ScannerRun("rules", "1"),), _DIGEST, f"default{evil}", "2026-02", _DIGEST, _DIGEST,
        Profile.CONTENT, {clause.id: clause},
    )  # fmt: skip
    return CaseVerdict(5, verdict, NOW - 4 * HOUR)


def _case_page(evil: str, **changes: Any) -> CasePage:
    kept = _verdict(evil)
    marks = sorted(
        (each.finding.start, each.finding.end, place)
        for place, each in enumerate(kept.verdict.findings)
    )
    marks = sorted([*marks, (marks[0][0] + 4, marks[0][0] + 9, 2)])
    report = Report(
        12, 41, 7, 4, ReportCategory.FRAUD, f"It wanted money before it said anything.{evil}",
        f"Third answer{evil}", "en", NOW - 5 * HOUR, has_evidence=True,
    )  # fmt: skip
    sweep = Report(
        13, 41, 7, 4, ReportCategory.OTHER, f"Bad.{evil}", "", "en", NOW, is_bad_faith=True
    )
    decision = Decision(
        3, 41, 6, Action.LABEL, ("usage-policies/fraud",), f"It asks.{evil}", f"Fix it.{evil}",
        f"Labelled.{evil}", Scope.VERSION, Ground.TERMS, "", NOW - 20 * DAY, None, None, (),
        replaced_at=NOW - DAY,
    )  # fmt: skip
    steps = [("report.filed", "Reported", ""), ("case.rescanned", "Scanned again", ""),
             ("case.claimed", "Claimed", f"rowan{evil}")]  # fmt: skip
    values: dict[str, Any] = {
        "case": Case(41, 7, 4, _DIGEST, CaseState.OPEN, 3, NOW - 5 * HOUR, NOW + 3 * HOUR, 5,
                     NOW - HOUR, NOW + HOUR / 2),
        "listing": RegisteredListing(
            7, f"catalogue{evil}", "g-7", f"Rich in seven days{evil}", _DIGEST, 5, NOW, NOW, NOW,
            None, "fail"),
        "is_current": False, "parts": POINTS[0], "categories": ("fraud", "pii"),
        "texts": (
            ShownText("instructions", f"{_TEXT}{evil}", tuple(Highlight(*each) for each in marks),
                      is_masked=True, characters=9_000, is_cut=True),
            ShownText(f"knowledge:tips.md{evil}", f"Makes you rich.{evil}", (), is_masked=False,
                      characters=15, is_cut=False),
            ShownText("action:0", f"openapi: 3.1.0\n{evil}", (), is_masked=False, characters=15,
                      is_cut=False)),
        "unreadable": "", "verdict": kept,
        "operations": (
            OperationRow(0, f"sendMoney{evil}", "POST", f"/transfer{evil}", "pay.example",
                         consequential=True, asks_user=True, third_party=True),
            OperationRow(0, "", "GET", "/rates", "", consequential=None, asks_user=False,
                         third_party=None)),
        "reports": (report, sweep), "decisions": (decision,), "appeals": (),
        "timeline": tuple(
            TimelineEntry(NOW - (5 - 2 * place) * HOUR, kind, Wording(words, words), actor, {})
            for place, (kind, words, actor) in enumerate(steps)),
        "related": (
            RelatedListing(8, f"Crypto doubler{evil}", TraitKind.BUILDER, "", 44, "open"),
            RelatedListing(9, "Pay desk", TraitKind.DOMAIN, f"pay.example{evil}", None, "")),
        "strikes": 3,
        "recommendation": Recommendation(
            Action.REMOVE, Wording(f"A finding of high severity.{evil}", "高严重性。")),
        "present": (Present(6, f"mika{evil}", NOW),), "people": {5: "rowan", 6: f"mika{evil}"},
        "rescan_error": "", "is_rescan_wanted": False,
        "holds_publication": True,
    }  # fmt: skip
    return CasePage(**{**values, **changes})


def case_samples(evil: str) -> dict[str, Sample]:
    """A case in all of its states, with errors and letters, and what is shown without masks."""

    def case(state: CaseState, holder: int | None = 5, **changes: Any) -> Case:
        lease = None if holder is None else NOW + HOUR / 2
        due = NOW - HOUR if state.is_waiting else None
        return Case(41, 7, 4, _DIGEST, state, 3, NOW - DAY, due, holder, None, lease, **changes)

    appeals = (
        Appeal(1, 41, 2, Party.REPORTER, "Before", NOW - 9 * DAY, decided_at=NOW, is_upheld=True),
        Appeal(2, 41, 3, Party.BUILDER, f"It is a story.{evil}", NOW - DAY, account=9),
        Appeal(3, 41, 3, Party.REPORTER, f"Look again.{evil}", NOW - DAY, report=12),
    )
    chosen = {"clauses": ["usage-policies/fraud"], "evidence": ["sha256:fraud-advance-fee"]}
    shown = {
        "clauses": clauses(evil), "values": chosen, "errors": {}, "break_at": NOW + HOUR,
        "query": "category=fraud", "trail": "?from=category%3Dfraud",
        "disturbing": frozenset({1}), "has_typed": False, "refusal": None, "letters": (),
        "evidence_options": [("sha256:fraud-advance-fee", [1, 3], f"fraud-advance-fee{evil}")],
    }  # fmt: skip
    wrong = {
        "values": {"facts": evil, "action": "require_change", "ground": "illegal"},
        "letters": _letters(evil),
        "errors": {"clauses": f"at least one clause{evil}", "facts": "empty",
                   "action": "choose one", "days": f"no number{evil}"},
    }  # fmt: skip
    lost = {
        "values": {"facts": evil, "action": "remove", "clauses": ["usage-policies/fraud"],
                   "reason_builder": evil, "reason_reporter": "", "answer": "", "note": evil,
                   "legal_ground": ""},
        "has_typed": True, "refusal": ConflictError(f"mika was quicker{evil}", next_step="look"),
    }  # fmt: skip
    own = replace(_case_page(evil).decisions[0], account=5)
    nothing: dict[str, Any] = {
        "case": case(CaseState.OPEN, None), "is_current": True, "verdict": None, "texts": (),
        "operations": (), "reports": (), "decisions": (), "timeline": (), "related": (),
        "present": (), "unreadable": f"its file is damaged{evil}",
        "recommendation": Recommendation(None, Wording("Nothing", "无")),
    }  # fmt: skip
    lead = Recommendation(None, Wording(f"Child safety.{evil}", "儿童安全。"), escalate=True)
    pages: dict[str, tuple[Role, CasePage, dict[str, Any]]] = {
        "case": (Role.REVIEWER, _case_page(evil), {}),
        "case-wrong": (Role.LEAD, _case_page(evil, rescan_error=f"too slow{evil}"), wrong),
        "case-free": (Role.REVIEWER, _case_page(evil, **nothing), {"break_at": None}),
        "case-held": (Role.REVIEWER, _case_page(
            evil, case=case(CaseState.OPEN, 6, is_urgent=True), is_rescan_wanted=True,
            recommendation=lead), {}),
        "case-lost": (Role.LEAD, _case_page(evil, case=case(CaseState.OPEN, None)), lost),
        "case-overtaken": (Role.REVIEWER, _case_page(evil, case=case(CaseState.OPEN, 6)), lost),
        "case-escalated": (Role.REVIEWER, _case_page(
            evil, case=case(CaseState.ESCALATED, None)), {}),
        "case-own": (Role.REVIEWER, _case_page(
            evil, case=case(CaseState.APPEALED, None, decision=3), decisions=(own,),
            appeals=appeals), {}),
        "case-appealed": (Role.LEAD, _case_page(
            evil, case=case(CaseState.APPEALED), appeals=appeals), {}),
        "case-decided": (Role.REVIEWER, _case_page(evil, case=case(CaseState.DECIDED, None)), {}),
    }  # fmt: skip
    who = ReporterIdentity(12, f"Robin Example{evil}", "robin@example.com")
    unmasked = {
        "number": 41, "page": _case_page(evil), "texts": _case_page(evil).texts[:1],
        "disturbing": frozenset({1}),
    }  # fmt: skip
    return {
        "unmasked": ("reviewer/unmasked", Role.REVIEWER, unmasked),
        "reporter": ("reviewer/reporter", Role.LEAD, {"who": who, "case": 41}),
        "reporter-alone": ("reviewer/reporter", Role.LEAD, {"who": who, "case": None}),
        **{
            name: ("reviewer/case", role, {**shown, "page": page, **more})
            for name, (role, page, more) in pages.items()
        },
    }


def _letters(evil: str) -> tuple[PreviewedLetter, ...]:
    """To nobody, and to two reporters."""
    letter = Letter(f"Remove: Rich in seven days{evil}", f"We have decided.{evil}\n\nGoodbye.\n")
    return (
        PreviewedLetter(Party.BUILDER, 0, "en", letter),
        PreviewedLetter(Party.REPORTER, 2, "zh", letter),
    )
