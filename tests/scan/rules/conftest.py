"""Rules made of what a test wants to say, and files that hold them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.model.rule import Detect, Rule, RuleExamples, RuleStatus
from gptreview.model.segment import FieldKind

RULE = """\
id: {id}
title: A title
status: stable
category: fraud
severity: high
confidence: medium
message: {{en: Why., zh: 为何。}}
fix: {{en: How., zh: 如何。}}
policy: usage-policies/fraud
languages: [en]
applies_to: [instructions, knowledge]
detect: {detect}
tests:
  match: [send the code, send it with the code]
  no_match: [send it, the code]
"""


@pytest.fixture(scope="session")
def make_rule() -> Callable[..., Rule]:
    """A rule with the given id, and whatever its detection says."""

    def make(rule_id: str = "rule", *, status: str = "stable", **detect: Any) -> Rule:
        wording = Wording("Why.", "为何。")
        return Rule(
            Card(
                rule_id,
                "A title",
                Category.FRAUD,
                Severity.HIGH,
                Confidence.MEDIUM,
                wording,
                wording,
                "usage-policies/fraud",
            ),
            RuleStatus(status),
            ("en",),
            frozenset({FieldKind.INSTRUCTIONS, FieldKind.KNOWLEDGE}),
            Detect(**detect),
            (),
            (),
            RuleExamples((), ()),
        )

    return make


@pytest.fixture
def write_rule(tmp_path: Path) -> Callable[..., Path]:
    """Writes a sound rule file, after what a test replaces in it; the folder."""

    def write(rule_id: str = "fraud-code", *changes: tuple[str, str], name: str = "") -> Path:
        text = RULE.format(id=rule_id, detect="{all: ['send', 'code']}")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        (folder / (name or f"{rule_id}.yaml")).write_text(text, encoding="utf-8")
        return folder

    return write
