"""Publications: what the public sees of each listing, and each change of it once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Row, and_, exists, insert, select, update
from sqlalchemy.orm import Session

from gptreview.model.publication import Due, NewestVerdict, Publication, PublicationState, Standing
from gptreview.model.verdict import Outcome, Verdict
from gptreview.store import rulings
from gptreview.store.bulk import batches
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.cases import CaseRow, DecisionRow
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import FindingRow, StandardRow, VerdictRow
from gptreview.store.verdict_documents import to_verdict

_VERDICT: Final = (
    VerdictRow.id,
    VerdictRow.outcome,
    StandardRow.policy_name,
    StandardRow.policy_version,
    StandardRow.policy_digest,
    StandardRow.ruleset_digest,
)
_PUBLICATION: Final = (
    PublicationRow.state,
    PublicationRow.revision,
    PublicationRow.verdict_id,
    PublicationRow.decision_id,
)
_IS_HELD: Final = (
    exists()
    .where(
        CaseRow.listing_id == ListingRow.id,
        CaseRow.number == ListingRow.number,
        CaseRow.holds_publication,
        ~exists().where(DecisionRow.case_id == CaseRow.id),
    )
    .correlate(ListingRow)
)
"""Whether the current version's case says so, and nobody has decided it."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """For what a listing fails: categories and policy clauses, sorted."""

    categories: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A transition of one listing's publication, ready to be written."""

    standing: Standing
    due: Due
    document: Mapping[str, Any]
    """What subscribers are given of it."""


def standings(
    session: Session, profile: str, *, after: int, limit: int, at: dt.datetime
) -> list[Standing]:
    """How the next listings stand towards the public, in the order of their numbers.

    Args:
        session: For reading.
        profile: The audience.
        after: Number of the listing before the first one.
        limit: How many at most.
        at: Now: decisions may have ended.
    """
    standing = standing_on(ListingRow.content_digest, profile).correlate(ListingRow)
    own = and_(PublicationRow.listing_id == ListingRow.id, PublicationRow.profile == profile)
    rows = session.execute(
        select(
            ListingRow.id,
            ListingRow.external_id,
            ListingRow.name,
            ListingRow.number,
            ListingRow.content_digest,
            ListingRow.vanished_at.is_not(None),
            _IS_HELD,
            *_VERDICT,
            *_PUBLICATION,
        )
        .select_from(ListingRow)
        .outerjoin(VerdictRow, VerdictRow.id == standing.scalar_subquery())
        .outerjoin(StandardRow, StandardRow.id == VerdictRow.standard_id)
        .outerjoin(PublicationRow, own)
        .where(ListingRow.id > after)
        .order_by(ListingRow.id)
        .limit(limit)
    )
    found = list(map(_standing, rows))
    contents = {each.listing: each.content_digest for each in found}
    ruled = rulings.in_force(session, contents, at=at)
    return [
        replace(each, ruling=ruled[each.listing]) if each.listing in ruled else each
        for each in found
    ]


def grounds(session: Session, verdicts: Collection[int]) -> dict[int, Grounds]:
    """For what verdicts fail, by their numbers: of the findings that make them fail alone."""
    categories: dict[int, set[str]] = defaultdict(set)
    clauses: dict[int, set[str]] = defaultdict(set)
    clause = FindingRow.document["clause"].as_string()
    for batch in batches(verdicts):
        rows = session.execute(
            select(FindingRow.verdict_id, FindingRow.category, clause)
            .where(
                FindingRow.verdict_id.in_(batch),
                FindingRow.meaning == "fail",
                FindingRow.document["counts"].as_boolean(),
            )
            .distinct()
        )
        for verdict, category, of_policy in rows:
            categories[verdict].add(category)
            clauses[verdict].add(of_policy)
    return {
        each: Grounds(tuple(sorted(categories[each])), tuple(sorted(clauses[each])))
        for each in verdicts
    }


