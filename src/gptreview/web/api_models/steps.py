"""What reviewers and leads send to take steps with cases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StrictInt
from pydantic.config import JsonDict

from gptreview.model.decision import Action, DecisionDraft, Ground, Scope
from gptreview.usecases.triage.bulk_steps import BulkResult
from gptreview.web.api_models.shapes import LARGEST, Asked, Id, Shown, Text

_CLAUSE = Annotated[str, Field(min_length=1, max_length=200)]
_DIGEST = Annotated[str, Field(min_length=1, max_length=100)]
Revision = Annotated[StrictInt, Field(ge=0, le=LARGEST)]
"""Of the case, as whoever sends it has seen it."""
_DECISION: JsonDict = {
    "revision": 2,
    "action": "remove",
    "clauses": ["fraud-1"],
    "facts": "The instructions ask for card numbers.",
    "reason_builder": "The listing asks users for card numbers; take that out.",
    "reason_reporter": "The listing asked for card numbers, as you said. It was removed.",
    "scope": "version",
}


class Draft(Asked):
    """A decision; what it leaves out is refused with 422."""

    action: Action
    clauses: Annotated[list[_CLAUSE], Field(min_length=1, max_length=100)]
    """Ids of the policy clauses that the listing is held against."""
    facts: Annotated[str, Field(min_length=1, max_length=5_000)]
    reason_builder: Annotated[str, Field(min_length=1, max_length=2_000)]
    reason_reporter: Annotated[str, Field(min_length=1, max_length=2_000)]
    scope: Scope
    days: Annotated[StrictInt, Field(ge=1, le=3_650)] | None = None
    """For how long it holds; null for until it is changed."""
    change_by: dt.date | None = None
    """The last day for a change; only and always with ``require_change``."""
    ground: Ground = Ground.TERMS
    legal_ground: Annotated[str, Field(max_length=500)] = ""
    evidence: Annotated[tuple[_DIGEST, ...], Field(max_length=1_000)] = ()
    """Evidence digests of the findings that bear it out."""
    note: Annotated[str, Field(max_length=5_000)] = ""
    """For colleagues only."""

    def draft(self) -> DecisionDraft:
        """As the use-case takes it."""
        return DecisionDraft(
            action=self.action,
            clauses=tuple(self.clauses),
            facts=self.facts,
            reason_builder=self.reason_builder,
            reason_reporter=self.reason_reporter,
            scope=self.scope,
            days=self.days,
            change_by=self.change_by,
            ground=self.ground,
            legal_ground=self.legal_ground,
            evidence=self.evidence,
            note=self.note,
        )


class NewDecision(Draft):
    """A decision of a case as it was seen."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DECISION]})

    revision: Revision


class Seen(Asked):
    """A case as it was seen."""

    revision: Revision


class Upheld(Seen):
    """Why a decision stands."""

    answer: Annotated[str, Field(min_length=1, max_length=2_000)]
    """To whoever appealed."""


class FieldName(Asked):
    """A field of the snapshot."""

    field: Annotated[str, Field(min_length=1, max_length=1_000)]


class Cases(Asked):
    """Numbers of cases."""

    cases: Annotated[list[Id], Field(min_length=1, max_length=100)]


class SeenCase(Seen):
    """A case as it was seen, by its number."""

    case: Id


class DecidedAlike(Asked):
    """One decision of several cases."""

    cases: Annotated[list[SeenCase], Field(min_length=1, max_length=100)]
    decision: Draft


class Reports(Asked):
    """Numbers of reports."""

    reports: Annotated[list[Id], Field(min_length=1, max_length=500)]


class NewView(Asked):
    """A filter of the queue to keep."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    query: Annotated[str, Field(max_length=2_000)]
    """Of the queue's address: ``state=open&overdue=1``."""


class StepResult(Shown):
    """What became of one case."""

    case: int
    is_done: bool
    code: str
    """Of the error; empty where there was none."""
    detail: Text
    expected: Text
    next_step: Text

    @classmethod
    def shown(cls, result: BulkResult) -> Self:
        """The answer that shows what became of a case."""
        error = result.error
        return cls(
            case=result.case,
            is_done=error is None,
            code=error.code if error else "",
            detail=error.found if error else "",
            expected=error.expected if error else "",
            next_step=error.next_step if error else "",
        )
