"""What the event log says of each case, read from its beginning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.case import CaseState, ServiceLevels
from gptreview.model.decision import Action
from gptreview.model.report import ReportCategory
from gptreview.store.cursors import LoggedEvent

KINDS: Final = (
    "report.filed",
    "case.opened",
    "case.reopened",
    "case.lapsed",
    "case.claimed",
    "decision.made",
    "appeal.filed",
    "appeal.upheld",
    "appeal.overturned",
)
MARKED: Final = "report.bad_faith"
"""Kind of the event by which a report counts no longer."""
_BEGINS: Final = frozenset(("case.opened", "case.reopened", "case.lapsed"))
UNKNOWN: Final = "unknown"
"""Language that no event says."""
_URGENT: Final = frozenset(each for each in ReportCategory if each.is_urgent)


class Happening(StrEnum):
    """What counts."""

    RECEIVED = "received"
    DECIDED = "decided"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counts, with all by which it can be sorted."""

    what: Happening
    at: dt.datetime
    case: int
    categories: tuple[str, ...]
    language: str
    decision: int = 0
    """Number of the decision that was made, or that an appeal is about."""
    action: str = ""
    since_intake: float | None = None
    """Seconds; of first decisions, as the fields below."""
    since_claim: float | None = None
    is_in_time: bool = False
    answers_appeal: bool = False


@dataclass(slots=True)
class _Case:
    """What is known of a case so far."""

    begun: dt.datetime | None = None
    """When it began to wait for its next decision."""
    due: dt.datetime | None = None
    """By when it was to be decided, as the log says it."""
    claims: dict[str, dt.datetime] = field(default_factory=dict)
    """By actor, since then."""
    categories: tuple[str, ...] = ()
    language: str = UNKNOWN


class CaseLog:
    """Follows every case along the log.

    Args:
        levels: By when cases are to be decided, where the log does not say it.
        bad_faith: Numbers of the reports that the log says, sooner or later, count no longer. By
            when a case was due is what it was, whoever made it so.
    """

    def __init__(self, levels: ServiceLevels, bad_faith: Collection[int] = ()) -> None:
        self._levels = levels
        self._bad_faith = frozenset(bad_faith)
        self._cases: dict[int, _Case] = {}

    def read(self, events: Iterable[LoggedEvent]) -> Iterator[Counted]:
        """What counts of the next events, in their order."""
        for event in events:
            counted = self._next(event, event.payload)
            if counted is not None:
                yield counted

    def _next(self, event: LoggedEvent, payload: Mapping[str, Any]) -> Counted | None:
        number = payload.get("case")
        if not isinstance(number, int):
            return None
        case = self._cases.setdefault(number, _Case())
        if event.kind in _BEGINS:
            case.begun, case.claims, case.due = event.at, {}, _due(payload)
            case.language = payload.get("language") or case.language
        elif event.kind == "case.claimed":
            case.claims[event.actor] = event.at
        elif event.kind == "report.filed":
            case.due = _due(payload) or case.due
            if event.number in self._bad_faith:
                return None
            categories = (str(payload.get("category", ReportCategory.OTHER)),)
            case.categories = tuple(dict.fromkeys((*case.categories, *categories)))
            language = payload.get("language") or case.language
            return Counted(Happening.RECEIVED, event.at, number, categories, language)
        elif event.kind == "decision.made":
            return self._decided(event, number, case)
        else:
            return _appeal(event, number, case)
        return None

    def _decided(self, event: LoggedEvent, number: int, case: _Case) -> Counted:
        payload = event.payload
        urgent = _URGENT.intersection((*case.categories, *payload.get("categories", ())))
        case.categories = tuple(payload.get("categories", ())) or case.categories
        begun, claimed = case.begun, case.claims.get(event.actor)
        case.begun, case.claims = None, {}
        by_levels = begun and self._levels.due(begun, CaseState.OPEN, is_urgent=bool(urgent))
        due = case.due or by_levels
        return Counted(
            Happening.DECIDED,
            event.at,
            number,
            case.categories,
            case.language,
            decision=event.number,
            action=str(payload.get("action", Action.NO_VIOLATION)),
            since_intake=(event.at - begun).total_seconds() if begun else None,
            since_claim=(event.at - claimed).total_seconds() if claimed else None,
            is_in_time=due is not None and event.at <= due,
            answers_appeal=payload.get("appeal") is not None,
        )


def _due(payload: Mapping[str, Any]) -> dt.datetime | None:
    text = payload.get("due_at")
    return dt.datetime.fromisoformat(text) if text else None


_APPEALS: Final[Mapping[str, Happening]] = MappingProxyType(
    {
        "appeal.filed": Happening.APPEALED,
        "appeal.upheld": Happening.UPHELD,
        "appeal.overturned": Happening.OVERTURNED,
    }
)


def _appeal(event: LoggedEvent, number: int, case: _Case) -> Counted:
    return Counted(
        _APPEALS[event.kind],
        event.at,
        number,
        case.categories,
        case.language,
        decision=int(event.payload.get("decision", 0)),
    )
