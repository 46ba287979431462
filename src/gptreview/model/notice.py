"""A letter to one person about a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a letter tells; each has a template of its own."""

    REPORT_RECEIVED = "report_received"
    """To the reporter: DSA article 16(4)."""
    DECISION_BUILDER = "decision_builder"
    """To the builder of a listing that something is done about: DSA article 17."""
    CLEARED_BUILDER = "cleared_builder"
    """To the builder of a listing that nothing is done about."""
    DECISION_REPORTER = "decision_reporter"
    """To the reporter: DSA article 16(5) and (6)."""
    APPEAL_RECEIVED = "appeal_received"
    """To whoever appeals."""
    APPEAL_BUILDER = "appeal_builder"
    """To the builder, of a decided appeal: DSA article 20(5)."""
    APPEAL_REPORTER = "appeal_reporter"
    """To the reporter, of a decided appeal."""
    CHANGE_OVERDUE = "change_overdue"
    """To the builder: a change was required by a day, which is over."""
    DOMAIN_EXPIRED = "domain_expired"
    """To the builder: the proof of a domain has run out."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, as it is read."""

    subject: str
    """One line."""
    body: str
    """Plain text."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter that was written to somebody."""

    id: int
    case: int | None
    """None where it is about none."""
    kind: NoticeKind
    language: str
    subject: str
    body: str
    made_at: dt.datetime
    read_at: dt.datetime | None
    mailed_at: dt.datetime | None
    """When its e-mail was taken by the server; None where there is none, or not yet."""
