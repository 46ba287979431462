"""Why an outcome is what it is, in sentences, the strongest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from gptreview.decide.waivers import idle_waivers
from gptreview.model.category_names import CATEGORY_NAMES
from gptreview.model.finding import Wording
from gptreview.model.policy import Meaning, Policy
from gptreview.model.segment import Unread
from gptreview.model.unread_wording import failure_wording, unread_place, unread_wording
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, ScannerRun

_MAX_UNREAD: Final = 10
"""Sentences on unread parts; the coverage names all of them."""
_FAILS: Final = Wording("that the policy fails", "违反政策")
_DOUBTFUL: Final = Wording("that a person must judge", "须由人工判断")
_PASSES: Final = Wording(
    "everything was read, and nothing counts against it", "全部内容已读取，未发现不利之处"
)


def reasons_for(
    outcome: Outcome,
    judged: Sequence[JudgedFinding],
    coverage: Coverage,
    scanners: Sequence[ScannerRun],
    policy: Policy,
    today: dt.date,
) -> tuple[Wording, ...]:
    """One sentence for each reason; what was set aside comes last."""
    counting = [each for each in judged if each.counts]
    failing = [each for each in counting if each.meaning is Meaning.FAIL]
    doubtful = [each for each in counting if each.meaning is Meaning.REVIEW]
    return (
        *_findings(failing, _FAILS),
        *_unread(coverage.unread),
        *_scanners(scanners),
        *_findings(doubtful, _DOUBTFUL),
        *_without_clause(counting, policy),
        *idle_waivers(judged, policy, today),
        *([_PASSES] * (outcome is Outcome.PASS)),
        *_set_aside(judged),
    )


def _findings(judged: Sequence[JudgedFinding], what: Wording) -> Iterator[Wording]:
    if judged:
        found = sorted({each.finding.category for each in judged})
        names = "、".join(CATEGORY_NAMES[category].zh for category in found)
        yield Wording(
            f"{_count(len(judged), 'finding')} {what.en} ({', '.join(found)})",
            f"{len(judged):,} 处发现{what.zh}（{names}）",
        )


def _unread(parts: Sequence[Unread]) -> Iterator[Wording]:
    for part in parts[:_MAX_UNREAD]:
        where, why = unread_place(part), unread_wording(part)
        comma = "," if part.place else ""
        blank = "" if part.place else " "
        yield Wording(
            f"{where.en}{comma} was not read: {why.en}", f"{where.zh}{blank}未读取：{why.zh}"
        )
    if len(parts) > _MAX_UNREAD:
        more = len(parts) - _MAX_UNREAD
        yield Wording(
            f"{_count(more, 'more part')} {'was' if more == 1 else 'were'} not read",
            f"另有 {more:,} 个部分未读取",
        )


def _scanners(scanners: Sequence[ScannerRun]) -> Iterator[Wording]:
    if not scanners:
        yield Wording("no scanner looked at it", "没有扫描器检查过")
    for run in scanners:
        if run.failure:
            why = failure_wording(run.failure)
            yield Wording(
                f"scanner {run.name} could not finish: {why.en}",
                f"扫描器 {run.name} 未能完成：{why.zh}",
            )


def _without_clause(judged: Sequence[JudgedFinding], policy: Policy) -> Iterator[Wording]:
    missing: dict[str, set[str]] = {}
    for each in judged:
        if each.finding.clause not in policy.clauses:
            missing.setdefault(each.finding.clause, set()).add(each.finding.rule_id)
    if missing:
        named = sorted((clause, sorted(rules)) for clause, rules in missing.items())
        noun = "clause" if len(named) == 1 else "clauses"
        en = ", ".join(f"{clause} (of {', '.join(rules)})" for clause, rules in named)
        zh = "、".join(f"{clause}（{'、'.join(rules)}）" for clause, rules in named)
        yield Wording(f"the policy lacks the {noun} {en}", f"政策中缺少条款 {zh}")


def _set_aside(judged: Sequence[JudgedFinding]) -> Iterator[Wording]:
    """Only what would have counted: a note is no news, waived or not."""
    heavy = [each for each in judged if each.meaning is not Meaning.NOTE]
    waived = sum(each.waiver is not None for each in heavy)
    known = sum(each.waiver is None and each.known for each in heavy)
    if waived:
        yield Wording(
            f"{_count(waived, 'finding')} set aside by a waiver",
            f"{waived:,} 处发现已获豁免，不计入结果",
        )
    if known:
        yield Wording(
            f"{_count(known, 'finding')} set aside by the baseline",
            f"{known:,} 处发现基线中已有，不计入结果",
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
