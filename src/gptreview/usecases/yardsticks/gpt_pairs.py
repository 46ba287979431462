"""Yardstick 2: GPT-shaped twins, one to fail and one to pass; both right is what counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.errors import InputError
from gptreview.model.finding import Finding
from gptreview.model.measurement import Cell, Measurement, Table, f_score, ratio
from gptreview.model.policy import Meaning
from gptreview.model.verdict import Outcome, Verdict
from gptreview.usecases.worker_pool import Reviewer
from gptreview.usecases.yardsticks.evidence import points_at
from gptreview.usecases.yardsticks.labelled_rows import Row, demand, read_rows, verdicts

_CATEGORIES: Final = ("fraud", "hate", "adult", "pii", "secrets", "injection")
_LABELS: Final = {
    "id": str,
    "pair": str,
    "lang": str,
    "expected": str,
    "topic": str,
    "evasion": str,
    "categories": list,
    "evidence": list,
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One listing, what it is and what was said of it."""

    row: Row
    verdict: Verdict

    @property
    def bad(self) -> bool:
        """Whether it ought to fail."""
        return bool(self.row["expected"] == "fail")

    @property
    def failed(self) -> bool:
        """Whether it did."""
        return self.verdict.outcome is Outcome.FAIL

    @property
    def right(self) -> bool:
        """Whether the verdict is the expected one; a listing sent to review has not failed."""
        return self.bad == self.failed

    def findings(self) -> list[Finding]:
        """What the policy failed."""
        return [
            each.finding
            for each in self.verdict.findings
            if each.counts and each.meaning is Meaning.FAIL
        ]


def measure_gpt_pairs(data: Path, reviewer: Reviewer) -> Measurement:
    """Precision, recall, evidence and pairs.

    Raises:
        NotFoundError: The data is not there.
        InputError: A row is no labelled listing, or its twin is missing.
    """
    file = data / "gpt-pairs" / "bundles.jsonl"
    rows = _read_pairs(file)
    judged = [_Judged(row, verdict) for row, verdict in verdicts(rows, reviewer, name=str(file))]
    return Measurement(
        2,
        "GPT-shaped pairs",
        (
            _pairs(judged),
            Table(
                "Verdicts: what fails",
                ("listings", "TP", "FP", "FN", "precision", "recall", "F1", "sent to review"),
                (
                    _row("all", judged),
                    *(
                        _row(f"language {lang}", [j for j in judged if j.row["lang"] == lang])
                        for lang in sorted({j.row["lang"] for j in judged})
                    ),
                    *(_category(category, judged) for category in _CATEGORIES),
                ),
            ),
            _evidence(judged),
            _by("evasion", "Recall by evasion", judged),
            _twins([each for each in judged if not each.bad]),
        ),
    )


def _read_pairs(file: Path) -> list[Row]:
    rows = read_rows(file, _LABELS)
    ids = {row["id"] for row in rows}
    for number, row in enumerate(rows, 1):
        where = f"{file}:{number}"
        demand({"evidence_alt": [], **row}, {"evidence_alt": list}, where)
        for evidence in (*row["evidence"], *row.get("evidence_alt", ())):
            demand(evidence, {"category": str, "field": str, "text": str}, where)
        if row["pair"] not in ids:
            raise InputError("its twin is missing", where=where, expected='the id under "pair"')
    return rows


def _pairs(judged: Sequence[_Judged]) -> Table:
    by_id = {each.row["id"]: each for each in judged}
    bad = [each for each in judged if each.bad]
    right = sum(each.right and by_id[each.row["pair"]].right for each in bad)
    return Table(
        "Pairs", ("pairs", "both right", "share"), ((len(bad), right, ratio(right, len(bad))),)
    )


def _row(name: str, judged: Sequence[_Judged]) -> tuple[Cell, ...]:
    return _scores(name, judged, lambda each: each.bad, lambda each: each.failed)


def _category(category: str, judged: Sequence[_Judged]) -> tuple[Cell, ...]:
    return _scores(
        category,
        judged,
        lambda each: category in each.row["categories"],
        lambda each: any(finding.category == category for finding in each.findings()),
    )


def _scores(
    name: str,
    judged: Iterable[_Judged],
    bad: Callable[[_Judged], bool],
    failed: Callable[[_Judged], bool],
) -> tuple[Cell, ...]:
    cells = [(bad(each), failed(each), each) for each in judged]
    hits = sum(is_bad and has_failed for is_bad, has_failed, _ in cells)
    alarms = sum(has_failed and not is_bad for is_bad, has_failed, _ in cells)
    misses = sum(is_bad and not has_failed for is_bad, has_failed, _ in cells)
    doubts = sum(is_bad and each.verdict.outcome is Outcome.REVIEW for is_bad, _, each in cells)
    precision, recall = ratio(hits, hits + alarms), ratio(hits, hits + misses)
    return name, hits, alarms, misses, precision, recall, f_score(precision, recall), doubts


def _evidence(judged: Sequence[_Judged]) -> Table:
    """How often a finding points at what a reviewer would point at, and how long it is."""
    topics: dict[str, list[_Judged]] = defaultdict(list)
    for each in judged:
        if each.bad:
            topics[each.row["topic"]].append(each)
    rows = []
    for topic, found in [*sorted(topics.items()), ("all", [j for j in judged if j.bad])]:
        lengths = [f.end - f.start for each in found for f in each.findings()]
        rows.append(
            (
                topic,
                len(found),
                sum(points_at(each.row, ("evidence",), each.findings()) for each in found),
                sum(
                    points_at(each.row, ("evidence", "evidence_alt"), each.findings())
                    for each in found
                ),
                round(sum(lengths) / len(lengths)) if lengths else None,
            )
        )
    columns = ("topic", "to fail", "evidence hit", "with alternates", "mean span, characters")
    return Table("Evidence of what fails", columns, tuple(rows))


def _twins(good: Sequence[_Judged]) -> Table:
    """What happens to those that ought to pass: each one that does not is somebody's work."""
    counted = Counter(each.verdict.outcome for each in good)
    outcomes = (counted[each] for each in (Outcome.PASS, Outcome.REVIEW, Outcome.FAIL))
    columns = ("twins", "passed", "sent to review", "failed")
    return Table("Twins that ought to pass", columns, ((len(good), *outcomes),))


def _by(key: str, title: str, judged: Sequence[_Judged]) -> Table:
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for each in judged:
        if each.bad:
            groups[str(each.row[key])].append(each)
    rows = tuple(
        (
            name,
            len(found),
            sum(j.failed for j in found),
            ratio(sum(j.failed for j in found), len(found)),
        )
        for name, found in sorted(groups.items())
    )
    return Table(title, (key, "to fail", "failed", "recall"), rows)
