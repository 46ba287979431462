"""What the public sees of a listing, when that changes, and who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.decision import Action
from gptreview.model.verdict import Outcome


class PublicationState(StrEnum):
    """What the public sees of a listing."""

    PUBLISHED = "published"
    """The verdict on the current version."""
    STALE = "stale"
    """The verdict on a version that is no longer the current one."""
    WITHDRAWN = "withdrawn"
    """Nothing any more."""


class Transition(StrEnum):
    """How a publication changes."""

    PUBLISH = "publish"
    STALE = "stale"
    WITHDRAW = "withdraw"

    @property
    def state(self) -> PublicationState:
        """Where it leads to."""
        return _LEADS_TO[self]


_LEADS_TO: Final = MappingProxyType(
    {
        Transition.PUBLISH: PublicationState.PUBLISHED,
        Transition.STALE: PublicationState.STALE,
        Transition.WITHDRAW: PublicationState.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class NewestVerdict:
    """The verdict that stands on a listing's current content for one audience."""

    id: int
    outcome: Outcome
    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What is public of a listing now."""

    state: PublicationState
    revision: int
    """How many transitions there were."""
    verdict_id: int
    decision: int | None = None
    """Number of the decision that was in force with it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided of a listing, while it is in force."""

    decision: int
    """Its number."""
    action: Action
    clauses: tuple[str, ...]
    categories: tuple[str, ...]
    until: dt.datetime | None
    """None where it holds until it is changed."""
    by_appeal: bool
    """Whether it answers an appeal."""

    @property
    def outcome(self) -> Outcome:
        """What the public is shown: a restricted listing passes with a remark."""
        return Outcome.FAIL if self.action.fails else Outcome.PASS


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides what the public shall see of one listing."""

    listing: int
    """The registry's number."""
    external_id: str
    """The listing's id in its source, not masked."""
    name: str
    """Masked."""
    number: int
    """Of the current version."""
    content_digest: str
    """Of the current version."""
    vanished: bool
    verdict: NewestVerdict | None
    publication: Publication | None
    """None where it was never published."""
    ruling: Ruling | None = None
    """The decision that is in force; None where nobody decided."""
    is_held: bool = False
    """Whether a person has to decide on this version first: its builder uploaded it after a
    removal."""

    @property
    def outcome(self) -> Outcome | None:
        """What the public would be shown: as a person decided, else as the verdict says.

        What is held is shown as failed where a decision says so, and else not at all.
        """
        ruled = self.ruling.outcome if self.ruling is not None else None
        if self.is_held and ruled is not Outcome.FAIL:
            return Outcome.REVIEW
        if ruled is not None:
            return ruled
        return self.verdict.outcome if self.verdict else None

    @property
    def revision(self) -> int:
        """Of its publication; 0 where it was never published."""
        return self.publication.revision if self.publication else 0


@dataclass(frozen=True, slots=True)
class Due:
    """A transition that a listing is due for."""

    transition: Transition
    reason: str = ""
    """One clause; empty for `publish`."""


def due(standing: Standing) -> Due | None:
    """The transition that brings a publication to what is known now; None where it is there.

    docs/publication.md has it as a table.
    """
    verdict, public, ruling = standing.verdict, standing.publication, standing.ruling
    is_shown = public is not None and public.state is not PublicationState.WITHDRAWN
    if standing.vanished:
        return Due(Transition.WITHDRAW, "its source has it no more") if is_shown else None
    if standing.outcome is Outcome.REVIEW:
        return Due(Transition.WITHDRAW, "a person must decide") if is_shown else None
    if verdict is None:
        return _due_without_verdict(public, ruling)
    decision = ruling.decision if ruling else None
    there = Publication(PublicationState.PUBLISHED, standing.revision, verdict.id, decision)
    return None if public == there else Due(Transition.PUBLISH)


def _due_without_verdict(public: Publication | None, ruling: Ruling | None) -> Due | None:
    if public is None or public.state is PublicationState.WITHDRAWN:
        return None
    if ruling is not None and ruling.action.fails and public.decision != ruling.decision:
        # What is shown passed, maybe, and there is no verdict to publish the decision with.
        return Due(Transition.WITHDRAW, "a person decided, and there is no verdict yet")
    is_published = public.state is PublicationState.PUBLISHED
    return Due(Transition.STALE, "the version moved on") if is_published else None


@dataclass(frozen=True, slots=True)
class PublicationCounts:
    """What became of the listings that were looked at."""

    published: int = 0
    stale: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    """Those that were due for nothing, or that another publisher was quicker with."""

    def __add__(self, other: PublicationCounts) -> PublicationCounts:
        """Of both."""
        return PublicationCounts(
            self.published + other.published,
            self.stale + other.stale,
            self.withdrawn + other.withdrawn,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Message:
    """One transition on its way to one subscriber."""

    id: int
    """Grows in the order of the transitions."""
    document: Mapping[str, Any]
    """What it is given, `gptreview/publication/v1`."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who is told of every transition for one audience."""

    key: str
    kind: str
    """Of the way there: ``folder``."""
    target: str
    """Where."""
    profile: str
    since: dt.datetime
    ended_at: dt.datetime | None
    waiting: int = 0
    """Transitions that it does not have yet."""


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """What a subscriber could not be given, and everything after it waits for."""

    subscriber: str
    error: str
    """In one line: where, what was found, what to do."""
    attempts: int
    due_at: dt.datetime
    """When it is tried again."""


@dataclass(frozen=True, slots=True)
class HeldDelivery:
    """A subscriber that another process is delivering to."""

    subscriber: str
    holder: str
    """That process, in words."""
    waiting: int
    """Transitions that the subscriber does not have yet."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """How a delivery ended."""

    delivered: int
    waiting: int
    """Transitions that active subscribers do not have yet."""
    failed: tuple[FailedDelivery, ...] = ()
    held: tuple[HeldDelivery, ...] = ()
