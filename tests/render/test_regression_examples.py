"""Regression examples are written as rule files take them."""

from __future__ import annotations

import datetime as dt
import json

import yaml

from gptreview.model.regression import ExampleKind, RegressionExample, TaughtExample
from gptreview.render.regression_examples import examples_json, examples_yaml

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
AWKWARD = 'It says: "never # pay\u2028first"\n- no: {}'


def _example(rule: str, kind: str, text: str, language: str = "en") -> RegressionExample:
    taught = TaughtExample(rule, ExampleKind(kind), text, language, "sha256:e")
    return RegressionExample(taught, 7, NOW)


EXAMPLES = [
    _example("fraud-advance-fee", "no_match", AWKWARD),
    _example("fraud-advance-fee", "match", "Pay first."),
    _example("hate-slur", "no_match", "不要这样说。", "zh"),
]


def test_yaml_goes_under_the_tests_of_a_rule() -> None:
    """Rules in their order, what they must match first; nothing in a text ends its quotes."""
    written = examples_yaml(EXAMPLES)
    assert written == (
        '"fraud-advance-fee":\n'
        "  tests:\n"
        "    match:\n"
        "      # decision 7, 2026-05-04\n"
        '      - "Pay first."\n'
        "    no_match:\n"
        "      # decision 7, 2026-05-04\n"
        '      - "It says: \\"never # pay\\u2028first\\"\\n- no: {}"\n'
        '"hate-slur":\n'
        "  tests:\n"
        "    no_match:\n"
        "      # decision 7, 2026-05-04\n"
        '      - "不要这样说。"\n'
    )
    assert yaml.safe_load(written) == {
        "fraud-advance-fee": {"tests": {"match": ["Pay first."], "no_match": [AWKWARD]}},
        "hate-slur": {"tests": {"no_match": ["不要这样说。"]}},
    }


def test_no_examples_are_an_empty_mapping() -> None:
    """A program that reads it finds no rule; a person is told why."""
    assert examples_yaml([]) == "# No decision was overturned that a rule had borne out.\n{}\n"


def test_json_says_where_each_comes_from() -> None:
    """One object for each example."""
    assert json.loads(examples_json(EXAMPLES[2:])) == {
        "schema": "gptreview/registry-examples/v1",
        "examples": [
            {
                "rule_id": "hate-slur",
                "kind": "no_match",
                "text": "不要这样说。",
                "language": "zh",
                "evidence_digest": "sha256:e",
                "decision": 7,
                "made_at": "2026-05-04T12:00:00+00:00",
            }
        ],
    }
