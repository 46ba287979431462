"""What anybody may see of a listing: never personal data, a rule's pattern, or an excerpt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.decision import Action
from gptreview.model.finding import Category, Wording
from gptreview.model.verdict import Outcome


class PublicState(StrEnum):
    """What the public sees of a listing."""

    PUBLISHED = "published"
    """The verdict on the current version."""
    STALE = "stale"
    """The verdict on a version that is no longer the current one."""
    WITHDRAWN = "withdrawn"
    """A verdict was published, and is no more."""
    NONE = "none"
    """No verdict was ever published; why, is nobody's business."""

    @property
    def has_verdict(self) -> bool:
        """Whether there is one to show."""
        return self in (PublicState.PUBLISHED, PublicState.STALE)


PUBLIC_STATE_NAMES: Final[Mapping[PublicState, Wording]] = MappingProxyType(
    {
        PublicState.PUBLISHED: Wording("Published", "已发布"),
        PublicState.STALE: Wording("Stale: the version moved on", "已过期：版本已更新"),
        PublicState.WITHDRAWN: Wording("Withdrawn", "已撤回"),
        PublicState.NONE: Wording("No verdict is published", "未发布审核结论"),
    }
)
OUTCOME_NAMES: Final[Mapping[Outcome, Wording]] = MappingProxyType(
    {
        Outcome.PASS: Wording("Pass", "通过"),
        Outcome.REVIEW: Wording("To review", "待审核"),
        Outcome.FAIL: Wording("Fail", "未通过"),
    }
)


@dataclass(frozen=True, slots=True)
class PublicClause:
    """A policy clause that a listing was held against."""

    id: str
    title: Wording
    source: str = ""
    """URL of the published rule that it follows; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class PublicPolicy:
    """By what a listing was judged."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """What a person decided, as far as it is anybody's business."""

    action: Action
    clauses: tuple[PublicClause, ...] = ()
    until: str = ""
    """Day or moment as RFC 3339 writes it; empty where it holds until it is changed."""
    by_appeal: bool = False
    """Whether it answers an appeal."""


@dataclass(frozen=True, slots=True)
class PublicTransition:
    """One change of what the public sees of a listing."""

    at: dt.datetime
    state: PublicState
    revision: int
    """Counted from 1."""
    version: int
    """Of the listing, that the verdict is on."""
    outcome: Outcome | None
    """None where no verdict is shown any more."""
    reason: str
    """One clause; empty where a verdict was published."""


@dataclass(frozen=True, slots=True)
class PublicListing:
    """What the public sees of one listing for one audience."""

    number: int
    """The registry's."""
    profile: str
    """The audience."""
    state: PublicState
    shown_id: str = ""
    """In its source, masked; empty where nothing was ever published of it."""
    name: str = ""
    """Masked; empty where nothing was ever published of it: few may know that it is there."""
    reason: str = ""
    """Why it is stale or withdrawn, in one clause."""
    outcome: Outcome | None = None
    """None where there is no verdict to show."""
    version: int | None = None
    """Of the listing, that the verdict is on."""
    changed_at: dt.datetime | None = None
    """When the last transition was made."""
    revision: int = 0
    """How many transitions there were."""
    policy: PublicPolicy | None = None
    categories: tuple[Category, ...] = ()
    """Of what makes it fail."""
    clauses: tuple[PublicClause, ...] = ()
    decision: PublicDecision | None = None
    statement: Mapping[str, Any] | None = field(default=None, repr=False)
    """The signed verdict in its envelope; None where nobody signed."""
    history: tuple[PublicTransition, ...] = ()
    """The newest first; empty in lists."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Some of the published listings, in the order of their numbers."""

    listings: tuple[PublicListing, ...]
    next: int | None
    """After which number the next page begins; None where this is the last one. A page may hold
    fewer than were wanted, or none, and still have a next one: each looks at so many listings."""


@dataclass(frozen=True, slots=True)
class PublicChanges:
    """The last transition of some listings, the newest first."""

    listings: tuple[PublicListing, ...]
    next: str
    """After which the next page begins; empty where this is the last one."""
