"""The index of what contents have in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from gptreview.model.trait import RELATED, RelatedListing, Trait, TraitKind
from gptreview.store.bulk import batches, insert_missing
from gptreview.store.tables.cases import CaseRow, TraitRow
from gptreview.store.tables.registry import ListingRow

_READ: Final = "read"
"""Kind of the row that says that a content was looked at, whatever was found."""


def unindexed(session: Session, digests: Collection[str]) -> list[str]:
    """Those of some contents that nobody has looked at, sorted."""
    left = set(digests)
    for batch in batches(sorted(left)):
        known = select(TraitRow.content_digest).where(
            TraitRow.content_digest.in_(batch), TraitRow.kind == _READ
        )
        left.difference_update(session.scalars(known))
    return sorted(left)


def write(session: Session, found: Mapping[str, Collection[Trait]]) -> None:
    """Keep the traits of contents, by their digests; what is there stays."""
    rows: list[dict[str, Any]] = []
    for digest in sorted(found):  # in one order everywhere, so that two writers don't block both
        rows.append({"content_digest": digest, "kind": _READ, "value": "", "shown": ""})
        rows += (
            {
                "content_digest": digest,
                "kind": str(each.kind),
                "value": each.value,
                "shown": each.shown,
            }
            for each in sorted(found[digest], key=lambda one: (one.kind, one.value))
        )
    insert_missing(session, TraitRow, rows)


def of_content(session: Session, digest: str) -> tuple[Trait, ...] | None:
    """The traits of a content, by kind and digest; None where nobody has looked at it."""
    rows = session.execute(
        select(TraitRow.kind, TraitRow.value, TraitRow.shown)
        .where(TraitRow.content_digest == digest)
        .order_by(TraitRow.kind, TraitRow.value)
    ).all()
    found = tuple(Trait(TraitKind(row.kind), *row[1:]) for row in rows if row.kind != _READ)
    return found if rows else None


def related(
    session: Session, traits: Collection[Trait], *, listing: int
) -> tuple[RelatedListing, ...]:
    """Listings that have a trait of a content now, some of each kind.

    Args:
        session: For reading.
        traits: Of the content.
        listing: Number of the listing whose content it is, which is not among them.
    """
    own: dict[TraitKind, list[str]] = {}
    for each in traits:
        own.setdefault(each.kind, []).append(each.value)
    found: list[RelatedListing] = []
    for kind in (each for each in TraitKind if each in own):
        asked = {"kind": str(kind), "own": own[kind], "listing": listing}
        rows = {row.id: row for row in session.execute(_alike(), asked)}
        found += (
            RelatedListing(row.id, row.name, kind, row.shown, row.case, row.state or "")
            for _, row in sorted(rows.items())
        )
    return tuple(found)


@cache
def _alike() -> Any:
    """Listings with a trait of one kind in common; made once, for that costs as much as asking.

    Not sorted: a trait may be that of a hundred thousand listings, and some are enough. By values,
    not by a join with the content's own traits: SQLite would go through all traits of the kind.
    """
    newest = (
        select(CaseRow.id)
        .where(CaseRow.listing_id == ListingRow.id)
        .order_by(CaseRow.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    alike = (
        select(ListingRow.id, ListingRow.name, TraitRow.shown, newest.label("case"))
        .select_from(TraitRow)
        .join(ListingRow, ListingRow.content_digest == TraitRow.content_digest)
        .where(
            TraitRow.kind == bindparam("kind"),
            TraitRow.value.in_(bindparam("own", expanding=True)),
            ListingRow.id != bindparam("listing"),
            ListingRow.vanished_at.is_(None),
        )
        .limit(RELATED)
        .subquery()
    )
    return select(alike, CaseRow.state).outerjoin(CaseRow, CaseRow.id == alike.c.case)
