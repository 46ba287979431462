"""Whether rows agree with one another, and contents with their digests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gptreview.store import snapshots
from gptreview.store.bulk import BATCH, read_together
from gptreview.store.tables.registry import ListingRow, SnapshotRow, VersionRow
from gptreview.store.tables.verdicts import VerdictRow


def content_problems(session: Session) -> Iterator[str]:
    """Contents that cannot be read, or are others than their digests say."""
    for group in read_together(_sizes(session), BATCH):
        yield from _unsound(session, group)


def listing_problems(session: Session, most: int) -> Iterator[str]:
    """Listings whose current version is not there, or has another content than they say."""
    rows = session.execute(
        select(ListingRow.id, ListingRow.number, VersionRow.content_digest)
        .outerjoin(
            VersionRow,
            and_(VersionRow.listing_id == ListingRow.id, VersionRow.number == ListingRow.number),
        )
        .where(
            or_(
                VersionRow.content_digest.is_(None),
                VersionRow.content_digest != ListingRow.content_digest,
            )
        )
        .order_by(ListingRow.id)
        .limit(most)
    )
    for id_, number, digest in rows:
        if digest is None:
            yield f"listing {id_}: its current version, {number}, is not there"
        else:
            yield f"listing {id_}: its current version, {number}, has another content than it says"


def verdict_problems(session: Session, most: int) -> Iterator[str]:
    """Verdicts whose outcome is not the one in their document, or whose document is no JSON."""
    is_json, said = _told_outcome(session)
    rows = session.execute(
        select(VerdictRow.id, VerdictRow.outcome, said)
        .where(or_(~is_json, said != VerdictRow.outcome))
        .order_by(VerdictRow.id)
        .limit(most)
    )
    for id_, outcome, told in rows:
        if told is None:
            yield f"verdict {id_}: its document is no JSON"
        else:
            yield f"verdict {id_}: its outcome is {outcome}, its document says {told}"


def _told_outcome(session: Session) -> tuple[ColumnElement[bool], ColumnElement[str]]:
    """Whether a verdict's document is JSON, and the outcome in it; null where it has none."""
    told = VerdictRow.document["outcome"].as_string()
    if session.get_bind().dialect.name == "sqlite":
        # SQLite keeps any text, and a whole statement fails on one that is no JSON.
        is_json = func.json_valid(VerdictRow.document) == 1
        return is_json, case((is_json, told))
    return true(), told


def _sizes(session: Session) -> Iterator[tuple[str, int]]:
    """All contents' digests and bytes, in the order of the digests."""
    digest = SnapshotRow.content_digest
    page = select(digest, SnapshotRow.size).order_by(digest).limit(BATCH)
    rows = session.execute(page).all()
    while rows:
        for row in rows:
            yield row.content_digest, row.size
        rows = session.execute(page.where(digest > rows[-1].content_digest)).all()


def _unsound(session: Session, digests: Sequence[str]) -> Iterator[str]:
    try:
        found = snapshots.read_many(session, digests)
        others = [digest for digest, gpt in found.items() if gpt.content_digest() != digest]
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged content leads to
        if len(digests) == 1:
            # The exception's own text may quote what it choked on.
            yield f"content {digests[0]}: it cannot be read ({type(error).__name__})"
            return
        for each in digests:
            yield from _unsound(session, (each,))
    else:
        yield from (f"content {each}: it is another one than its digest says" for each in others)
