"""SARIF 2.1.0 as GitHub code scanning takes it."""

from __future__ import annotations

import json
from typing import Any

from gptreview import __version__
from gptreview.model.check import CheckedAction
from gptreview.render.sarif import sarif


def _run(actions: tuple[CheckedAction, ...]) -> dict[str, Any]:
    log = json.loads(sarif(actions))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_result_and_its_rule(checked_actions: tuple[CheckedAction, ...]) -> None:
    """One finding makes one result with place and level, and one rule with its help."""
    one = CheckedAction("my actions/a.yaml", checked_actions[0].findings[1:2])
    run = _run((one,))
    assert run["tool"]["driver"] == {
        "name": "gptreview",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": "server.several",
                "shortDescription": {"text": "server: several"},
                "help": {"text": "https://example.org/rules#limits (reported)"},
                "helpUri": "https://example.org/rules#limits",
                "defaultConfiguration": {"level": "warning"},
                "properties": {"tags": ["gpt-action", "openapi"]},
            }
        ],
    }
    (result,) = run["results"]
    assert len(result.pop("partialFingerprints")["gptreview/v1"]) == 32
    assert result == {
        "ruleId": "server.several",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "Multiple\nDo this."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "my%20actions/a.yaml"},
                    "region": {"startLine": 5, "startColumn": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": "/servers"}],
            }
        ],
        "properties": {"standing": "reported", "operation": "GET /a"},
    }


def test_rules_are_listed_once_and_indexed(checked_actions: tuple[CheckedAction, ...]) -> None:
    """Every result points at its rule; a rule that is broken twice is listed once."""
    run = _run(checked_actions)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["document.too_large", "server.several", "text.plugin"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    fingerprints = {result["partialFingerprints"]["gptreview/v1"] for result in run["results"]}
    assert len(fingerprints) == len(run["results"])


def test_failures_are_notifications(checked_actions: tuple[CheckedAction, ...]) -> None:
    """A file that could not be read makes the run unsuccessful and says why."""
    (invocation,) = _run(checked_actions)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (each["message"]["text"], each["locations"][0]["physicalLocation"]["artifactLocation"])
        for each in invocation["toolExecutionNotifications"]
    ] == [
        (
            "/srv/b.yaml: line 2, column 1: a tab; expected spaces; indent",
            {"uri": "file:///srv/b.yaml"},
        ),
        ("c.yaml: it is empty", {"uri": "c.yaml"}),
    ]


def test_standard_input_has_a_name(checked_actions: tuple[CheckedAction, ...]) -> None:
    """What came from standard input is called stdin, as a dash is no URI of a file."""
    (result,) = _run((CheckedAction("-", checked_actions[0].findings[:1]),))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "stdin"}
