"""Files, folders and standard input, checked one after the other."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from gptreview.model.check import CheckedAction
from gptreview.reading.document import ReadLimits
from gptreview.usecases.check_action import ActionChecker, Target

_SOUND: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Boats", "version": "1"},
    "servers": [{"url": "https://boats.example.org"}],
    "paths": {
        "/boats": {
            "get": {
                "operationId": "listBoats",
                "x-openai-isConsequential": False,
                "responses": {"200": {"description": "ok"}},
            }
        }
    },
}


def _checker(text: str = "", *, against_openapi: bool = False) -> ActionChecker:
    stdin = io.BytesIO(text.encode())
    return ActionChecker(ReadLimits(max_bytes=5_000), stdin, against_openapi)


def _places(action: CheckedAction) -> list[tuple[str, int, int]]:
    return [(each.diagnostic.code, each.line, each.column) for each in action.findings]


def test_standard_input_is_checked() -> None:
    """``-`` is what stands on standard input."""
    checker = _checker(json.dumps(_SOUND))
    (target,) = checker.targets(["-"])
    action = checker.check(target)
    assert (action.name, action.findings, action.failure) == ("-", (), None)
    assert [operation.usable for operation in action.operations] == [True]


def test_sources_are_found_once_each(tmp_path: Path) -> None:
    """A file named twice is checked once; a folder stands for its files, or for its emptiness."""
    for name in ("a.yaml", "b.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    one = str(tmp_path / "a.yaml")
    targets = list(_checker().targets([one, one, str(tmp_path), str(tmp_path / "empty")]))
    assert [(each.name, each.failure is None) for each in targets] == [
        (one, True),
        (one, True),
        (str(tmp_path / "b.json"), True),
        (str(tmp_path / "empty"), False),
    ]


def test_what_cannot_be_read_carries_its_reason(tmp_path: Path) -> None:
    """Missing, broken and oversized files are results, not exceptions."""
    (tmp_path / "broken.json").write_text('{"a": ', encoding="utf-8")
    (tmp_path / "large.json").write_text(" " * 5_001, encoding="utf-8")
    checker = _checker()
    names = ["missing.yaml", "broken.json", "large.json"]
    actions = [checker.check(each) for each in checker.targets(str(tmp_path / n) for n in names)]
    assert [action.failure is not None for action in actions] == [True, True, True]
    failed = checker.check(Target("x", failure=actions[0].failure))
    assert failed == CheckedAction("x", failure=actions[0].failure)


def test_findings_stand_where_the_text_has_them() -> None:
    """Findings come in the order of the text, errors before notes at the same place."""
    text = """\
openapi: 3.1.0
paths:
  /boats:
    get:
      description: A plugin
info: {title: Boats, version: '1'}
servers: []
"""
    checker = _checker(text)
    assert _places(checker.check(Target("-"))) == [
        ("operation.missing_id", 4, 5),
        ("server.missing", 7, 1),
    ]


def test_duplicate_keys_are_warned_of() -> None:
    """A key that stands twice is a finding of the reading, merged or not."""
    text = json.dumps(_SOUND)[:-1] + ', "openapi": "3.1.0", "info": {"summary": "B"}}'
    findings = _checker(text).check(Target("-")).findings
    assert [(each.diagnostic.pointer, each.diagnostic.message) for each in findings] == [
        ("/openapi", "the key stands twice in one object; the last one counts"),
        ("/info", "the key stands twice in one object; both are merged"),
    ]


def test_the_specification_is_asked_on_request() -> None:
    """With it, what OpenAPI itself forbids is a warning beside the builder's own."""
    document = _SOUND | {"externalDocs": {"description": "no url"}}
    asked = _checker(json.dumps(document), against_openapi=True).check(Target("-"))
    assert [code for code, _, _ in _places(asked)] == ["openapi.invalid"]
    assert _places(_checker(json.dumps(document)).check(Target("-"))) == []
