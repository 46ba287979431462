"""The JSON form is stable, and carries everything."""

from __future__ import annotations

import json

from gptreview import __version__
from gptreview.model.check import CheckedAction, summarize
from gptreview.render.check_json import check_json


def test_the_whole_shape(checked_actions: tuple[CheckedAction, ...]) -> None:
    """Every field of the documented shape, for a file with a finding and for one that failed."""
    one = CheckedAction("a.yaml", checked_actions[0].findings[1:2], checked_actions[0].operations)
    actions = (one, checked_actions[2])
    assert json.loads(check_json(actions, summarize(actions, strict=True))) == {
        "schema_version": 1,
        "tool": {"name": "gptreview", "version": __version__},
        "exit_status": 2,
        "summary": {
            "checked": 1,
            "failed": 1,
            "errors": 0,
            "warnings": 1,
            "notes": 0,
            "operations": 2,
            "usable": 1,
            "strict": True,
        },
        "files": [
            {
                "path": "a.yaml",
                "failure": None,
                "operations": [
                    {
                        "method": "get",
                        "path": "/a",
                        "operation_id": "getA",
                        "pointer": "/paths/~1a/get",
                        "usable": True,
                        "reasons": [],
                    },
                    {
                        "method": "get",
                        "path": "/b",
                        "operation_id": "",
                        "pointer": "/paths/~1b/get",
                        "usable": False,
                        "reasons": ["operation.missing_id"],
                    },
                ],
                "findings": [
                    {
                        "level": "warning",
                        "code": "server.several",
                        "message": "Multiple",
                        "pointer": "/servers",
                        "fix": "Do this.",
                        "source": "https://example.org/rules#limits",
                        "standing": "reported",
                        "operation": "GET /a",
                        "line": 5,
                        "column": 1,
                    }
                ],
            },
            {
                "path": "/srv/b.yaml",
                "failure": {
                    "found": "a tab",
                    "where": "/srv/b.yaml: line 2, column 1",
                    "expected": "spaces",
                    "next_step": "indent",
                },
                "operations": [],
                "findings": [],
            },
        ],
    }
