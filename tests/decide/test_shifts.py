"""Why two verdicts on one content end otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from gptreview.decide.shifts import flip_between
from gptreview.model.finding import Finding
from gptreview.model.policy import Meaning, Waiver
from gptreview.model.simulation import MOVES, Flip, Move, Shift
from gptreview.model.verdict import JudgedFinding, Outcome, Verdict

PASS, REVIEW, FAIL = Outcome.PASS, Outcome.REVIEW, Outcome.FAIL
CLAUSE: Final = "usage-policies/fraud"
HIGH: Final = 2
"""Rank of the findings' severity."""
Ended = Callable[..., Verdict]


def _shift(rule: str, before: str, after: str, clause_change: str = "") -> Shift:
    return Shift("fraud", rule, CLAUSE, before, after, clause_change)


@pytest.fixture
def ended(judge: Callable[..., Verdict], make_finding: Callable[..., Finding]) -> Ended:
    """A verdict with an outcome, from rules and what they mean: ``fail``, ``waived``."""

    def judged(rule: str, meaning: str) -> JudgedFinding:
        finding = make_finding(rule_id=rule)
        if meaning != "waived":
            return JudgedFinding(finding, Meaning(meaning))
        waiver = Waiver(rule, finding.evidence_digest, "legal", "a novel", dt.date(2027, 1, 1))
        return JudgedFinding(finding, Meaning.FAIL, waiver)

    def verdict(outcome: Outcome, *found: tuple[str, str]) -> Verdict:
        findings = tuple(judged(*each) for each in found)
        made = judge(*(each.finding for each in findings))
        return replace(made, outcome=outcome, findings=findings)

    return verdict


def test_same_outcome_is_no_flip(ended: Ended) -> None:
    """Whatever came and went, nobody notices."""
    assert flip_between(ended(FAIL, ("a", "fail")), ended(FAIL, ("b", "fail"))) is None


@pytest.mark.parametrize(
    ("before", "after", "shifts"),
    [
        pytest.param(
            (PASS, ("a", "note"), ("b", "note")),
            (FAIL, ("a", "fail"), ("b", "review"), ("c", "fail")),
            (_shift("a", "note", "fail"), _shift("c", "", "fail")),
            id="what-fails-now",
        ),
        pytest.param(
            (FAIL, ("a", "fail"), ("b", "review"), ("c", "fail")),
            (PASS, ("a", "waived"), ("b", "note")),
            (_shift("a", "fail", "waived"), _shift("c", "fail", "")),
            id="what-failed-before",
        ),
        pytest.param(
            (REVIEW, ("a", "review"), ("a", "note")),
            (FAIL, ("a", "note"), ("a", "fail")),
            (_shift("a", "review", "fail"),),
            id="worst-of-a-rule",
        ),
        pytest.param(
            (FAIL, ("a", "fail"), ("b", "note")),
            (REVIEW, ("a", "review"), ("b", "review")),
            (_shift("a", "fail", "review"),),
            id="only-what-went",
        ),
    ],
)
def test_reasons_are_what_moved_the_outcome(
    ended: Ended,
    before: tuple[Outcome, *tuple[tuple[str, str], ...]],
    after: tuple[Outcome, *tuple[tuple[str, str], ...]],
    shifts: tuple[Shift, ...],
) -> None:
    """A rule counts where it has the new outcome, or had the old one that nothing has now."""
    flip = flip_between(ended(*before), ended(*after))
    assert flip == Flip("sha256:content", Move(before[0], after[0]), shifts, HIGH)


@pytest.mark.parametrize(
    ("side", "change"),
    [pytest.param("before", "came", id="came"), pytest.param("after", "went", id="went")],
)
def test_clause_of_one_policy_alone_is_told(ended: Ended, side: str, change: str) -> None:
    """A finding without its clause goes to a person, so the clause is the reason."""
    both = {"before": ended(FAIL, ("a", "fail")), "after": ended(REVIEW, ("a", "review"))}
    both[side] = replace(both[side], clauses={})
    flip = flip_between(both["before"], both["after"])
    assert flip is not None
    assert flip.shifts == (_shift("a", "fail", "review", change),)


def test_without_a_finding_something_was_not_read(ended: Ended) -> None:
    """Unread parts and scanners that gave up make a review, too."""
    flip = flip_between(ended(PASS), ended(REVIEW))
    assert flip == Flip("sha256:content", Move(PASS, REVIEW), (Shift("", "", "", "", ""),), 0)


def test_every_move_has_its_place() -> None:
    """The six moves are told once each, what fails anew first."""
    assert {(each.before, each.after) for each in MOVES} == {
        (one, other) for one in Outcome for other in Outcome if one is not other
    }
    assert [str(each) for each in MOVES[:2]] == ["pass→fail", "review→fail"]
