"""Regression examples as rule files take them, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from gptreview.model.regression import ExampleKind, RegressionExample
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped

_SCHEMA: Final = "gptreview/registry-examples/v1"


def examples_yaml(examples: Sequence[RegressionExample]) -> str:
    """A mapping from rule ids to what belongs under the rule's ``tests:``.

    Args:
        examples: In the order of their rules.
    """
    if not examples:
        return "# No decision was overturned that a rule had borne out.\n{}\n"
    return "".join(_rules(examples))


def examples_json(examples: Sequence[RegressionExample]) -> str:
    """``schema`` and ``examples``, one each."""
    shown = [
        {
            "rule_id": each.taught.rule_id,
            "kind": str(each.taught.kind),
            "text": each.taught.text,
            "language": each.taught.language,
            "evidence_digest": each.taught.evidence_digest,
            "decision": each.decision,
            "made_at": each.made_at.isoformat(),
        }
        for each in examples
    ]
    return escaped(pretty_json({"schema": _SCHEMA, "examples": shown}))


def _rules(examples: Sequence[RegressionExample]) -> Iterator[str]:
    for rule, of_rule in groupby(examples, key=lambda each: each.taught.rule_id):
        yield f"{_quoted(rule)}:\n  tests:\n"
        taught = list(of_rule)
        for kind in ExampleKind:
            texts = [each for each in taught if each.taught.kind is kind]
            if texts:
                yield f"    {kind}:\n"
            for each in texts:
                yield f"      # decision {each.decision}, {each.made_at:%F}\n"
                yield f"      - {_quoted(each.taught.text)}\n"


def _quoted(text: str) -> str:
    """In double quotes, which YAML reads as JSON does: YAML 1.2, section 7.3.1."""
    return escaped(json.dumps(text, ensure_ascii=False))
