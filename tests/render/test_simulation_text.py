"""A simulation as a lead sees it."""

from __future__ import annotations

import datetime as dt

from gptreview.model.registry import RegisteredListing
from gptreview.model.simulation import (
    Candidate,
    Flip,
    FlippedListing,
    Move,
    Shift,
    Simulation,
)
from gptreview.model.verdict import Outcome
from gptreview.render.simulation_json import simulation_json
from gptreview.render.simulation_text import simulation_text

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
TO_FAIL = Move(Outcome.PASS, Outcome.FAIL)
TO_PASS = Move(Outcome.FAIL, Outcome.PASS)
TO_REVIEW = Move(Outcome.PASS, Outcome.REVIEW)
FEE = Shift("fraud", "fraud-advance-fee", "usage-policies/fraud", "note", "fail")
HATE = Shift("hate", "hate-slur", "usage-policies/hate", "fail", "review", "went")
UNREAD = Shift("", "", "", "", "")
CANDIDATE = Candidate("Example Ltd workspace", "4", "sha256:p", "sha256:r", "content")
QUIET = Simulation(CANDIDATE, 3, 0, 3, 0, {"Example Ltd workspace 3": 3}, {}, {}, {}, ())


def _listing(number: int, name: str, move: Move, *shifts: Shift) -> FlippedListing:
    listing = RegisteredListing(
        *(number, "gpts.jsonl", f"g-{number}", name, f"sha256:{number}", 1),
        *(NOW, NOW, NOW, None, str(move.before)),
    )
    return FlippedListing(listing, Flip(f"sha256:{number}", move, shifts, 2))


def _loud() -> Simulation:
    return Simulation(
        candidate=CANDIDATE,
        versions=20_000,
        unreviewed=2,
        rejudged=19_000,
        reviewed=998,
        against={"Example Ltd workspace 3": 19_990, "Example Ltd workspace 2": 8},
        moves={TO_PASS: 1, TO_FAIL: 1_205, TO_REVIEW: 1},
        categories={
            TO_FAIL: {"fraud": 1_205, "hate": 4},
            TO_PASS: {"hate": 1},
            TO_REVIEW: {"": 1},
        },
        shifts={HATE: 5, FEE: 1_205, UNREAD: 1},
        listings=(
            _listing(7, "Night\x1b Porter", TO_FAIL, FEE, HATE),
            _listing(1_234, "理财助手", TO_FAIL, FEE),
            _listing(9, "Big files", TO_REVIEW, UNREAD),
            _listing(12, "Poems", TO_PASS, HATE),
        ),
    )


def test_quiet_candidate_is_told_on_three_lines() -> None:
    """Where nothing flips there is no table."""
    assert simulation_text(QUIET, color=False) == (
        "Example Ltd workspace 4 (content): 0 listings would flip\n"
        "  3 current versions compared with verdicts by Example Ltd workspace 3 (3)\n"
        "  3 judged again from their findings, 0 scanned again\n"
    )


def test_flips_by_category_reason_and_listing() -> None:
    """The worst move first, a line for each reason, and how many listings are not named."""
    assert simulation_text(_loud(), color=False) == (
        "Example Ltd workspace 4 (content): 1,207 listings would flip\n"
        "  19,998 current versions compared with verdicts by "
        "Example Ltd workspace 2 (8), Example Ltd workspace 3 (19,990)\n"
        "  19,000 judged again from their findings, 998 scanned again\n"
        "  2 current versions without a verdict for content, not compared: "
        "gptreview registry review --profile content\n"
        "\n"
        "  category           pass→fail  pass→review  fail→pass\n"
        "  fraud                  1,205            .          .\n"
        "  hate                       4            .          1\n"
        "  what was not read          .            1          .\n"
        "  listings               1,205            1          1\n"
        "\n"
        "why\n"
        "  listings  category  was   would be  rule               clause\n"
        "     1,205  fraud     note  fail      fraud-advance-fee  usage-policies/fraud\n"
        "         5  hate      fail  review    hate-slur          usage-policies/hate"
        " (not in the policy)\n"
        "         1  -         -     -         what was not read  -\n"
        "\n"
        "pass→fail, 1,205 listings\n"
        "  listing  why                   id      name\n"
        "        7  fraud-advance-fee +1  g-7     Night\\x1b Porter\n"
        "     1234  fraud-advance-fee     g-1234  理财助手\n"
        "  and 1,203 more\n"
        "\n"
        "pass→review, 1 listing\n"
        "  listing  why                id   name\n"
        "        9  what was not read  g-9  Big files\n"
        "\n"
        "fail→pass, 1 listing\n"
        "  listing  why        id    name\n"
        "       12  hate-slur  g-12  Poems\n"
    )


def test_names_are_cut_and_moves_painted_on_a_terminal() -> None:
    """A narrow terminal breaks no line of a table, and outcomes have their colours."""
    shown = simulation_text(_loud(), color=True, width=44)
    assert "\x1b[31;1m    1,205\x1b[0m" in shown
    assert "\x1b[32;1mpass\x1b[0m→\x1b[31;1mfail\x1b[0m, 1,205 listings" in shown
    assert "\x1b[1mlistings         \x1b[0m" in shown


def test_twenty_reasons_are_enough() -> None:
    """The rest is counted; JSON has all."""
    shifts = {Shift("fraud", f"rule-{number}", "c", "", "fail"): 1 for number in range(23)}
    many = Simulation(
        *(CANDIDATE, 30, 0, 30, 0, {"a": 30}, {TO_FAIL: 23}, {TO_FAIL: {"fraud": 23}}),
        *(shifts, ()),
    )
    assert "  and 3 more reasons\n" in simulation_text(many, color=False)
    assert simulation_json(many).count('"rule_id": "rule-') == 23


def test_json_has_null_for_what_is_not_there() -> None:
    """Programs need not know our empty words."""
    shown = simulation_json(_loud())
    assert (
        '{"category": null, "rule_id": null, "clause": null, "before": null, "after": null, '
        '"clause_change": null, "listings": 1}'
    ) in shown
    assert '"categories": {"unread": 1}' in shown
