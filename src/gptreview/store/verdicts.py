"""Verdicts: one for each content by each standard, whoever comes second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.verdict import Outcome, Verdict
from gptreview.store import waivers
from gptreview.store.bulk import batches, insert_all, insert_fresh, insert_missing
from gptreview.store.tables.base import JsonText
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import FindingRow, StandardRow, VerdictRow
from gptreview.store.verdict_documents import FindingText, VerdictText, to_text, to_verdict


@dataclass(frozen=True, slots=True)
class Standard:
    """All that a verdict depends on besides the content."""

    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str
    scanners_digest: str
    profile: str


@dataclass(frozen=True, slots=True)
class MadeVerdict:
    """A verdict on its way to the database."""

    verdict: Verdict | VerdictText
    """Written out by the process that made it, or yet to be."""
    set_aside: str = ""
    """Why nobody could review the content to its end, in one clause; empty where somebody could."""

    def text(self) -> VerdictText:
        """The verdict written out."""
        return self.verdict if isinstance(self.verdict, VerdictText) else to_text(self.verdict)


@dataclass(frozen=True, slots=True)
class Tally:
    """The current versions of all listings that did not vanish, by what is known of them."""

    outcomes: Mapping[Outcome, int]
    set_aside: int
    """Of those with the outcome `review`."""
    unreviewed: int

    @property
    def versions(self) -> int:
        """All of them."""
        return sum(self.outcomes.values()) + self.unreviewed


def standard_id(session: Session, standard: Standard, *, now: dt.datetime) -> int:
    """The number of a standard; it is made where nobody has used it before."""
    insert_missing(session, StandardRow, [{**asdict(standard), "first_used": now}])
    found = session.scalar(
        select(StandardRow.id).filter_by(
            policy_digest=standard.policy_digest,
            ruleset_digest=standard.ruleset_digest,
            scanners_digest=standard.scanners_digest,
            profile=standard.profile,
        )
    )
    assert found is not None  # noqa: S101 - it was there, or is now
    return found


def write(
    session: Session,
    verdicts: Collection[MadeVerdict],
    *,
    standard: int,
    run: int,
    now: dt.datetime,
) -> dict[str, int]:
    """Keep those verdicts on contents that have none by this standard.

    Returns:
        The numbers of the verdicts that are new, by content digest.
    """
    # In one order everywhere: two writers of the same contents wait for one another, not both.
    made = {each.verdict.content_digest: each for each in verdicts}
    rows: list[dict[str, Any]] = []
    findings: dict[str, Sequence[FindingText]] = {}
    for digest in sorted(made):
        text = made[digest].text()
        findings[digest] = text.findings
        rows.append(
            {
                "content_digest": digest,
                "standard_id": standard,
                "run_id": run,
                "outcome": text.outcome,
                "document": JsonText(text.document),
                "set_aside": made[digest].set_aside,
                "made_at": now,
            }
        )
    inserted = insert_fresh(session, VerdictRow, rows, "content_digest", "id")
    new = {row.content_digest: row.id for row in inserted}
    write_findings(session, standard, {new[digest]: findings[digest] for digest in sorted(new)})
    return new


def write_findings(
    session: Session, standard: int, findings: Mapping[int, Sequence[FindingText]]
) -> None:
    """Keep the findings of verdicts that are new, and which waivers they name.

    Args:
        session: The transaction.
        standard: By which the verdicts were made.
        findings: By number of the verdict, as `to_text` has them.
    """
    found = [row for each, texts in findings.items() for row in _findings(each, texts)]
    insert_all(session, FindingRow, found)
    waivers.remember(
        session,
        (
            (standard, each.rule_id, each.evidence_digest)
            for texts in findings.values()
            for each in texts
            if each.is_waived
        ),
    )


def read(session: Session, content_digest: str, standard: int) -> Verdict:
    """One verdict with all its findings.

    Raises:
        NotFoundError: There is none by this standard.
    """
    found = read_many(session, (content_digest,), standard)
    if content_digest not in found:
        raise NotFoundError("no verdict by this standard", where=content_digest)
    return found[content_digest]


def read_many(session: Session, digests: Collection[str], standard: int) -> dict[str, Verdict]:
    """The verdicts on these contents that are there, by content digest."""
    found: dict[str, Verdict] = {}
    for batch in batches(dict.fromkeys(digests)):
        rows = session.execute(
            select(VerdictRow.id, VerdictRow.content_digest, VerdictRow.document).where(
                VerdictRow.standard_id == standard,
                VerdictRow.content_digest.in_(batch),
                ~VerdictRow.superseded,
            )
        ).all()
        made = whole(session, {row.id: row.document for row in rows})
        found |= {row.content_digest: made[row.id] for row in rows}
    return found


def read_numbered(session: Session, ids: Collection[int]) -> dict[int, Verdict]:
    """The verdicts with these numbers, by number; some hundred at a time."""
    rows = session.execute(
        select(VerdictRow.id, VerdictRow.document).where(VerdictRow.id.in_(ids))
    ).all()
    return whole(session, {row.id: row.document for row in rows})


def whole(session: Session, documents: Mapping[int, Mapping[str, Any]]) -> dict[int, Verdict]:
    """The verdicts with all their findings, by number.

    Args:
        session: For reading.
        documents: The rest of each verdict, by number; some hundred at a time.
    """
    findings: dict[int, list[dict[str, Any]]] = {each: [] for each in documents}
    in_order = select(FindingRow.verdict_id, FindingRow.document).order_by(
        FindingRow.verdict_id, FindingRow.number
    )
    for verdict_id, document in session.execute(
        in_order.where(FindingRow.verdict_id.in_(list(findings)))
    ):
        findings[verdict_id].append(document)
    return {each: to_verdict(document, findings[each]) for each, document in documents.items()}


def tally(session: Session, standard: int) -> Tally:
    """How the registry stands by this standard."""
    outcome = VerdictRow.outcome
    set_aside = (VerdictRow.set_aside != "").label("set_aside")
    rows = session.execute(
        select(outcome, set_aside, func.count())
        .select_from(ListingRow)
        .outerjoin(
            VerdictRow,
            (VerdictRow.content_digest == ListingRow.content_digest)
            & (VerdictRow.standard_id == standard)
            & ~VerdictRow.superseded,
        )
        .where(ListingRow.vanished_at.is_(None))
        .group_by(outcome, set_aside)
    ).all()
    outcomes = dict.fromkeys(Outcome, 0)
    for name, _, count in rows:
        if name is not None:
            outcomes[Outcome(name)] += count
    return Tally(
        outcomes,
        set_aside=sum(count for _, is_set_aside, count in rows if is_set_aside),
        unreviewed=sum(count for name, _, count in rows if name is None),
    )


def _findings(verdict_id: int, texts: Sequence[FindingText]) -> list[dict[str, Any]]:
    return [
        {
            "verdict_id": verdict_id,
            "number": number,
            "document": JsonText(each.document),
            "rule_id": each.rule_id,
            "category": each.category,
            "severity": each.severity,
            "meaning": each.meaning,
            "evidence_digest": each.evidence_digest,
        }
        for number, each in enumerate(texts)
    ]
