"""Outcomes, the order of findings, and the reasons that go with them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from itertools import product

import pytest

from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.policy import Meaning, Policy, Profile, Waiver
from gptreview.model.segment import Unread
from gptreview.model.verdict import (
    Coverage,
    DataFlow,
    JudgedFinding,
    Outcome,
    ScannerRun,
    Verdict,
)

Judge = Callable[..., Verdict]
Make = Callable[..., Finding]

GRADES = {
    Meaning.FAIL: (Severity.HIGH, Confidence.HIGH),
    Meaning.REVIEW: (Severity.HIGH, Confidence.LOW),
    Meaning.NOTE: (Severity.LOW, Confidence.HIGH),
}
BLIND = Coverage(2, 100, (Unread("knowledge:staff.pdf", "encrypted PDF", code="encrypted"),))
DOWN = (ScannerRun("pii", "2", failure="name: more than 9 values"),)


def _graded(make_finding: Make, meaning: Meaning, **changes: object) -> Finding:
    severity, confidence = GRADES[meaning]
    return make_finding(severity=severity, confidence=confidence, **changes)


@pytest.mark.parametrize(
    ("meanings", "blind", "down", "waived", "known"),
    [
        *product(
            [(), *((each,) for each in Meaning), (Meaning.NOTE, Meaning.REVIEW), tuple(Meaning)],
            *([[False, True]] * 4),
        )
    ],
)
def test_outcome_follows_the_table(
    judge: Judge,
    make_finding: Make,
    default_policy: Policy,
    meanings: tuple[Meaning, ...],
    *,
    blind: bool,
    down: bool,
    waived: bool,
    known: bool,
) -> None:
    """Failing evidence fails, doubt or blindness asks a person, and only the rest passes."""
    findings = [_graded(make_finding, each, start=index) for index, each in enumerate(meanings)]
    digest = make_finding().evidence_digest
    waiver = Waiver("fraud-advance-fee", digest, "owner", "reason", dt.date(2026, 11, 22))
    verdict = judge(
        *findings,
        coverage=BLIND if blind else Coverage(2, 100),
        scanners=DOWN if down else (ScannerRun("rules", "1"),),
        baseline=frozenset({digest} if known else ()),
        policy=dataclasses.replace(default_policy, waivers=(waiver,) if waived else ()),
    )
    counting = () if known or waived else meanings
    if Meaning.FAIL in counting:
        expected = Outcome.FAIL
    elif Meaning.REVIEW in counting or blind or down:
        expected = Outcome.REVIEW
    else:
        expected = Outcome.PASS
    assert verdict.outcome is expected


def test_verdict_records_what_it_was_made_from(judge: Judge, make_finding: Make) -> None:
    """A verdict holds its inputs, the clauses that its findings name, and its reasons."""
    finding = make_finding()
    flow = DataFlow(0, "GET /a", "api.example.com", ("q",), asks_user=False, third_party=None)
    verdict = judge(finding, profile=Profile.PUBLIC, data_flows=[flow], improve_models=False)
    policy = judge().policy_digest
    assert dataclasses.asdict(verdict) | {"clauses": list(verdict.clauses)} == {
        "listing_id": "g-1",
        "outcome": Outcome.FAIL,
        "findings": (dataclasses.asdict(JudgedFinding(finding, Meaning.FAIL)),),
        "coverage": dataclasses.asdict(Coverage(2, 100)),
        "reasons": (
            {
                "en": "1 finding that the policy fails (fraud)",
                "zh": "1 处发现违反政策（欺诈）",
            },
        ),
        "scanners": (
            {"name": "pii", "version": "2", "failure": ""},
            {"name": "rules", "version": "1", "failure": ""},
        ),
        "content_digest": "sha256:content",
        "policy_name": "gptreview default policy",
        "policy_version": "2026-11-22",
        "policy_digest": policy,
        "ruleset_digest": "sha256:rules",
        "profile": Profile.PUBLIC,
        "clauses": ["usage-policies/fraud"],
        "data_flows": (dataclasses.asdict(flow),),
        "improve_models": False,
    }


def test_reasons_come_strongest_first(judge: Judge, make_finding: Make) -> None:
    """Failing evidence is told before blindness, that before doubt, what is set aside last."""
    digest = f"sha256:{'1' * 64}"
    unread = (
        Unread("knowledge:a.zip", "an encrypted archive member", "b.txt", "encrypted"),
        Unread("action:10", "no OpenAPI document", code="not-openapi"),
        Unread("action:2", "no OpenAPI document", code="not-openapi"),
    )
    verdict = judge(
        make_finding(),
        make_finding(category=Category.PII, start=20),
        _graded(make_finding, Meaning.REVIEW, start=30),
        _graded(make_finding, Meaning.REVIEW, start=40, rule_id="b", clause="gone/b"),
        _graded(make_finding, Meaning.NOTE, start=50, rule_id="a", clause="gone/b"),
        _graded(make_finding, Meaning.NOTE, start=60),
        make_finding(evidence_digest=digest),
        coverage=Coverage(2, 100, unread),
        scanners=DOWN,
        baseline={digest},
    )
    assert verdict.reasons == (
        Wording(
            "2 findings that the policy fails (fraud, pii)", "2 处发现违反政策（欺诈、个人信息）"
        ),
        Wording(
            "knowledge:a.zip, b.txt, was not read: an encrypted archive member",
            "knowledge:a.zip（b.txt）未读取：压缩包内的文件已加密",
        ),
        Wording(
            "action:2 was not read: no OpenAPI document",
            "action:2 未读取：无法解析为 OpenAPI 文档（no OpenAPI document）",
        ),
        Wording(
            "action:10 was not read: no OpenAPI document",
            "action:10 未读取：无法解析为 OpenAPI 文档（no OpenAPI document）",
        ),
        Wording(
            "scanner pii could not finish: name: more than 9 values",
            "扫描器 pii 未能完成：name：数据项超过 9 个",
        ),
        Wording("3 findings that a person must judge (fraud)", "3 处发现须由人工判断（欺诈）"),
        Wording(
            "the policy lacks the clause gone/b (of a, b)",
            "政策中缺少条款 gone/b（a、b）",
        ),
        Wording("1 finding set aside by the baseline", "1 处发现基线中已有，不计入结果"),
    )
    assert list(verdict.clauses) == ["usage-policies/fraud"]


def test_pass_says_why(judge: Judge, make_finding: Make) -> None:
    """A pass says that everything was read, and what was set aside to get there."""
    clean = Wording(
        "everything was read, and nothing counts against it", "全部内容已读取，未发现不利之处"
    )
    assert judge().reasons == (clean,)
    known = judge(make_finding(), make_finding(start=1), baseline={make_finding().evidence_digest})
    assert known.reasons == (
        clean,
        Wording("2 findings set aside by the baseline", "2 处发现基线中已有，不计入结果"),
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (1, Wording("1 more part was not read", "另有 1 个部分未读取")),
        (2, Wording("2 more parts were not read", "另有 2 个部分未读取")),
    ],
)
def test_many_unread_parts_are_counted(judge: Judge, more: int, sentence: Wording) -> None:
    """Ten unread parts are named in the reasons, the others counted; the coverage has them all."""
    why = "a PDF that needs a password"
    unread = tuple(Unread(f"knowledge:{n:02}.pdf", why) for n in range(10 + more))
    verdict = judge(coverage=Coverage(11, 0, unread[::-1]))
    assert verdict.coverage.unread == unread
    last = Wording(f"knowledge:09.pdf was not read: {why}", "knowledge:09.pdf 未读取：PDF 需要密码")
    assert verdict.reasons[9:] == (last, sentence)


def test_nothing_passes_unseen(judge: Judge) -> None:
    """Where no scanner looked, a person must."""
    verdict = judge(scanners=())
    unseen = Wording("no scanner looked at it", "没有扫描器检查过")
    assert (verdict.outcome, verdict.reasons) == (Outcome.REVIEW, (unseen,))


@pytest.mark.parametrize("grade", Meaning)
def test_finding_without_clause_goes_to_a_person(
    judge: Judge, make_finding: Make, grade: Meaning
) -> None:
    """What the policy has no clause for neither fails nor passes, however sure the scanner is."""
    verdict = judge(_graded(make_finding, grade, clause="gone"))
    assert verdict.outcome is Outcome.REVIEW
    assert verdict.findings[0].meaning is Meaning.REVIEW
    assert verdict.clauses == {}


def test_missing_clauses_are_told_in_one_sentence(judge: Judge, make_finding: Make) -> None:
    """However many clauses the policy lacks, with the rules that name each."""
    found = [("b", "gone/y"), ("a", "gone/y"), ("c", "gone/x"), ("d", "usage-policies/fraud")]
    verdict = judge(*(make_finding(rule_id=rule, clause=clause) for rule, clause in found))
    assert verdict.reasons[-1] == Wording(
        "the policy lacks the clauses gone/x (of c), gone/y (of a, b)",
        "政策中缺少条款 gone/x（c）、gone/y（a、b）",
    )


def test_findings_are_sorted_and_told_once(judge: Judge, make_finding: Make) -> None:
    """The worst comes first, then the field a reader meets first, then place and rule."""
    digest = f"sha256:{'1' * 64}"
    expected = [
        make_finding(severity=Severity.CRITICAL, field="action:0"),
        make_finding(field="name", start=3),
        make_finding(start=3, rule_id="a"),
        make_finding(start=3, rule_id="b"),
        make_finding(start=4),
        make_finding(field="knowledge:b.txt", start=0),
        make_finding(field="action:2"),
        make_finding(field="action:10"),
        make_finding(field="elsewhere"),
        make_finding(confidence=Confidence.MEDIUM, field="name"),
        make_finding(severity=Severity.MEDIUM, confidence=Confidence.MEDIUM, field="name"),
        make_finding(severity=Severity.CRITICAL, field="name", evidence_digest=digest),
        make_finding(severity=Severity.LOW, field="name"),
    ]
    verdict = judge(*reversed(expected), *expected, baseline=[digest])
    assert [each.finding for each in verdict.findings] == expected
