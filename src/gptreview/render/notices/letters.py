"""What each kind of letter has to say: every field is text for its reader, none may be blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gptreview.model.notice import NoticeKind


@dataclass(frozen=True, slots=True)
class ReportReceived:
    """To a reporter, at once. The receipt's code is not in it: only its digest is kept."""

    kind: ClassVar[NoticeKind] = NoticeKind.REPORT_RECEIVED
    listing: str
    category: str
    filed: str
    follow: str
    """How to see what becomes of it."""


@dataclass(frozen=True, slots=True)
class DecisionToBuilder:
    """A statement of reasons; DSA article 17(3) says what has to be in one."""

    kind: ClassVar[NoticeKind] = NoticeKind.DECISION_BUILDER
    listing: str
    action: str
    """What is done: 17(3)(a)."""
    scope: str
    duration: str
    facts: str
    """17(3)(b)."""
    source: str
    """Whether it was reported, and nothing of who did it: 17(3)(b)."""
    passages: str
    """What was found, and where."""
    means: str
    """What programs had to do with it: 17(3)(c)."""
    ground: str
    """The law, or the terms: 17(3)(d) and (e)."""
    policy: str
    reason: str
    fix: str
    appeal: str
    """How to appeal, and until when: 17(3)(f)."""
    redress: str
    """17(3)(f)."""


@dataclass(frozen=True, slots=True)
class ClearedToBuilder:
    """Nothing is done about a listing."""

    kind: ClassVar[NoticeKind] = NoticeKind.CLEARED_BUILDER
    listing: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionToReporter:
    """What became of a report."""

    kind: ClassVar[NoticeKind] = NoticeKind.DECISION_REPORTER
    listing: str
    category: str
    filed: str
    outcome: str
    reason: str
    means: str
    """DSA article 16(6)."""
    appeal: str
    redress: str
    """DSA article 16(5)."""


@dataclass(frozen=True, slots=True)
class AppealReceived:
    """To whoever appeals, at once."""

    kind: ClassVar[NoticeKind] = NoticeKind.APPEAL_RECEIVED
    listing: str
    filed: str


@dataclass(frozen=True, slots=True)
class AppealToBuilder:
    """An appeal, of whichever side, was decided."""

    kind: ClassVar[NoticeKind] = NoticeKind.APPEAL_BUILDER
    listing: str
    result: str
    answer: str
    standing: str
    """The decision that stands now, as a letter of its own would tell it."""


@dataclass(frozen=True, slots=True)
class AppealToReporter:
    """An appeal, of whichever side, was decided."""

    kind: ClassVar[NoticeKind] = NoticeKind.APPEAL_REPORTER
    listing: str
    result: str
    answer: str
    standing: str


@dataclass(frozen=True, slots=True)
class ChangeOverdue:
    """A listing was to be changed by a day, which is over."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHANGE_OVERDUE
    listing: str
    day: str
    follow: str


@dataclass(frozen=True, slots=True)
class DomainExpired:
    """The proof that domains are the builder's own has run out."""

    kind: ClassVar[NoticeKind] = NoticeKind.DOMAIN_EXPIRED
    domains: str
    follow: str


Fields = (
    ReportReceived
    | DecisionToBuilder
    | ClearedToBuilder
    | DecisionToReporter
    | AppealReceived
    | AppealToBuilder
    | AppealToReporter
    | ChangeOverdue
    | DomainExpired
)
