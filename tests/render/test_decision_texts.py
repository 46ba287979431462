"""Texts that a decision begins with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gptreview.model.decision import Action
from gptreview.model.finding import Wording
from gptreview.model.policy import Clause
from gptreview.render.decision_texts import DecisionTexts, decision_texts
from tests.findings import FINDING

_FRAUD = Clause(
    "c/fraud",
    Wording("Fraud", "欺诈"),
    Wording("Do not deceive people.", "不得欺骗他人。"),
    dt.date(2026, 1, 1),
    "",
)
_HATE = replace(_FRAUD, id="c/hate", title=Wording("Hate", "仇恨"), text=Wording("", ""))


def test_a_violation_says_where_why_and_how_to_fix_it() -> None:
    """Places are named, each way to fix it stands there once, and nothing is quoted."""
    findings = [replace(FINDING, excerpt="secret words", end=each) for each in (1, 2)]
    assert decision_texts(Action.REMOVE, [_FRAUD, _HATE], findings, "en") == DecisionTexts(
        "instructions, 1:1: Why.\ninstructions, 1:1: Why.",
        "It goes against: Fraud; Hate. It is no longer offered.\nDo not deceive people.\n"
        "How to fix it:\n- How.",
        "We looked at what you reported and found that it goes against: Fraud; Hate. It is no "
        "longer offered.",
    )


def test_a_violation_is_told_in_chinese() -> None:
    """All of it is in the language that is asked for."""
    assert decision_texts(Action.LIMIT, [_FRAUD], [FINDING], "zh") == DecisionTexts(
        "instructions，1:1：为什么。",
        "该 GPT 违反：欺诈。它不再被列出；其链接仍然有效。\n不得欺骗他人。\n如何改正：\n- 怎么改。",
        "我们审查了您所举报的内容，认定其违反：欺诈。它不再被列出；其链接仍然有效。",
    )


def test_only_a_person_can_say_what_no_rule_found() -> None:
    """Without findings there are no facts to begin with, and no way to fix it."""
    made = decision_texts(Action.LABEL, [_FRAUD], [], "en")
    assert (made.facts, "fix" in made.reason_builder) == ("", False)


@pytest.mark.parametrize(
    ("language", "more"), [("en", "And 3 more passages."), ("zh", "以及另外 3 处。")], ids=str
)
def test_long_lists_are_cut(language: str, more: str) -> None:
    """Twelve places are named one by one, and the rest is counted."""
    facts = decision_texts(Action.REMOVE, [_FRAUD], [FINDING] * 15, language).facts.split("\n")
    assert (len(facts), facts[-1]) == (13, more)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("All of this version was held against: Fraud.", "nothing that you have to do")),
     ("zh", ("该版本的全部内容：欺诈。", "您无须采取任何行动"))],
    ids=["en", "zh"],
)  # fmt: skip
def test_no_violation_says_what_it_was_held_against(language: str, words: tuple[str, str]) -> None:
    """Builder and reporter read against what it was held, and that nothing was found."""
    made = decision_texts(Action.NO_VIOLATION, [_FRAUD], [FINDING], language)
    assert words[0] in made.facts
    assert words[1] in made.reason_builder
    assert made.reason_reporter


@pytest.mark.parametrize("action", list(Action), ids=str)
def test_every_action_has_its_words(action: Action) -> None:
    """No action leaves a reader without a reason."""
    for language in ("en", "zh"):
        made = decision_texts(action, [_FRAUD], [FINDING], language)
        assert made.reason_builder
        assert made.reason_reporter
