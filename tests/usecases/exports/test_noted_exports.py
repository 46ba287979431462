"""Whoever has figures or examples is in the log; whoever gets none is not."""

from __future__ import annotations

import pytest

from gptreview.errors import ForbiddenError, InputError
from gptreview.model.case import ServiceLevels
from gptreview.usecases.exports.exporter import Operator
from gptreview.usecases.exports.noted_exports import NotedExports
from gptreview.usecases.exports.transparency import TransparencyReports
from tests.correspondence import Correspondence
from tests.usecases.exports.casebook import LEAD, REVIEWER, Casebook, at


def _exports(casebook: Casebook) -> NotedExports:
    database = casebook.newsroom.database
    return NotedExports(database, lambda: at(99), TransparencyReports(database, ServiceLevels()))


def test_what_leaves_the_house_is_noted(casebook: Casebook) -> None:
    """With the range, and whether small numbers were hidden; the figures are of the log before."""
    exports = _exports(casebook)
    first = exports.figures(at(0), at(1), who=LEAD)
    second = exports.figures(at(0), at(1), who=Operator(), public=True)
    assert exports.examples(who=LEAD) == []
    assert second.head.seq == first.head.seq + 1
    days = {
        "export": "figures",
        "since": "2026-03-02T09:00:00+00:00",
        "until": "2026-03-02T10:00:00+00:00",
    }
    assert Correspondence(casebook.newsroom.database).logged("export.made") == [
        ("export:figures", {**days, "public": False}),
        ("export:figures", {**days, "public": True}),
        ("export:examples", {"export": "examples", "examples": 0}),
    ]


def test_what_does_not_leave_it_is_not(casebook: Casebook) -> None:
    """Reviewers get none, and nobody gets any of an empty range."""
    exports = _exports(casebook)
    with pytest.raises(ForbiddenError):
        exports.figures(at(0), at(1), who=REVIEWER)
    with pytest.raises(ForbiddenError):
        exports.examples(who=REVIEWER)
    with pytest.raises(InputError):
        exports.figures(at(1), at(1), who=LEAD)
    assert Correspondence(casebook.newsroom.database).logged("export.made") == []
