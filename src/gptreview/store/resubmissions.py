"""What has to be known of a listing, and is written, when its builder uploads a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError
from gptreview.model.case import Case
from gptreview.model.decision import Action
from gptreview.model.gpt import Gpt
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.store import case_opening, rulings, sightings
from gptreview.store.sightings import Sighting
from gptreview.store.standing_verdict import standing_on
from gptreview.store.tables.cases import DecisionRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import VerdictRow

_GONE: Final = frozenset({Action.REMOVE, Action.SUSPEND_BUILDER})


@dataclass(frozen=True, slots=True)
class Submitted:
    """A listing as it is before the upload."""

    number: int
    source: str
    external_id: str
    version: int
    content_digest: str
    is_vanished: bool
    is_removed: bool
    """Whether a person has removed it, and nobody has decided otherwise since."""


def find(session: Session, number: int, *, now: dt.datetime) -> Submitted:
    """The listing, which is there, as it is now."""
    row = session.execute(
        select(
            ListingRow.source,
            ListingRow.external_id,
            ListingRow.number,
            ListingRow.content_digest,
            ListingRow.vanished_at.is_not(None),
        ).where(ListingRow.id == number)
    ).one()
    ruled = rulings.in_force(session, {number: row.content_digest}, at=now).get(number)
    actions = {_last_action(session, number, now), ruled.action if ruled else None}
    source, external_id, version, digest, is_vanished = row
    is_removed = bool(actions & _GONE)
    return Submitted(number, source, external_id, version, digest, is_vanished, is_removed)


def outcome_on(session: Session, content_digest: str) -> str:
    """Of the verdict that stands on a content; empty where there is none."""
    standing = standing_on(literal(content_digest)).scalar_subquery()
    return session.scalar(select(VerdictRow.outcome).where(VerdictRow.id == standing)) or ""


def gone(number: int) -> ConflictError:
    """The error that says that a listing has vanished from its source."""
    return ConflictError(
        "its source has it no more",
        where=f"listing {number}",
        next_step="publish it again, and wait for the next sync",
    )


def add_version(
    session: Session,
    before: Submitted,
    upload: Sighting,
    *,
    at: dt.datetime,
    shown_name: Callable[[Gpt], str],
    actor: str,
) -> None:
    """Make an upload the current version of its listing, as if its source had it.

    Args:
        session: The transaction.
        before: The listing as it was when the upload was reviewed.
        upload: What it is to be.
        at: Now.
        shown_name: Its name without what is personal.
        actor: Who uploads it.

    Raises:
        ConflictError: The source has it no more, or the listing changed meanwhile.
    """
    sightings.hold(session, before.source)
    known = sightings.known_listings(session, before.source, (before.external_id,))
    was = known[before.external_id]
    if was.vanished:
        raise gone(before.number)
    # A decision may have come meanwhile, too.
    if find(session, before.number, now=at) != before:
        raise ConflictError(
            "it changed while the upload was reviewed",
            where=f"listing {before.number}",
            next_step="look at it again, then upload again",
        )
    # Where the source had this very content before, it has it no longer.
    current = {before.external_id: replace(was, source_digest=was.digest)}
    sightings.record(
        session, before.source, (upload,), current, at=at, shown_name=shown_name, actor=actor
    )


def open_case(
    session: Session,
    number: int,
    *,
    rank: Callable[[PriorityFacts], Priority],
    due_at: dt.datetime | None,
    at: dt.datetime,
) -> Case:
    """Open a case for the version that a listing has now, which has none yet.

    It holds the version's publication: neither a verdict that the content has already nor one that
    it gets later shows the public that it passes, before somebody has decided.

    Args:
        session: In the transaction that has made the version.
        number: Of the listing.
        rank: Gives a case its place in the queue.
        due_at: By when somebody has to decide.
        at: Now.
    """
    version = case_opening.current_version(session, number)
    of_it, categories = case_opening.facts(session, (version,), now=at)[number]
    new = case_opening.NewCase(
        version, categories, rank(of_it), due_at, is_urgent=False, holds_publication=True
    )
    (made,) = case_opening.open_all(session, (new,), at=at)
    return made


def _last_action(session: Session, number: int, now: dt.datetime) -> Action | None:
    """Of the newest decision on the listing that stands, on whichever of its versions.

    A decision on one version says nothing of the next one, which the public then sees. But who was
    removed shall not come back by themselves.
    """
    action = session.scalar(
        select(DecisionRow.action)
        .where(
            DecisionRow.listing_id == number,
            DecisionRow.replaced_at.is_(None),
            or_(DecisionRow.ends_at.is_(None), DecisionRow.ends_at > now),
        )
        .order_by(DecisionRow.id.desc())
        .limit(1)
    )
    return None if action is None else Action(action)
