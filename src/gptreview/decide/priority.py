"""The weights of a case's priority.

Each part grows with what it counts, and ends somewhere, so that no crowd of reporters outweighs
all else. Child safety and self-harm go before all others whatever their points: that is a column
of the queue's order and no part of the sum.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final

from gptreview.errors import InputError
from gptreview.model.finding import Severity
from gptreview.model.priority import Priority, PriorityFacts

_SEVERITY: Final = MappingProxyType(
    {
        Severity.LOW: 1_000,
        Severity.MEDIUM: 3_000,
        Severity.HIGH: 6_000,
        Severity.CRITICAL: 10_000,
    }
)
"""Thousandths of a point, as all weights here."""
_A_DOUBLING: Final = 1_000
"""For each time that the number of listings, or of reporters, doubles."""
_MOST_REACH: Final = 6_000
"""63 listings."""
_REPORTERS_WEIGH: Final = 2
"""As much as listings that many times."""
_MOST_REPORTERS: Final = 10_000
"""31 people; more of them tell nothing more, and may be one."""
_ACCURACY: Final = 4_000
"""For people whose reports were always borne out."""
_A_STRIKE: Final = 1_000
_MOST_HISTORY: Final = 6_000


def priority(facts: PriorityFacts) -> Priority:
    """The parts of a priority, but its age.

    Raises:
        InputError: There is no such severity.
    """
    reporters = _REPORTERS_WEIGH * _doublings(facts.reporters)
    return Priority(
        MappingProxyType(
            {
                "severity": severity_points(facts.severity),
                "reach": min(_MOST_REACH, _doublings(facts.reach)),
                "reporters": min(_MOST_REPORTERS, reporters),
                "accuracy": round(_ACCURACY * min(1.0, max(0.0, facts.accuracy))),
                "history": min(_MOST_HISTORY, _A_STRIKE * max(0, facts.strikes)),
            }
        )
    )


def severity_points(severity: str) -> int:
    """What a severity gives to a priority, in thousandths of a point; no two give the same.

    Raises:
        InputError: There is no such severity.
    """
    return _SEVERITY[_severity(severity)]


def _severity(name: str) -> Severity:
    try:
        return Severity(name)
    except ValueError as error:
        raise InputError(
            f"no severity {name!r}", where="severity", expected=", ".join(Severity)
        ) from error


def _doublings(count: int) -> int:
    return round(_A_DOUBLING * math.log2(1 + max(0, count)))
