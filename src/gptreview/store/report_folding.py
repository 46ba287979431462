"""Reports on one version of a listing become one case, which a new one opens again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from gptreview.model.account import Identity
from gptreview.model.case import Case, CaseState, ServiceLevels, Step, move
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.store import case_facts, case_opening, cases, reports
from gptreview.store.case_opening import NewCase, Version
from gptreview.store.events import Event
from gptreview.store.reports import NewReport

_NOBODY: Final = Identity()
"""Who may report: everybody, with or without an account."""


@dataclass(frozen=True, slots=True)
class Folding:
    """By what a report becomes a part of a case."""

    actor: str
    """Who reports, as the event log calls them."""
    levels: ServiceLevels
    rank: Callable[[PriorityFacts], Priority]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Folded:
    """What became of a report."""

    report: int
    """Its number, or that of the one that says the same."""
    case: int
    events: tuple[Event, ...]
    """To be appended at the end of the transaction."""


@dataclass(slots=True)
class _Steps:
    """What happened to a case so far."""

    case: Case
    events: list[Event] = field(default_factory=list)


def fold(session: Session, version: Version, new: NewReport, by: Folding) -> Folded:
    """Keep a report with the case of its version, which is opened where it has none.

    A case that somebody has decided is opened again. Who sends the same text again gets one more
    receipt for the same report, and neither counts nor opens anything.

    Args:
        session: The transaction; others who report this version wait until it ends.
        version: That the report is about.
        new: The report.
        by: By what.
    """
    steps = _held(session, version, new, by)
    known = reports.same(session, steps.case, new)
    if known is not None:
        reports.add_receipt(session, known, new.receipt, at=by.now)
        told = _told("report.folded", known, steps.case, new, by)
        return Folded(known, steps.case.id, (told,))
    _reopened(session, steps, new, by)
    report = reports.add(session, steps.case, new, at=by.now)
    case = _ranked(session, version, steps.case, new, by)
    told = _told("report.filed", report, case, new, by)
    return Folded(report, case.id, (*steps.events, told))


def _held(session: Session, version: Version, new: NewReport, by: Folding) -> _Steps:
    """The case of a version, which is opened where there is none."""
    held = case_opening.hold(session, version)
    if held is None:
        made = case_opening.open_all(session, [_new_case(version, new, by)], at=by.now)
        if made:
            return _Steps(made[0], [_opening("case.opened", made[0], by)])
        # Somebody was quicker; their transaction has ended, or this one would still wait.
        held = case_opening.hold(session, version)
        assert held is not None  # noqa: S101 - nobody deletes cases
    return _Steps(held)


def _reopened(session: Session, steps: _Steps, new: NewReport, by: Folding) -> None:
    """Bring the case where a report leads it."""
    held = steps.case
    if held.state is not CaseState.DECIDED:
        move(held.state, Step.REPORT, role=_NOBODY.role, holds=False)
        return
    is_urgent = new.category.is_urgent
    changes: dict[str, Any] = {
        **cases.FREE,
        "opened_at": by.now,
        "due_at": by.levels.due(by.now, CaseState.OPEN, is_urgent=is_urgent),
        "is_urgent": is_urgent,
    }
    steps.case = cases.step(session, held, Step.REPORT, _NOBODY, now=by.now, changes=changes)
    steps.events.append(_opening("case.reopened", steps.case, by))


def _new_case(version: Version, new: NewReport, by: Folding) -> NewCase:
    is_urgent = new.category.is_urgent
    due_at = by.levels.due(by.now, CaseState.OPEN, is_urgent=is_urgent)
    return NewCase(version, (str(new.category),), Priority({}), due_at, is_urgent)


def _ranked(session: Session, version: Version, case: Case, new: NewReport, by: Folding) -> Case:
    """The case with its new report counted, at the place in the queue that it now has."""
    number, said = reports.folded(session, case)
    # What a verdict alone has opened has categories of findings, which are weighed as such.
    reported = {str(new.category), *(said if number else ())}
    since = case_facts.reporters(session, case.id, since=case.opened_at)
    known = case_opening.version_of(session, case) if case.verdict else version
    facts = case_opening.facts(session, (known,), reported=reported, reporters=since, now=by.now)
    of_it, categories = facts[version.listing]
    is_urgent = case.is_urgent or new.category.is_urgent
    due_at = case.due_at
    if is_urgent and not case.is_urgent:
        soon = by.levels.due(by.now, case.state, is_urgent=True)
        due_at = min((each for each in (due_at, soon) if each is not None), default=None)
    case_opening.rank_anew(
        session,
        case,
        by.rank(of_it),
        {*said, *categories},
        reports=number + 1,
        is_urgent=is_urgent,
        due_at=due_at,
        rescan_at=by.now,
    )
    return cases.find(session, case.id)


def _opening(kind: str, case: Case, by: Folding) -> Event:
    return cases.event(
        case,
        kind,
        by.actor,
        by.now,
        by="report",
        urgent=case.is_urgent,
        language=case.language,
        due_at=case.due_at.isoformat() if case.due_at else None,
    )


def _told(kind: str, report: int, case: Case, new: NewReport, by: Folding) -> Event:
    payload = {
        "report": report,
        "case": case.id,
        "listing": case.listing,
        "number": case.number,
        "category": str(new.category),
        "language": new.language,
        "urgent": case.is_urgent,
        "due_at": case.due_at.isoformat() if case.due_at else None,
    }
    return Event(by.now, by.actor, kind, f"report:{report}", payload)
