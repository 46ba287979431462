"""The rules that come with the program, each by its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.decide.policy_file import read_policy
from gptreview.model.rule import Rule
from gptreview.scan.rules.check import CheckedRules, check_files
from gptreview.scan.rules.files import rule_files

RULES = Path(__file__).resolve().parents[3] / "rules"
FILES = rule_files(RULES)


@pytest.fixture(scope="module")
def checked() -> CheckedRules:
    """All built-in rules, checked as they are when a review begins."""
    policy = read_policy((RULES / "policy.yaml").read_bytes(), name="policy.yaml")
    return check_files(FILES, clauses=policy.clauses)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_keeps_its_word(file: object, checked: CheckedRules) -> None:
    """The file is a sound rule, hits its `match` examples, and leaves its `no_match` alone."""
    (found,) = [each for each in checked.files if each.file == file]
    assert found.defects == ()
    rule = found.rule
    assert isinstance(rule, Rule)
    assert [each for each in checked.failed if each.rule_id == rule.card.id] == []


def test_a_rule_stands_in_its_category_s_folder(checked: CheckedRules) -> None:
    """rules/<category>/<id>.yaml, so that a person finds it."""
    misplaced = [
        each.file.name
        for each in checked.files
        if each.rule is not None and Path(each.file.name).parent.name != each.rule.card.category
    ]
    assert misplaced == []
