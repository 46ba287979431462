"""What a builder sees of their own, and what they send."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field

from gptreview.model.account import Permission
from gptreview.model.decision import Action, Ground, Scope
from gptreview.model.notice import NoticeKind
from gptreview.model.own_listing import BuilderDomain, OwnListingDetail
from gptreview.web.api_models.reports import FiledAppeal
from gptreview.web.api_models.shapes import Asked, Shown, Text
from gptreview.web.api_models.verdicts import WholeVerdict


class OwnListingRow(Shown):
    """One of a builder's listings."""

    number: int
    name: Text
    version: int
    changed_at: dt.datetime
    vanished_at: dt.datetime | None
    """Since when its source has it no more."""
    outcome: str
    """Of the verdict on the current version; empty where there is none."""


class OwnListings(Shown):
    """Some of a builder's listings, in the order of their numbers."""

    listings: tuple[OwnListingRow, ...]
    next: int | None
    """Send it as ``after`` for the next page."""


class OwnVersionRow(Shown):
    """One content that a listing had."""

    number: int
    seen_at: dt.datetime
    outcome: str


class OwnDecisionRow(Shown):
    """A decision on one's own listing."""

    id: int
    case: int
    version: int
    action: Action
    clauses: tuple[Text, ...]
    facts: Text
    reason: Text
    scope: Scope
    ground: Ground
    legal_ground: Text
    made_at: dt.datetime
    ends_at: dt.datetime | None
    change_by: dt.date | None
    evidence: tuple[str, ...]
    replaced_at: dt.datetime | None
    appeal_until: dt.datetime
    may_appeal: bool


class StrikeRow(Shown):
    """What a decision left against the builder."""

    decision: int
    weight: int
    made_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None


class OwnListing(Shown):
    """All that is known of one's own listing."""

    number: int
    name: Text
    version: int
    versions: tuple[OwnVersionRow, ...]
    """The oldest first."""
    verdict: WholeVerdict | None
    """On the current version, with all evidence and fixes."""
    decisions: tuple[OwnDecisionRow, ...]
    """The newest first."""
    appeals: tuple[FiledAppeal, ...]
    strikes: tuple[StrikeRow, ...]

    @classmethod
    def shown(cls, detail: OwnListingDetail) -> Self:
        """The answer that shows a listing."""
        verdict = detail.verdict
        return cls(
            number=detail.listing.id,
            name=detail.listing.name,
            version=detail.listing.version,
            versions=tuple(map(OwnVersionRow.of, detail.versions)),
            verdict=WholeVerdict.made(verdict, detail.judged_at) if verdict else None,
            decisions=tuple(map(OwnDecisionRow.of, detail.decisions)),
            appeals=tuple(map(FiledAppeal.of, detail.appeals)),
            strikes=tuple(map(StrikeRow.of, detail.strikes)),
        )


class NewVersionAnswer(Shown):
    """What became of a version that was sent."""

    listing: int
    version: int
    outcome: str
    is_new: bool
    """Whether the content is another one than before."""
    case: int | None
    """By which a person decides; null where nobody has to."""
    remarks: tuple[Text, ...]
    """What was there and not needed."""


class NewDomain(Asked):
    """A domain that somebody says is theirs."""

    domain: Annotated[str, Field(min_length=1, max_length=253, examples=["shop.example"])]


class OwnDomain(Shown):
    """A domain, and what proves it."""

    id: int
    domain: str
    line: str
    """A TXT record of the domain, or a line of the file, that proves it."""
    url: str
    """Where the file has to be."""
    way: str
    """By which it was proven: ``dns`` or ``well-known``; empty where it is not."""
    is_verified: bool
    added_at: dt.datetime
    verified_at: dt.datetime | None
    expires_at: dt.datetime | None
    checked_at: dt.datetime | None
    error: Text
    """Why the last check did not find the proof."""

    @classmethod
    def shown(cls, domain: BuilderDomain, now: dt.datetime) -> Self:
        """The answer that shows a domain."""
        return cls(
            id=domain.id,
            domain=domain.domain,
            line=domain.line,
            url=domain.url,
            way=domain.way,
            is_verified=domain.is_verified(now),
            added_at=domain.added_at,
            verified_at=domain.verified_at,
            expires_at=domain.expires_at,
            checked_at=domain.checked_at,
            error=domain.error,
        )


class BuildersAppeal(Asked):
    """Why a builder does not accept a decision."""

    reason: Annotated[str, Field(min_length=20, max_length=5_000)]


class OwnToken(Shown):
    """A token of whoever asks, without its secret."""

    id: int
    name: Text
    permissions: tuple[Permission, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None
    """To the minute."""
    revoked_at: dt.datetime | None


class NoticeRow(Shown):
    """A letter to whoever asks."""

    id: int
    case: int | None
    kind: NoticeKind
    language: str
    subject: Text
    body: Text
    made_at: dt.datetime
    read_at: dt.datetime | None


class Marked(Shown):
    """How many changed."""

    changed: int

    @classmethod
    def so_many(cls, changed: int) -> Self:
        """The answer that says how many."""
        return cls(changed=changed)
