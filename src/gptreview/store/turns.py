"""Later turns of verdicts: the same findings, judged again because waivers came or went."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from gptreview.model.policy import Waiver
from gptreview.model.verdict import Verdict
from gptreview.store import verdicts
from gptreview.store.bulk import batches, insert_fresh
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.base import JsonText
from gptreview.store.tables.verdicts import FindingRow, StandardRow, VerdictRow
from gptreview.store.verdict_documents import VerdictText, storable, to_text

_TOGETHER: Final = 100
"""Waivers that one statement asks for."""
_STREAMED: Final = 5_000
"""Rows that are in memory at once."""


@dataclass(frozen=True, slots=True)
class StandingVerdict:
    """A verdict that none of a later turn has superseded."""

    id: int
    standard: int
    turn: int
    verdict: Verdict
    set_aside: str


def standards_by(session: Session, policy_digest: str) -> list[int]:
    """The standards of a policy, whatever their rules, scanners and audience."""
    return list(
        session.scalars(select(StandardRow.id).where(StandardRow.policy_digest == policy_digest))
    )


def hold(session: Session, standards: Collection[int]) -> None:
    """See that no other transaction makes turns by these standards now.

    On SQLite there is one writer anyway. Verdicts of contents that have none may be written by
    others meanwhile.
    """
    session.scalars(
        select(StandardRow.id)
        .where(StandardRow.id.in_(standards))
        .order_by(StandardRow.id)
        .with_for_update(key_share=True)
    ).all()


def unlike(
    session: Session,
    standards: Collection[int],
    waivers: Mapping[tuple[str, str], Waiver | None],
    *,
    standing_only: bool,
) -> array[int]:
    """The verdicts in which a finding is not waived as it should be: their numbers, sorted.

    It goes from each waiver through the index on findings, so that a verdict without such a
    finding costs nothing.

    Args:
        session: For reading.
        standards: Whose verdicts.
        waivers: What should cover each evidence, by rule and digest; None for nothing.
        standing_only: Pass over verdicts on whose content another one stands for the same audience.
    """
    found: set[int] = set()
    for batch in batches(sorted(waivers), _TOGETHER):
        statement = (
            select(FindingRow.verdict_id)
            .join(VerdictRow, VerdictRow.id == FindingRow.verdict_id)
            .where(
                or_(*(_is_unlike(each, waivers[each]) for each in batch)),
                VerdictRow.standard_id.in_(standards),
                ~VerdictRow.superseded,
                *([_stands()] if standing_only else []),
            )
            .execution_options(yield_per=_STREAMED)
        )
        found.update(session.scalars(statement))
    return array("q", sorted(found))


def standing(session: Session, ids: Collection[int]) -> list[StandingVerdict]:
    """Those of these verdicts that nothing has superseded, in the order of their numbers."""
    rows = session.execute(
        select(
            VerdictRow.id,
            VerdictRow.standard_id,
            VerdictRow.turn,
            VerdictRow.document,
            VerdictRow.set_aside,
        )
        .where(VerdictRow.id.in_(ids), ~VerdictRow.superseded)
        .order_by(VerdictRow.id)
    ).all()
    made = verdicts.whole(session, {row.id: row.document for row in rows})
    return [
        StandingVerdict(row.id, row.standard_id, row.turn, made[row.id], row.set_aside)
        for row in rows
    ]


def supersede(
    session: Session,
    judged: Sequence[tuple[StandingVerdict, Verdict]],
    *,
    run: int,
    now: dt.datetime,
) -> dict[int, int]:
    """Put another verdict in the place of each; the transaction holds their standards.

    Returns:
        The number of the new verdict, by that of the old one.
    """
    texts = {was.id: to_text(verdict) for was, verdict in judged}
    rows = [_row(was, texts[was.id], run, now) for was, _ in judged]
    inserted = insert_fresh(session, VerdictRow, rows, "content_digest", "standard_id", "id")
    new = {(row.content_digest, row.standard_id): row.id for row in inserted}
    later = {was.id: new[was.verdict.content_digest, was.standard] for was, _ in judged}
    session.execute(
        update(VerdictRow)
        .where(VerdictRow.id.in_(list(later)))
        .values(superseded=True)
        .execution_options(synchronize_session=False)
    )
    for standard in sorted({was.standard for was, _ in judged}):
        of_standard = [was.id for was, _ in judged if was.standard == standard]
        findings = {later[each]: texts[each].findings for each in of_standard}
        verdicts.write_findings(session, standard, findings)
    return later


def with_finding(session: Session, evidence: tuple[str, str], *, but: Iterable[int]) -> int:
    """How many standing verdicts have a finding, those by some standards left out."""
    rule, digest = evidence
    return session.scalars(
        select(func.count(VerdictRow.id.distinct()))
        .select_from(FindingRow)
        .join(VerdictRow, VerdictRow.id == FindingRow.verdict_id)
        .where(
            FindingRow.rule_id == rule,
            FindingRow.evidence_digest == digest,
            ~VerdictRow.superseded,
            VerdictRow.standard_id.not_in(list(but)),
        )
    ).one()


def _row(was: StandingVerdict, text: VerdictText, run: int, now: dt.datetime) -> dict[str, Any]:
    return {
        "content_digest": text.content_digest,
        "standard_id": was.standard,
        "turn": was.turn + 1,
        "run_id": run,
        "outcome": text.outcome,
        "document": JsonText(text.document),
        "set_aside": was.set_aside,
        "made_at": now,
    }


def _is_unlike(evidence: tuple[str, str], waiver: Waiver | None) -> ColumnElement[bool]:
    rule, digest = map(storable, evidence)
    found = and_(FindingRow.rule_id == rule, FindingRow.evidence_digest == digest)
    owner, reason, expires = (
        FindingRow.document[("waiver", key)].as_string() for key in ("owner", "reason", "expires")
    )
    if waiver is None:
        return and_(found, owner.is_not(None))
    return and_(
        found,
        or_(
            owner.is_(None),
            owner != storable(waiver.owner),
            reason != storable(waiver.reason),
            expires != waiver.expires.isoformat(),
        ),
    )


def _stands() -> ColumnElement[bool]:
    own = aliased(StandardRow, name="own_standard")
    profile = select(own.profile).where(own.id == VerdictRow.standard_id).correlate(VerdictRow)
    standing = standing_on(VerdictRow.content_digest, profile.scalar_subquery())
    return VerdictRow.id == standing.correlate(VerdictRow).scalar_subquery()
