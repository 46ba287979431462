"""Yardstick 1: how many real, published GPTs fail or go to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from gptreview.model.measurement import Cell, Measurement, Table, ratio, wilson
from gptreview.model.policy import Meaning
from gptreview.model.verdict import Outcome, Verdict
from gptreview.usecases.worker_pool import Reviewer
from gptreview.usecases.yardsticks.labelled_rows import Row, read_rows, verdicts

_MOST_RULES = 20


def measure_real_gpts(data: Path, reviewer: Reviewer) -> Measurement:
    """Outcomes over all of them, those that a reader labelled apart.

    Raises:
        NotFoundError: The data is not there.
        InputError: A row is no listing, or no label.
    """
    labelled = read_rows(data / "gpts" / "policy-labels.jsonl", {"id": str, "kind": str})
    labels = {row["id"]: row["kind"] for row in labelled}
    file = data / "gpts" / "published-gpts.jsonl"
    judged = list(verdicts(read_rows(file, {"id": str}), reviewer, name=str(file)))
    groups: dict[str, list[Verdict]] = {"not labelled": []}
    for kind in sorted(set(labels.values())):
        groups[f"labelled {kind}"] = []
    for row, verdict in judged:
        kind = labels.get(row["id"])
        groups[f"labelled {kind}" if kind else "not labelled"].append(verdict)
    outcomes = tuple(_outcomes(name, found) for name, found in groups.items())
    return Measurement(
        1,
        "real published GPTs",
        (
            Table(
                "Outcomes",
                ("GPTs", "number", "fail", "share", "95 % from", "to", "review", "share", "pass"),
                outcomes,
            ),
            Table("Rules that decided", ("rule", "GPTs failed", "GPTs to review"), _rules(judged)),
            _coverage(judged),
        ),
    )


def _outcomes(name: str, found: list[Verdict]) -> tuple[Cell, ...]:
    counted = Counter(verdict.outcome for verdict in found)
    failed, review = counted[Outcome.FAIL], counted[Outcome.REVIEW]
    low, high = wilson(failed, len(found)) or (None, None)
    return (
        name,
        len(found),
        failed,
        ratio(failed, len(found)),
        low,
        high,
        review,
        ratio(review, len(found)),
        counted[Outcome.PASS],
    )


def _rules(judged: Iterable[tuple[Row, Verdict]]) -> tuple[tuple[Cell, ...], ...]:
    decided: Counter[tuple[str, Meaning]] = Counter()
    for _, verdict in judged:
        decided.update(
            {(each.finding.rule_id, each.meaning) for each in verdict.findings if each.counts}
        )
    rules = sorted(
        {rule for rule, _ in decided},
        key=lambda rule: (-decided[rule, Meaning.FAIL], -decided[rule, Meaning.REVIEW], rule),
    )
    return tuple(
        (rule, decided[rule, Meaning.FAIL], decided[rule, Meaning.REVIEW])
        for rule in rules[:_MOST_RULES]
    )


def _coverage(judged: Iterable[tuple[Row, Verdict]]) -> Table:
    coverages = [verdict.coverage for _, verdict in judged]
    return Table(
        "Coverage",
        ("artifacts", "characters", "unread parts", "GPTs read completely"),
        (
            (
                sum(each.artifacts for each in coverages),
                sum(each.characters for each in coverages),
                sum(len(each.unread) for each in coverages),
                sum(each.complete for each in coverages),
            ),
        ),
    )
