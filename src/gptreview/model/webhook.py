"""An address of another program that is told of events, and what it may be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

WEBHOOK_SCHEMA: Final = "gptreview/webhook/v1"
LONGEST_URL: Final = 2_000
"""Characters of an address."""

WEBHOOK_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "appeal.filed": ("case", "decision", "party"),
        "appeal.overturned": ("case", "decision", "party"),
        "appeal.upheld": ("case", "decision", "party"),
        "case.claimed": ("case", "listing", "number", "state"),
        "case.escalated": ("case", "listing", "number", "state"),
        "case.expired": ("case", "listing", "number", "state"),
        "case.lapsed": ("case", "listing", "number", "state"),
        "case.opened": ("case", "listing", "number", "state"),
        "case.released": ("case", "listing", "number", "state"),
        "case.reopened": ("case", "listing", "number", "state"),
        "case.rescanned": ("case", "listing", "number", "state"),
        "decision.made": (
            "action",
            "appeal",
            "automated_detection",
            "case",
            "categories",
            "clauses",
            "ground",
            "listing",
            "reports",
            "scope",
        ),
        "report.filed": ("case", "category", "listing", "number"),
        "verdict.published": ("content", "outcome", "profile", "reason", "revision", "version"),
        "verdict.stale": ("content", "outcome", "profile", "reason", "revision", "version"),
        "verdict.withdrawn": ("content", "outcome", "profile", "reason", "revision", "version"),
    }
)
"""Kinds of events that may be subscribed to, each with the keys of its payload that are told.

Keys that are not named here stay in the house, whatever is added to an event one day. Nobody's
account is told of: who decided is the house's own matter.
"""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events."""

    id: int
    url: str
    kinds: tuple[str, ...]
    """Sorted."""
    made_by: int
    """Number of an account."""
    made_at: dt.datetime
    disabled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook with its secret, which is shown this once."""

    webhook: Webhook
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One message to one webhook."""

    id: int
    webhook: int
    event: str
    """``event:812``, by its number in the log."""
    kind: str
    document: Mapping[str, Any]
    made_at: dt.datetime
    due_at: dt.datetime | None
    """When to try next; None where it was delivered or given up."""
    attempts: int
    status: int | None
    """Of the last answer."""
    error: str
    delivered_at: dt.datetime | None
