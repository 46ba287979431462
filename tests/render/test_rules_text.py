"""Rules in tables, and the trial of their examples."""

from __future__ import annotations

import dataclasses

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.model.policy import Meaning
from gptreview.model.rule import Detect, Rule, RuleExamples, RuleStatus
from gptreview.model.rule_catalogue import (
    CatalogueEntry,
    ExampleFailure,
    RuleTrial,
    TriedRule,
)
from gptreview.model.segment import FieldKind
from gptreview.render.rules_text import catalogue_text, trial_text

_WORDING = Wording("Why.", "为何。")


def _entry(
    card_id: str,
    title: str,
    category: Category,
    meaning: Meaning | None,
    status: RuleStatus = RuleStatus.STABLE,
) -> CatalogueEntry:
    card = Card(
        card_id, title, category, Severity.HIGH, Confidence.LOW, _WORDING, _WORDING, "policies/a"
    )
    rule = Rule(
        card,
        status,
        ("en", "zh"),
        frozenset({FieldKind.NAME}),
        Detect(any=("a",)),
        (),
        (),
        RuleExamples(("a",), ("b",)),
    )
    return CatalogueEntry("rules", card, meaning, rule)


ENTRIES = (
    _entry("fraud-bell", "Bell that nobody ordered", Category.FRAUD, Meaning.FAIL),
    _entry("fraud-old", "Old", Category.FRAUD, None, RuleStatus.DEPRECATED),
    _entry("hate-bell", "响铃\x1b[2J", Category.HATE, Meaning.NOTE, RuleStatus.EXPERIMENTAL),
    dataclasses.replace(
        _entry("pii-email", "E-mail address", Category.PII, Meaning.REVIEW),
        rule=None,
        scanner="pii",
    ),
)


def test_rules_stand_in_a_table_for_each_category() -> None:
    """Columns are equally wide in all of them; what is not stable says so; the end counts."""
    assert catalogue_text(ENTRIES, color=False) == (
        "fraud (2)\n"
        "  rule        means   severity  confidence  lang    scanner  title\n"
        "  fraud-bell  fail    high      low         en, zh  rules    Bell that nobody ordered\n"
        "  fraud-old   -       high      low         en, zh  rules    (deprecated) Old\n"
        "\n"
        "hate (1)\n"
        "  rule        means   severity  confidence  lang    scanner  title\n"
        "  hate-bell   note    high      low         en, zh  rules    (experimental) 响铃\\x1b[2J\n"
        "\n"
        "pii (1)\n"
        "  rule        means   severity  confidence  lang    scanner  title\n"
        "  pii-email   review  high      low         -       pii      E-mail address\n"
        "\n"
        "3 rules, 1 found by code: 1 fail, 1 review, 1 note, 1 not run\n"
    )


def test_titles_are_cut_to_the_terminal() -> None:
    """Chinese characters count two columns, and no line is wider than the terminal."""
    lines = catalogue_text(ENTRIES, color=False, width=80).splitlines()
    assert [line for line in lines if "-bell" in line] == [
        "  fraud-bell  fail    high      low         en, zh  rules    Bell that nobody o…",
        "  hate-bell   note    high      low         en, zh  rules    (experimental) 响…",
    ]


def test_a_narrow_terminal_gets_no_titles() -> None:
    """A few letters of a title would say nothing."""
    assert catalogue_text(ENTRIES[:1], color=False, width=60) == (
        "fraud (1)\n"
        "  rule        means  severity  confidence  lang    scanner\n"
        "  fraud-bell  fail   high      low         en, zh  rules\n"
        "\n"
        "1 rule, 0 found by code: 1 fail\n"
    )


def test_colors_tell_the_meanings() -> None:
    """Red fails; what does not run has no colour."""
    assert catalogue_text(ENTRIES[:2], color=True) == (
        "\x1b[1mfraud (2)\x1b[0m\n"
        "\x1b[2m  rule        means  severity  confidence  lang    scanner  title\x1b[0m\n"
        "  fraud-bell  \x1b[31;1mfail \x1b[0m  high      low         en, zh  rules    "
        "Bell that nobody ordered\n"
        "  fraud-old   -      high      low         en, zh  rules    (deprecated) Old\n"
        "\n"
        "2 rules, 0 found by code: 1 fail, 1 not run\n"
    )


def test_nothing_is_said_of_nothing() -> None:
    """An empty list is no empty output."""
    assert catalogue_text([], color=False) == "Nothing is listed: no rule is of that kind.\n"


def test_a_trial_without_fault_is_a_table() -> None:
    """Each rule has its line; the end counts."""
    trial = RuleTrial((TriedRule("r/bell.yaml", "bell", 4), TriedRule("r/lamp.yaml", "lamp", 12)))
    assert trial_text(trial, color=False) == (
        "  rule  examples  result\n"
        "  bell         4  ok\n"
        "  lamp        12  ok\n"
        "\n"
        "Passed: 2 rules, 16 examples\n"
    )
    assert trial_text(RuleTrial(trial.rules[:1]), color=True) == (
        "\x1b[2m  rule  examples  result\x1b[0m\n"
        "  bell         4  \x1b[32;1mok\x1b[0m\n"
        "\n"
        "\x1b[32;1mPassed\x1b[0m: 1 rule, 4 examples\n"
    )


FAILURES = (
    ExampleFailure("match", 2, 9, "Ring\n  it\x07.\n", "`all` 1 matches nothing in it"),
    ExampleFailure("no_match", 1, 13, "No bell.", "it hits 'bell'"),
)


def test_everything_that_is_wrong_is_told_below_the_table() -> None:
    """Failing examples with their texts, defects with their places; nothing moves the cursor."""
    trial = RuleTrial(
        (
            TriedRule("r/bell.yaml", "bell", 4, FAILURES),
            TriedRule("r/lamp.yaml", "lamp", 4),
            TriedRule("r/new.yaml", "new", defects=("r/new.yaml:1: x", "r/new.yaml:2: \x1b[2J")),
        )
    )
    assert trial_text(trial, color=False) == (
        "  rule  examples  result\n"
        "  bell         4  2 failed\n"
        "  lamp         4  ok\n"
        "  new          -  no sound rule\n"
        "\n"
        "bell\n"
        "  r/bell.yaml:9: match 2 must be found: `all` 1 matches nothing in it\n"
        "    | Ring\n"
        "    |   it\\x07.\n"
        "  r/bell.yaml:13: no_match 1 must be left alone: it hits 'bell'\n"
        "    | No bell.\n"
        "\n"
        "new\n"
        "  r/new.yaml:1: x\n"
        "  r/new.yaml:2: \\x1b[2J\n"
        "\n"
        "Failed: 2 of 8 examples failed; 1 of 3 rules would not load\n"
    )


def test_only_what_went_wrong_is_counted() -> None:
    """Without a failing example none is counted, and without a defect neither."""
    failed = RuleTrial((TriedRule("bell.yaml", "bell", 4, FAILURES[1:]),))
    defective = RuleTrial((TriedRule("new.yaml", "new", defects=("new.yaml: empty",)),))
    assert [trial_text(each, color=True).splitlines()[-1] for each in (failed, defective)] == [
        "\x1b[31;1mFailed\x1b[0m: 1 of 4 examples failed",
        "\x1b[31;1mFailed\x1b[0m: 1 of 1 rule would not load",
    ]
