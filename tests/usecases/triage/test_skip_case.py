"""A reviewer leaves a case to others, and the log says so."""

from __future__ import annotations

import pytest

from gptreview.errors import ConflictError, NotFoundError
from gptreview.store.database import Database
from gptreview.usecases.triage.skip_case import SkipCase
from tests.casework import Casework


def test_skip_is_logged(database: Database) -> None:
    """What is passed over again and again can be found."""
    work = Casework(database)
    ann = work.account("ann")
    (case,) = work.cases({"state": "escalated"})
    SkipCase(database, work.clock).skip(case, ann)
    about = {"case": case, "listing": 1, "number": 1, "state": "escalated"}
    assert work.steps() == [(ann.actor, "case.skipped", f"case:{case}", about)]


def test_case_that_waits_for_nothing_is_not_skipped(database: Database) -> None:
    """Nor one that is not there; nothing is logged."""
    work = Casework(database)
    ann = work.account("ann")
    (case,) = work.cases({"state": "decided"})
    skipping = SkipCase(database, work.clock)
    with pytest.raises(ConflictError) as error:
        skipping.skip(case, ann)
    assert str(error.value) == (
        f"case {case}: the case is decided; expected a case that waits for a decision; "
        "load the queue again"
    )
    with pytest.raises(NotFoundError):
        skipping.skip(99, ann)
    assert work.steps() == []
