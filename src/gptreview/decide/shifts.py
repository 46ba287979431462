"""Why two verdicts on one content end otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from gptreview.model.policy import Meaning
from gptreview.model.simulation import Flip, Move, Shift
from gptreview.model.verdict import JudgedFinding, Outcome, Verdict

_WAIVED: Final = "waived"
_WEIGHTS: Final[Mapping[str, int]] = {
    "": 0,
    _WAIVED: 0,
    Meaning.NOTE: 0,
    Meaning.REVIEW: 1,
    Meaning.FAIL: 2,
}
_RANKS: Final = (Outcome.PASS, Outcome.REVIEW, Outcome.FAIL)
_UNREAD: Final = Shift(category="", rule_id="", clause="", before="", after="")


def flip_between(before: Verdict, after: Verdict) -> Flip | None:
    """The flip from one verdict to the other; None where the outcome is the same."""
    if before.outcome is after.outcome:
        return None
    was, now = _worst(before), _worst(after)
    pairs = [(was.get(each), now.get(each)) for each in sorted(was.keys() | now.keys())]
    move = Move(before.outcome, after.outcome)
    decisive = [pair for pair in pairs if _is_decisive(pair, move)]
    shifts = tuple(_shift(pair, before, after) for pair in decisive)
    severity = max((_severity(pair) for pair in decisive), default=0)
    return Flip(after.content_digest, move, shifts or (_UNREAD,), severity)


_Pair = tuple[JudgedFinding | None, JudgedFinding | None]


def _worst(verdict: Verdict) -> dict[str, JudgedFinding]:
    """The finding of each rule that weighs most; findings come with the worst first."""
    worst: dict[str, JudgedFinding] = {}
    for each in verdict.findings:
        known = worst.setdefault(each.finding.rule_id, each)
        if _WEIGHTS[_word(each)] > _WEIGHTS[_word(known)]:
            worst[each.finding.rule_id] = each
    return worst


def _is_decisive(pair: _Pair, move: Move) -> bool:
    """Whether it moved towards the new outcome, and alone would have it, or had the old one."""
    before, after = (_WEIGHTS[_word(each)] for each in pair)
    was, now = _RANKS.index(move.before), _RANKS.index(move.after)
    return (after > before and after == now) if now > was else (after < before and before == was)


def _shift(pair: _Pair, before: Verdict, after: Verdict) -> Shift:
    one = next(_there(pair)).finding
    return Shift(
        category=one.category,
        rule_id=one.rule_id,
        clause=one.clause,
        before=_word(pair[0]),
        after=_word(pair[1]),
        clause_change=_clause_change(one.clause, before, after) if all(pair) else "",
    )


def _clause_change(clause: str, before: Verdict, after: Verdict) -> str:
    had, has = clause in before.clauses, clause in after.clauses
    return "" if had == has else ("came" if has else "went")


def _word(judged: JudgedFinding | None) -> str:
    if judged is None:
        return ""
    return str(judged.meaning) if judged.counts or judged.meaning is Meaning.NOTE else _WAIVED


def _severity(pair: _Pair) -> int:
    return max(each.finding.severity.rank for each in _there(pair))


def _there(pair: _Pair) -> Iterator[JudgedFinding]:
    """The later one first."""
    yield from (each for each in reversed(pair) if each is not None)
