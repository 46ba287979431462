"""What the priority of cases is made of, as the registry has it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gptreview.model.builder_key import builder_key
from gptreview.model.finding import Severity
from gptreview.model.report import accuracy
from gptreview.store import snapshots
from gptreview.store.bulk import batches
from gptreview.store.tables.cases import ReportRow, StrikeRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import FindingRow

_MOST_REPORTERS: Final = 32
"""That are counted: `decide.priority` gives the same for more."""
_UNCERTAIN: Final = Severity.MEDIUM
"""Of a content that a person must decide on though nothing was found: it was not read whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a verdict holds against a content."""

    severity: Severity
    """Of the worst finding that counts."""
    categories: tuple[str, ...]
    """Of the findings that count, sorted."""


@dataclass(frozen=True, slots=True)
class Reporters:
    """Who reported a case since it was opened."""

    number: int
    """Different people, 32 at most; bad faith left out."""
    accuracy: float
    """Mean share of their other reports that were borne out; 0 where there is nobody."""


def found(session: Session, verdicts: Collection[int]) -> dict[int, Found]:
    """What verdicts hold against their contents, by their numbers."""
    severities: dict[int, set[Severity]] = defaultdict(set)
    categories: dict[int, set[str]] = defaultdict(set)
    for batch in batches(verdicts):
        rows = session.execute(
            select(FindingRow.verdict_id, FindingRow.severity, FindingRow.category)
            .where(
                FindingRow.verdict_id.in_(batch),
                FindingRow.document["counts"].as_boolean(),
            )
            .distinct()
        )
        for verdict, severity, category in rows:
            severities[verdict].add(Severity(severity))
            categories[verdict].add(category)
    return {
        each: Found(
            max(severities[each], key=lambda one: one.rank, default=_UNCERTAIN),
            tuple(sorted(categories[each])),
        )
        for each in verdicts
    }


def reach(session: Session, digests: Collection[str]) -> Counter[str]:
    """How many listings offer contents now, by digest."""
    numbers: Counter[str] = Counter()
    for batch in batches(digests):
        rows = session.execute(
            select(ListingRow.content_digest, func.count())
            .where(ListingRow.content_digest.in_(batch), ListingRow.vanished_at.is_(None))
            .group_by(ListingRow.content_digest)
        )
        numbers.update({digest: number for digest, number in rows})  # noqa: C416 - of rows
    return numbers


def strikes(session: Session, digests: Collection[str], *, now: dt.datetime) -> Mapping[str, int]:
    """Weight of the strikes in force against the builders of contents, by content digest."""
    weights: dict[str, int] = {}
    in_force = (StrikeRow.expires_at > now, StrikeRow.revoked_at.is_(None))
    if session.scalar(select(StrikeRow.decision_id).where(*in_force).limit(1)) is None:
        return weights  # and no content has to be read
    for batch in batches(digests):
        outlines = snapshots.read_outlines(session, batch)
        keys = {digest: builder_key(gpt.builder) for digest, gpt in outlines.items()}
        rows = session.execute(
            select(StrikeRow.builder, func.sum(StrikeRow.weight))
            .where(StrikeRow.builder.in_(set(filter(None, keys.values()))), *in_force)
            .group_by(StrikeRow.builder)
        )
        of_builder = {builder: int(weight) for builder, weight in rows}
        weights |= {digest: of_builder.get(key, 0) for digest, key in keys.items()}
    return weights


def reporters(session: Session, case: int, *, since: dt.datetime) -> Reporters:
    """Who reported a case since a moment."""
    people = list(
        session.scalars(
            select(ReportRow.reporter)
            .where(
                ReportRow.case_id == case,
                ReportRow.filed_at >= since,
                ReportRow.is_bad_faith.is_(False),
            )
            .distinct()
            .limit(_MOST_REPORTERS)
        )
    )
    if not people:
        return Reporters(0, 0.0)
    shares = dict.fromkeys(people, accuracy(0, 0)) | _shares(session, people)
    return Reporters(len(people), sum(shares.values()) / len(people))


def _shares(session: Session, people: Iterable[str]) -> dict[str, float]:
    """A report in bad faith is as one that was not borne out."""
    is_told = ReportRow.is_borne_out.is_not(None) | ReportRow.is_bad_faith
    is_true = ReportRow.is_borne_out & ~ReportRow.is_bad_faith
    rows = session.execute(
        select(ReportRow.reporter, func.count(), func.count().filter(is_true))
        .where(ReportRow.reporter.in_(people), is_told)
        .group_by(ReportRow.reporter)
    )
    return {who: accuracy(true, told) for who, told, true in rows}
