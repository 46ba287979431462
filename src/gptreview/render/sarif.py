"""A check's result as SARIF 2.1.0, as GitHub code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from gptreview import __version__
from gptreview.model.check import CheckedAction, PlacedDiagnostic
from gptreview.model.diagnostic import Diagnostic

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_STDIN: Final = "stdin"


def sarif(actions: Iterable[CheckedAction]) -> str:
    """One SARIF log with one run."""
    actions = tuple(actions)
    rules: dict[str, Diagnostic] = {}
    for action in actions:
        for placed in action.findings:
            rules.setdefault(placed.diagnostic.code, placed.diagnostic)
    order = {code: index for index, code in enumerate(sorted(rules))}
    results = [
        _result(action.name, placed, order[placed.diagnostic.code])
        for action in actions
        for placed in action.findings
    ]
    return sarif_log([_rule(rules[code]) for code in order], results, _invocation(actions))


def sarif_log(
    rules: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
    invocation: Mapping[str, Any],
) -> str:
    """The text of a log with one run; columns count code points."""
    run = {
        "tool": {
            "driver": {"name": "gptreview", "semanticVersion": __version__, "rules": rules},
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(diagnostic: Diagnostic) -> dict[str, Any]:
    subject, _, what = diagnostic.code.partition(".")
    title = f"{subject}: {what}".replace("_", " ")
    return {
        "id": diagnostic.code,
        "shortDescription": {"text": title},
        "help": {"text": f"{diagnostic.source} ({diagnostic.standing})"},
        "helpUri": diagnostic.source,
        "defaultConfiguration": {"level": str(diagnostic.level)},
        "properties": {"tags": ["gpt-action", "openapi"]},
    }


def _result(name: str, placed: PlacedDiagnostic, index: int) -> dict[str, Any]:
    diagnostic = placed.diagnostic
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": str(diagnostic.level),
        "message": {"text": f"{diagnostic.message}\n{diagnostic.fix}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": artifact_uri(name)},
                    "region": {"startLine": placed.line, "startColumn": placed.column},
                },
                "logicalLocations": [{"fullyQualifiedName": diagnostic.pointer or "/"}],
            }
        ],
        # Stable while lines move: GitHub matches alerts of two commits by it.
        "partialFingerprints": {"gptreview/v1": _fingerprint(name, diagnostic)},
        "properties": {"standing": str(diagnostic.standing), "operation": diagnostic.operation},
    }


def _invocation(actions: tuple[CheckedAction, ...]) -> dict[str, Any]:
    failures = [
        {
            "level": "error",
            "message": {"text": str(action.failure)},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": artifact_uri(action.name)}}}
            ],
        }
        for action in actions
        if action.failure is not None
    ]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": failures}


def artifact_uri(name: str) -> str:
    """The address of a file as the user would write it; relative where that is."""
    if name == "-":
        return _STDIN
    path = PurePath(name)
    try:
        text = quote(path.as_posix(), errors="surrogateescape")
    except UnicodeEncodeError:  # no file has such a name, an identifier may
        text = quote(path.as_posix(), errors="backslashreplace")
    return f"file://{text}" if path.is_absolute() else text


def _fingerprint(name: str, diagnostic: Diagnostic) -> str:
    text = "\0".join((name, diagnostic.code, diagnostic.pointer, diagnostic.message))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
