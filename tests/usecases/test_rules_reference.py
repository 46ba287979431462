"""rules/README.md holds what the loader holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gptreview.decide.policy_file import read_policy
from gptreview.model.finding import Category, Confidence, Severity
from gptreview.model.rule import RuleStatus, Scope
from gptreview.model.segment import FieldKind
from gptreview.render.rules_text import trial_text
from gptreview.scan.expressions import read_expression
from gptreview.usecases.try_rules import RuleTester

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
Tried = Callable[[str], str]


@pytest.fixture(scope="module")
def reference(repository_root: Path) -> str:
    """The reference's text."""
    return (repository_root / "rules" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rule(reference: str) -> str:
    """The rule that it shows."""
    (shown,) = [text for kind, text in _BLOCK.findall(reference) if kind == "yaml"]
    return str(shown)


@pytest.fixture
def tried(repository_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    """What `gptreview rules test` says of a file, with the built-in policy."""
    policy = repository_root / "rules" / "policy.yaml"
    clauses = read_policy(policy.read_bytes(), name="policy.yaml").clauses
    monkeypatch.chdir(tmp_path)

    def run(text: str) -> str:
        Path("own-lottery.yaml").write_text(text, encoding="utf-8")
        trial = RuleTester(policy.parent, clauses).run([Path("own-lottery.yaml")])
        return trial_text(trial, color=False)

    return run


def test_the_whole_rule_loads(rule: str, tried: Tried) -> None:
    """The rule of the reference is sound and keeps its word."""
    assert tried(rule) == (
        "  rule         examples  result\n"
        "  own-lottery         5  ok\n"
        "\n"
        "Passed: 1 rule, 5 examples\n"
    )


def test_the_shown_answers_are_real(reference: str, rule: str, tried: Tried) -> None:
    """What the reference shows of wrong rules is what is said of them."""
    defect, failure = [text for kind, text in _BLOCK.findall(reference) if kind == ""]
    assert defect == tried(rule.replace("severity: high", "severity: hihg"))
    without = rule.replace(r"\bnever pay\b|", "")
    assert without != rule
    assert failure == tried(without)


def test_every_key_and_word_is_explained(reference: str, rule: str) -> None:
    """Each key of a rule, and each word that a key takes, stands in the reference's tables."""
    keys = re.findall(r"^(\w+):", rule, re.MULTILINE)
    words = [*Category, *Severity, *Confidence, *RuleStatus, *Scope, *FieldKind]
    rows = "".join(line for line in reference.splitlines() if line.startswith("|"))
    assert [word for word in [*keys, *words] if f"`{word}`" not in rows] == []


@pytest.mark.parametrize(
    "expression",
    [r"\b费", "(?:fee)?", ".{5,20}", "a", "(?=fee)", r"(fee)\1", "fe++", "(?>fee)"],
)
def test_what_the_reference_calls_refused_is_refused(
    rule: str, tried: Tried, expression: str
) -> None:
    """Each expression that the reference warns of keeps the rule from loading."""
    veto = r"'\bnever pay\b|(?:请勿|不要)(?:缴纳|支付)'"
    assert veto in rule
    assert "detect.unless[0]" in tried(rule.replace(veto, f"'{expression}'"))


@pytest.mark.parametrize(
    "expression",
    [
        r"\d\w\s\D\W\S\p{Han}fee",
        r"\t\n\r\f\x41\x{4e2d}",
        r"^fee$",
        r"(fee)(?:fee)(?i:fee)(?-i:fee)",
        "ab|cd",
        r"[abc][^abc][a-f]fee\.\(",
        "fe*e+f?e{3}f{2,5}e{2,}f*?",
        "gift ?cards?",
    ],
)
def test_the_table_of_expressions_is_true(expression: str) -> None:
    """What the table lists is read."""
    assert read_expression(expression, prose=True).text
