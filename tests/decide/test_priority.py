"""A case's priority is a sum of named parts, each of which grows with what it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.decide.priority import priority
from gptreview.errors import InputError
from gptreview.model.finding import Severity
from gptreview.model.priority import PARTS, PriorityFacts, age_part

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
FACTS = PriorityFacts(severity="high", reach=1, reporters=3, accuracy=0.5, strikes=2)

severities = st.sampled_from([each.value for each in Severity])
counts = st.integers(-5, 2**40)
facts = st.builds(
    PriorityFacts,
    severity=severities,
    reach=counts,
    reporters=counts,
    accuracy=st.floats(-1, 2),
    strikes=counts,
)
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - the strategy adds the zone


def test_parts_are_named_and_counted_in_thousandths() -> None:
    """A reviewer sees what makes a case urgent, and not one number alone."""
    made = priority(FACTS)
    assert dict(made.parts) == {
        "severity": 6_000,
        "reach": 1_000,
        "reporters": 4_000,
        "accuracy": 2_000,
        "history": 2_000,
    }
    assert (*made.parts, "age") == PARTS


@pytest.mark.parametrize(
    ("changes", "part", "expected"),
    [
        ({"severity": "low"}, "severity", 1_000),
        ({"severity": "critical"}, "severity", 10_000),
        ({"reach": 0}, "reach", 0),
        ({"reach": 10**6}, "reach", 6_000),
        ({"reporters": 31}, "reporters", 10_000),
        ({"reporters": 10**6}, "reporters", 10_000),
        ({"accuracy": 1.5}, "accuracy", 4_000),
        ({"accuracy": -0.5}, "accuracy", 0),
        ({"strikes": 50}, "history", 6_000),
        ({"strikes": -1}, "history", 0),
    ],
    ids=[
        "lowest severity",
        "highest severity",
        "no listing",
        "many listings",
        "many reporters",
        "too many reporters",
        "more than right",
        "less than wrong",
        "many strikes",
        "no strikes",
    ],
)
def test_each_part_has_an_end(changes: dict[str, Any], part: str, expected: int) -> None:
    """No crowd of reporters, and no long history, outweighs all else."""
    assert priority(replace(FACTS, **changes)).parts[part] == expected


def test_unknown_severity_is_refused() -> None:
    """What the scale does not have has no weight."""
    with pytest.raises(InputError) as error:
        priority(replace(FACTS, severity="dire"))
    assert str(error.value) == (
        "severity: no severity 'dire'; expected low, medium, high, critical"
    )


@given(facts, facts)
def test_priority_grows_with_each_of_its_facts(one: PriorityFacts, other: PriorityFacts) -> None:
    """Whatever else is true of a case: worse, wider, oftener, surer and again come sooner."""
    for name in ("severity", "reach", "reporters", "accuracy", "strikes"):
        pair = sorted((one, other), key=lambda each: _amount(each, name))
        low, high = (replace(one, **{name: getattr(each, name)}) for each in pair)
        assert priority(low).rank(NOW) <= priority(high).rank(NOW)


@given(facts, facts, moments, moments, moments)
def test_order_by_rank_is_the_order_of_the_points_shown(
    one: PriorityFacts,
    other: PriorityFacts,
    opened: dt.datetime,
    also_opened: dt.datetime,
    now: dt.datetime,
) -> None:
    """Ranks that were written once stay right while time passes."""
    now = max(now, opened, also_opened)
    ranks = [priority(one).rank(opened), priority(other).rank(also_opened)]
    shown = [
        sum(priority(each).parts.values()) + age_part(since, now)
        for each, since in ((one, opened), (other, also_opened))
    ]
    assert ranks[0] - ranks[1] == shown[0] - shown[1]


def test_waiting_case_gains_two_points_a_day() -> None:
    """A clock that went back takes nothing away."""
    assert age_part(NOW - dt.timedelta(hours=36), NOW) == 3_000
    assert age_part(NOW + dt.timedelta(hours=36), NOW) == 0


def _amount(given_facts: PriorityFacts, name: str) -> float:
    if name == "severity":
        return Severity(given_facts.severity).rank
    return float(getattr(given_facts, name))
