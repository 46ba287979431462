"""What anybody may see of listings."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from gptreview.model.decision import Action
from gptreview.model.finding import Category
from gptreview.model.public import PublicState
from gptreview.model.verdict import Outcome
from gptreview.web.api_models.shapes import Shown, Text, Words


class PolicyClause(Shown):
    """A policy clause that a listing was held against."""

    id: Text
    title: Words
    source: Text
    """URL of the published rule that it follows; empty where nobody knows."""


class PolicyName(Shown):
    """By what a listing was judged."""

    name: Text
    version: Text


class PersonsDecision(Shown):
    """What a person decided, as far as it is anybody's business."""

    action: Action
    clauses: tuple[PolicyClause, ...]
    until: str
    """Day or moment (RFC 3339); empty where it holds until it is changed."""
    by_appeal: bool
    """Whether it answers an appeal."""


class PublicMove(Shown):
    """One change of what the public sees of a listing."""

    at: dt.datetime
    state: PublicState
    revision: int
    version: int
    outcome: Outcome | None
    reason: Text


class Listing(Shown):
    """What the public sees of one listing."""

    number: int
    """By which this registry knows it, and by which it is reported."""
    profile: str
    """The audience that it was judged for."""
    state: PublicState
    """``stale``: the verdict is on a version that is no longer the current one."""
    shown_id: Text
    """Its id where it is published, personal data masked."""
    name: Text
    reason: Text
    """Why it is stale or withdrawn; empty otherwise."""
    outcome: Outcome | None
    """Of the verdict; null where none is shown."""
    version: int | None
    """Of the listing, that the verdict is on."""
    changed_at: dt.datetime | None
    revision: int
    """How often what the public sees has changed."""
    policy: PolicyName | None
    categories: tuple[Category, ...]
    """Of what makes it fail."""
    clauses: tuple[PolicyClause, ...]
    decision: PersonsDecision | None


class WholeListing(Listing):
    """A listing with its history and its signed verdict."""

    statement: Annotated[dict[str, Any], Field(json_schema_extra={"properties": {}})] | None
    """The signed verdict in its DSSE envelope; null where nobody signed."""
    history: tuple[PublicMove, ...]
    """The newest first."""


class ListingPage(Shown):
    """Some of the listings, in the order of their numbers."""

    listings: tuple[Listing, ...]
    next: int | None
    """Send it as ``after`` for the next page, which there may be even after an empty one."""


class ListingChanges(Shown):
    """The last change of some listings, the newest first."""

    listings: tuple[Listing, ...]
    next: str
    """Send it as ``after`` for the next page; empty where this is the last one."""
