"""What a person decides of a case, and what that does to the listing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gptreview.model.finding import Wording

APPEAL_DAYS: Final = 184
"""For how long an appeal is taken: at least six months, DSA article 20(1)."""


class Action(StrEnum):
    """What is done about a listing."""

    NO_VIOLATION = "no_violation"
    LABEL = "label"
    AGE_RESTRICT = "age_restrict"
    LIMIT = "limit"
    """It is found by its link alone."""
    REQUIRE_CHANGE = "require_change"
    """By a day, or the case is opened again."""
    REMOVE = "remove"
    SUSPEND_BUILDER = "suspend_builder"
    """All of the builder's listings go."""

    @property
    def is_violation(self) -> bool:
        """Whether something is wrong with the listing."""
        return self is not Action.NO_VIOLATION

    @property
    def fails(self) -> bool:
        """Whether the public is shown a failed listing; restricted ones pass with a remark."""
        return self in (Action.REQUIRE_CHANGE, Action.REMOVE, Action.SUSPEND_BUILDER)

    @property
    def strike_weight(self) -> int:
        """What it adds to the builder's strikes."""
        return _STRIKES.get(self, 0)


_STRIKES: Final[Mapping[Action, int]] = MappingProxyType(
    {Action.REQUIRE_CHANGE: 1, Action.REMOVE: 3, Action.SUSPEND_BUILDER: 5}
)
STRIKE_DAYS: Final = 365
"""For how long a strike counts."""

ACTION_NAMES: Final[Mapping[Action, Wording]] = MappingProxyType(
    {
        Action.NO_VIOLATION: Wording("No violation", "未违规"),
        Action.LABEL: Wording("Label", "添加标签"),
        Action.AGE_RESTRICT: Wording("Age restriction", "年龄限制"),
        Action.LIMIT: Wording("Limit distribution", "限制传播"),
        Action.REQUIRE_CHANGE: Wording("Require a change", "要求修改"),
        Action.REMOVE: Wording("Remove", "下架"),
        Action.SUSPEND_BUILDER: Wording("Suspend the builder", "停用构建者"),
    }
)


class Scope(StrEnum):
    """What a decision covers."""

    VERSION = "version"
    """The content that was decided on; another version is judged anew."""
    LISTING = "listing"
    """The listing, whatever its content."""
    BUILDER = "builder"
    """All listings of the builder."""


class Ground(StrEnum):
    """Against what a listing is held: DSA article 17(3)(d) and (e)."""

    TERMS = "terms"
    ILLEGAL = "illegal"


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as somebody wants to make it; the server refuses one that leaves out anything."""

    action: str
    clauses: tuple[str, ...]
    """Ids of the policy clauses it is held against; at least one."""
    facts: str
    """What was found, for builder and auditor; 5,000 characters at most."""
    reason_builder: str
    reason_reporter: str
    scope: str
    days: int | None
    """For how long it holds, in days; None for until it is changed."""
    change_by: dt.date | None = None
    """The last day for a change, in UTC; only and always with `REQUIRE_CHANGE`."""
    ground: str = Ground.TERMS
    legal_ground: str = ""
    """The law, where the ground is `ILLEGAL`."""
    evidence: tuple[str, ...] = ()
    """Evidence digests of the findings that bear it out."""
    note: str = ""
    """For colleagues only."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that was made."""

    id: int
    case: int
    account: int
    """Number of whoever made it."""
    action: Action
    clauses: tuple[str, ...]
    facts: str
    reason_builder: str
    reason_reporter: str
    scope: Scope
    ground: Ground
    legal_ground: str
    made_at: dt.datetime
    ends_at: dt.datetime | None
    """None where it holds until it is changed."""
    change_by: dt.date | None
    evidence: tuple[str, ...]
    appeal: int | None = None
    """Number of the appeal that it answers; None for a first decision."""
    replaced_at: dt.datetime | None = None
    """Since when another decision stands in its place."""

    def appeal_until(self) -> dt.datetime:
        """The end of the time for an appeal."""
        return self.made_at + dt.timedelta(days=APPEAL_DAYS)


class Party(StrEnum):
    """Who appeals."""

    BUILDER = "builder"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Appeal:
    """Somebody does not accept a decision."""

    id: int
    case: int
    decision: int
    """Number of the one that is appealed against."""
    party: Party
    reason: str
    filed_at: dt.datetime
    report: int | None = None
    """Number of the reporter's report."""
    account: int | None = None
    """Number of the builder's account."""
    decided_at: dt.datetime | None = None
    is_upheld: bool | None = None
    """Whether the decision stands; None until somebody decided."""
    answer: str = ""
