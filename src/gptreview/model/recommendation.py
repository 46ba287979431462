"""What whoever decides a case is shown as usual."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.decision import Action
from gptreview.model.finding import Wording


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An action, and why."""

    action: Action | None
    """None where nothing speaks for one more than for another."""
    reason: Wording
    escalate: bool = False
    """Whether a lead should decide."""
