"""Which decision is in force for a listing: the newest one that covers it.

A builder who is suspended stays so, whatever is decided later of one of their listings: that
takes the decision by which they were suspended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from gptreview.model.builder_key import builder_key
from gptreview.model.decision import Action, Scope
from gptreview.model.publication import Ruling
from gptreview.store import snapshots
from gptreview.store.bulk import batches
from gptreview.store.tables.cases import DecisionRow, TraitRow
from gptreview.store.tables.registry import ListingRow

_BUILDER: Final = "builder"
_READ: Final = "read"
"""Kinds of traits: a content's builder, and that somebody has looked for its traits."""


def in_force(
    session: Session, contents: Mapping[int, str], *, at: dt.datetime
) -> dict[int, Ruling]:
    """The decisions that are in force, by listing; those without one are not in it.

    Args:
        session: For reading.
        contents: Content digest of each listing, by its number; numbers that are near together,
            since what is between them is looked through.
        at: Now.
    """
    found: dict[int, DecisionRow] = {}
    rows = session.scalars(_standing(min(contents), max(contents), at)).all() if contents else ()
    for row in rows:
        covers = row.scope != Scope.VERSION or row.content_digest == contents.get(row.listing_id)
        if row.listing_id in contents and covers:
            _keep(found, row.listing_id, row)
    for listing, row in _by_builder(session, contents, [row for row in rows if row.builder]):
        _keep(found, listing, row)
    return {listing: _ruling(row) for listing, row in found.items()}


def listings_of(session: Session, builder: str) -> list[int] | None:
    """Numbers of the listings of a builder; None where some content's builder is not known yet."""
    looked_at = exists().where(
        TraitRow.content_digest == ListingRow.content_digest, TraitRow.kind == _READ
    )
    if session.scalar(select(ListingRow.id).where(~looked_at).limit(1)) is not None:
        return None
    of_builder = (
        select(ListingRow.id)
        .join(TraitRow, TraitRow.content_digest == ListingRow.content_digest)
        .where(TraitRow.kind == _BUILDER, TraitRow.value == builder)
        .order_by(ListingRow.id)
    )
    return list(session.scalars(of_builder))


def builders_of(session: Session, case: int) -> list[str]:
    """Digests of builders all of whose listings a decision of a case covers, or has covered."""
    return list(
        session.scalars(
            select(DecisionRow.builder)
            .where(DecisionRow.case_id == case, DecisionRow.builder > "")
            .distinct()
            .order_by(DecisionRow.builder)
        )
    )


def _standing(first: int, last: int, at: dt.datetime) -> Select[tuple[DecisionRow]]:
    """Decisions of listings, and all of builders, that nothing has replaced and that last."""
    return select(DecisionRow).where(
        or_(DecisionRow.listing_id.between(first, last), DecisionRow.builder > ""),
        DecisionRow.replaced_at.is_(None),
        or_(DecisionRow.ends_at.is_(None), DecisionRow.ends_at > at),
    )


def _keep(found: dict[int, DecisionRow], listing: int, row: DecisionRow) -> None:
    if listing not in found or _precedence(row) > _precedence(found[listing]):
        found[listing] = row


def _precedence(row: DecisionRow) -> tuple[bool, int]:
    return row.action == Action.SUSPEND_BUILDER, row.id


def _by_builder(
    session: Session, contents: Mapping[int, str], rows: Collection[DecisionRow]
) -> Iterator[tuple[int, DecisionRow]]:
    if not rows:
        return
    builders = _builders(session, set(contents.values()))
    for row in rows:
        for listing, content in contents.items():
            if builders[content] == row.builder:
                yield listing, row


def _builders(session: Session, contents: Collection[str]) -> dict[str, str]:
    """Digest of each content's builder; contents whose traits nobody has looked for are read."""
    builders: dict[str, str] = {}
    for batch in batches(contents):
        rows = session.execute(
            select(TraitRow.content_digest, TraitRow.kind, TraitRow.value).where(
                TraitRow.content_digest.in_(batch), TraitRow.kind.in_((_BUILDER, _READ))
            )
        )
        for content, kind, value in rows:
            if kind == _BUILDER:
                builders[content] = value
            else:
                builders.setdefault(content, "")
    unread = [each for each in contents if each not in builders]
    for content, gpt in snapshots.read_outlines(session, unread).items():
        builders[content] = builder_key(gpt.builder)
    return builders


def _ruling(row: DecisionRow) -> Ruling:
    return Ruling(
        decision=row.id,
        action=Action(row.action),
        clauses=tuple(row.document.get("clauses", ())),
        categories=tuple(row.document.get("categories", ())),
        until=row.ends_at,
        by_appeal=row.appeal_id is not None,
    )
