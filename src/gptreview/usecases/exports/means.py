"""What the order of events proves of how a decision came about; nobody types it in."""

from __future__ import annotations

from gptreview.model.statement_of_reasons import Automation, Means, SourceType


def means_of(
    actor: str, decided: int, *, reported: int | None, found: int | None, is_detected: bool
) -> Means:
    """How a decision came about, by numbers of events.

    - detected by a machine: the decision's event says so, as the letters do;
    - fully automated: no account took the step; partially: a verdict that spoke against the
      content was there before the decision, and was laid before the person who took it; not
      automated: there was none;
    - led to by a notice: a report came in before the decision that nobody has marked as made in
      bad faith since.

    Args:
        actor: Of the decision's event.
        decided: Of the decision.
        reported: Of the case's first report in good faith; None where nobody reported it so.
        found: Of the first verdict that speaks against the content; None where none does.
        is_detected: What `store.detection` told whoever decided.
    """
    is_known = found is not None and found < decided
    is_reported = reported is not None and reported < decided
    if not actor.startswith("account:"):
        automation = Automation.FULLY
    else:
        automation = Automation.PARTIALLY if is_known else Automation.NOT
    return Means(
        is_detected=is_detected,
        automation=automation,
        source=SourceType.NOTICE if is_reported else SourceType.OWN,
    )
