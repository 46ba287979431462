"""The table of transitions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from gptreview.model.decision import Action
from gptreview.model.publication import (
    Due,
    NewestVerdict,
    Publication,
    PublicationState,
    Ruling,
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


def _standing(known: str, public: str, ruling: Ruling | None = None, by: int = 0) -> Standing:
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
        publication=Publication(shown, 5, last, by or None) if shown else None,
        ruling=ruling,
    )


def _ruling(action: Action) -> Ruling:
    return Ruling(9, action, ("c",), ("fraud",), None, by_appeal=False)


@pytest.mark.parametrize(
    ("known", "public"),
    [pytest.param(*each, id=" ".join(each)) for each in itertools.product(KNOWN, PUBLIC)],
)
def test_each_pair_has_one_answer(known: str, public: str) -> None:
    """What is known and what is public decide the transition."""
    assert due(_standing(known, public)) == TABLE.get((known, public))


RULED = Due(Transition.WITHDRAW, "a person decided, and there is no verdict yet")
OF_RULED = {
    **dict.fromkeys(itertools.product(("pass", "fail", "review"), PUBLIC), PUBLISH),
    **dict.fromkeys([("none", SAME), ("none", OTHER), ("none", STALE)], RULED),
    **dict.fromkeys([("vanished", SAME), ("vanished", OTHER), ("vanished", STALE)], GONE),
}
"""Where a decision that fails it is in force, and was not when it was published."""


@pytest.mark.parametrize(
    ("known", "public"),
    [pytest.param(*each, id=" ".join(each)) for each in itertools.product(KNOWN, PUBLIC)],
)
def test_a_new_decision_goes_before_the_verdict(known: str, public: str) -> None:
    """Whatever the verdict says, and where there is none, nothing that passed stays shown."""
    removed = _standing(known, public, _ruling(Action.REMOVE))
    assert due(removed) == OF_RULED.get((known, public))


@pytest.mark.parametrize(
    ("known", "public", "expected"),
    [
        pytest.param("pass", SAME, None, id="published"),
        pytest.param("pass", OTHER, PUBLISH, id="another-verdict"),
        pytest.param("pass", STALE, PUBLISH, id="stale"),
        pytest.param("none", SAME, MOVED, id="moved-on"),
        pytest.param("none", STALE, None, id="moved-on-before"),
    ],
)
def test_a_decision_is_published_once(known: str, public: str, expected: Due | None) -> None:
    """One that was in force already makes no further transition of its own."""
    assert due(_standing(known, public, _ruling(Action.REMOVE), by=9)) == expected


@pytest.mark.parametrize(
    ("known", "public"),
    [pytest.param(*each, id=" ".join(each)) for each in itertools.product(KNOWN, PUBLIC)],
)
def test_what_is_held_is_shown_to_nobody(known: str, public: str) -> None:
    """Whatever its verdict says, or a decision that lets other versions pass."""
    shown = GONE if known == "vanished" else DECIDE
    expected = None if public in (NEVER, WITHDRAWN) else shown
    for ruling in (None, _ruling(Action.LABEL)):
        assert due(replace(_standing(known, public, ruling), is_held=True)) == expected


@pytest.mark.parametrize(
    ("known", "public"),
    [pytest.param(*each, id=" ".join(each)) for each in itertools.product(KNOWN, PUBLIC)],
)
def test_what_is_held_and_removed_is_shown_as_removed(known: str, public: str) -> None:
    """A decision that fails it needs no second one."""
    removed = _standing(known, public, _ruling(Action.REMOVE))
    assert due(replace(removed, is_held=True)) == due(removed)


def test_a_decision_that_has_ended_is_published_away() -> None:
    """The same verdict without it is another publication."""
    assert due(_standing("pass", SAME, by=9)) == PUBLISH
    assert due(_standing("review", SAME, by=9)) == DECIDE


@pytest.mark.parametrize("action", [pytest.param(each, id=str(each)) for each in Action])
def test_what_a_decision_shows(action: Action) -> None:
    """Three actions fail a listing, the others let it pass; without one the verdict says it."""
    fails = action in (Action.REQUIRE_CHANGE, Action.REMOVE, Action.SUSPEND_BUILDER)
    assert _standing("review", NEVER, _ruling(action)).outcome == ("fail" if fails else "pass")
    assert _standing("review", NEVER).outcome == "review"
    assert _standing("none", NEVER).outcome is None


def test_transitions_lead_to_their_state() -> None:
    """Each has a state of its own, and a listing that was never published is at revision 0."""
    assert {each.state for each in Transition} == set(PublicationState)
    assert (_standing("pass", NEVER).revision, _standing("pass", SAME).revision) == (0, 5)
