"""What subscribers are given of a publication, as JSON that anybody may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gptreview.model.publication import (
    Due,
    NewestVerdict,
    Ruling,
    Standing,
    Transition,
)
from gptreview.model.report import policy_categories

SCHEMA: Final = "gptreview/publication/v1"


def published_document(
    standing: Standing,
    verdict: NewestVerdict,
    profile: str,
    *,
    shown_id: str,
    categories: Iterable[str],
    clauses: Iterable[str],
    statement: Mapping[str, Any] | None,
    at: dt.datetime,
) -> dict[str, Any]:
    """What subscribers are given when a verdict is published: nothing that helps to evade a rule.

    Where a person decided, outcome, categories and clauses are the decision's; what reports call
    otherwise is told by the policy's categories, which are all that subscribers know.

    Args:
        standing: Of the listing.
        verdict: The one that is published.
        profile: The audience.
        shown_id: The listing's id in its source, masked.
        categories: Of the findings that make the verdict fail.
        clauses: Ids of the policy clauses of these.
        statement: The signed verdict in its envelope; None where nobody signs, or where a person
            decided otherwise.
        at: Now.
    """
    listing = {"number": standing.listing, "id": shown_id, "name": standing.name}
    fixed = {"schema": SCHEMA, "listing": listing, "profile": profile}
    ruling = standing.ruling
    if ruling is not None:
        fails = ruling.action.fails
        categories = ruling.categories if fails else ()
        clauses = ruling.clauses if fails else ()
    return fixed | {
        **_moved(fixed, standing, Due(Transition.PUBLISH), at),
        "version": standing.number,
        "content_digest": standing.content_digest,
        "outcome": str(standing.outcome),
        "categories": list(map(str, policy_categories(categories))),
        "clauses": list(clauses),
        "decision": None if ruling is None else _decision(ruling),
        "policy": {
            "name": verdict.policy_name,
            "version": verdict.policy_version,
            "digest": verdict.policy_digest,
        },
        "ruleset_digest": verdict.ruleset_digest,
        "statement": statement,
    }


def moved_document(
    before: Mapping[str, Any], standing: Standing, due: Due, at: dt.datetime
) -> dict[str, Any]:
    """What subscribers are given when what they were told is stale or withdrawn.

    A withdrawn publication says nothing more of verdict or decision.

    Args:
        before: What they were given the last time.
        standing: Of the listing.
        due: The transition.
        at: Now.
    """
    document = {**before, **_moved(before, standing, due, at), "statement": None}
    document["categories"] = list(map(str, policy_categories(before["categories"])))
    if due.transition is Transition.WITHDRAW:
        document |= {"outcome": None, "categories": [], "clauses": [], "decision": None}
    return document


def _moved(
    fixed: Mapping[str, Any], standing: Standing, due: Due, at: dt.datetime
) -> dict[str, Any]:
    """The fields that each transition sets anew."""
    revision = standing.revision + 1
    return {
        "key": f"{standing.listing}-{fixed['profile']}-{revision}",
        "kind": str(due.transition),
        "state": str(due.transition.state),
        "revision": revision,
        "reason": due.reason,
        "at": _instant(at),
    }


def _decision(ruling: Ruling) -> dict[str, Any]:
    return {
        "action": str(ruling.action),
        "clauses": list(ruling.clauses),
        "until": None if ruling.until is None else _instant(ruling.until),
        "by_appeal": ruling.by_appeal,
    }


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