def verdicts(session: Session, ids: Sequence[int]) -> dict[int, tuple[Verdict, dt.datetime]]:
    """Whole verdicts with when they were made, by their numbers; few at a time."""
    findings: dict[int, list[dict[str, Any]]] = {each: [] for each in ids}
    in_order = select(FindingRow.verdict_id, FindingRow.document).order_by(
        FindingRow.verdict_id, FindingRow.number
    )
    for verdict, document in session.execute(in_order.where(FindingRow.verdict_id.in_(ids))):
        findings[verdict].append(document)
    rows = session.execute(
        select(VerdictRow.id, VerdictRow.document, VerdictRow.made_at).where(VerdictRow.id.in_(ids))
    )
    return {row.id: (to_verdict(row.document, findings[row.id]), row.made_at) for row in rows}


def documents(
    session: Session, profile: str, listings: Collection[int]
) -> dict[int, Mapping[str, Any]]:
    """What subscribers were given of the last transition of each, by the listings' numbers."""
    found: dict[int, Mapping[str, Any]] = {}
    for batch in batches(listings):
        rows = session.execute(
            select(PublicationRow.listing_id, PublicationRow.document).where(
                PublicationRow.profile == profile, PublicationRow.listing_id.in_(batch)
            )
        )
        found.update((listing, document) for listing, document in rows)
    return found


def write(
    session: Session, profile: str, changes: Sequence[Change], *, at: dt.datetime
) -> list[Change]:
    """Write those changes whose publication still has the revision that they start from.

    Args:
        session: In a transaction that holds the outbox (`store.outbox.hold`).
        profile: The audience.
        changes: No two of one listing.
        at: Now.

    Returns:
        Those that were written; another publisher was quicker with the others.
    """
    there = _revisions(session, profile, [each.standing.listing for each in changes])
    made = [
        each
        for each in changes
        if there.get(each.standing.listing, (0, 0))[1] == each.standing.revision
    ]
    new = [
        _row(each, at) | {"listing_id": each.standing.listing, "profile": profile}
        for each in made
        if each.standing.publication is None
    ]
    published = _of_state(made, there, at, is_published=True)
    others = _of_state(made, there, at, is_published=False)
    if new:
        session.execute(insert(PublicationRow), new)
    for rows in filter(None, (published, others)):
        session.execute(update(PublicationRow), rows)
    return made


def _revisions(
    session: Session, profile: str, listings: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Number and revision of the publications of listings."""
    found: dict[int, tuple[int, int]] = {}
    for batch in batches(listings):
        rows = session.execute(
            select(PublicationRow.listing_id, PublicationRow.id, PublicationRow.revision).where(
                PublicationRow.profile == profile, PublicationRow.listing_id.in_(batch)
            )
        )
        found.update((listing, (id_, revision)) for listing, id_, revision in rows)
    return found


def _of_state(
    made: Sequence[Change],
    there: Mapping[int, tuple[int, int]],
    at: dt.datetime,
    *,
    is_published: bool,
) -> list[dict[str, Any]]:
    """The rows that are there already: all of one statement have the same columns."""
    return [
        _row(each, at) | {"id": there[each.standing.listing][0]}
        for each in made
        if each.standing.publication is not None
        and (each.due.transition.state is PublicationState.PUBLISHED) is is_published
    ]


def _row(change: Change, at: dt.datetime) -> dict[str, Any]:
    standing, due = change.standing, change.due
    row = {
        "state": str(due.transition.state),
        "revision": standing.revision + 1,
        "reason": due.reason,
        "document": change.document,
        "changed_at": at,
    }
    if due.transition.state is not PublicationState.PUBLISHED or standing.verdict is None:
        return row  # the rest says what was published last
    return row | {
        "number": standing.number,
        "content_digest": standing.content_digest,
        "verdict_id": standing.verdict.id,
        "decision_id": standing.ruling.decision if standing.ruling else None,
        "outcome": str(standing.outcome),
    }


def _standing(row: Row[Any]) -> Standing:
    listing, external_id, name, number, digest, vanished, is_held = row[:7]
    verdict, outcome, *standard = row[7:13]
    state, *public = row[13:]
    return Standing(
        listing,
        external_id,
        name,
        number,
        digest,
        vanished,
        None if verdict is None else NewestVerdict(verdict, Outcome(outcome), *standard),
        None if state is None else Publication(PublicationState(state), *public),
        is_held=is_held,
    )
