"""The table of transitions."""

from __future__ import annotations

import itertools

import pytest

from gptreview.model.publication import (
    Due,
    NewestVerdict,
    Publication,
    PublicationState,
    Standing,
    Transition,
    due,
)
from gptreview.model.verdict import Outcome

NEVER, SAME, OTHER, STALE, WITHDRAWN = PUBLIC = (
    "never",
    "this verdict",
    "another verdict",
    "stale",
    "withdrawn",
)
KNOWN = ("pass", "fail", "review", "none", "vanished")
PUBLISH = Due(Transition.PUBLISH)
MOVED = Due(Transition.STALE, "the version moved on")
DECIDE = Due(Transition.WITHDRAW, "a person must decide")
GONE = Due(Transition.WITHDRAW, "its source has it no more")
TABLE = {
    **dict.fromkeys(itertools.product(("pass", "fail"), (NEVER, OTHER, STALE, WITHDRAWN)), PUBLISH),
    **dict.fromkeys([("review", SAME), ("review", OTHER), ("review", STALE)], DECIDE),
    **dict.fromkeys([("none", SAME), ("none", OTHER)], MOVED),
    **dict.fromkeys([("vanished", SAME), ("vanished", OTHER), ("vanished", STALE)], GONE),
}
"""What is not in it is no transition."""


def _standing(known: str, public: str) -> Standing:
    outcome = Outcome.PASS if known == "vanished" else Outcome(known) if known != "none" else None
    state = {NEVER: None, STALE: PublicationState.STALE, WITHDRAWN: PublicationState.WITHDRAWN}
    shown = state.get(public, PublicationState.PUBLISHED)
    last = 1 if public == OTHER else 2
    return Standing(
        listing=7,
        external_id="g-7",
        name="Alps",
        number=3,
        content_digest="sha256:c",
        vanished=known == "vanished",
        verdict=NewestVerdict(2, outcome, "p", "1", "sha256:p", "r") if outcome else None,
        publication=Publication(shown, 5, last) if shown else None,
    )


@pytest.mark.parametrize(
    ("known", "public"),
    [pytest.param(*each, id=" ".join(each)) for each in itertools.product(KNOWN, PUBLIC)],
)
def test_each_pair_has_one_answer(known: str, public: str) -> None:
    """What is known and what is public decide the transition."""
    assert due(_standing(known, public)) == TABLE.get((known, public))


def test_transitions_lead_to_their_state() -> None:
    """Each has a state of its own, and a listing that was never published is at revision 0."""
    assert {each.state for each in Transition} == set(PublicationState)
    assert (_standing("pass", NEVER).revision, _standing("pass", SAME).revision) == (0, 5)
