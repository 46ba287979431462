"""What holds for every bundle, and what is said where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bundles import action_problems, changed_files, emitted_actions, leaked_tokens, lost_places

TOKEN = "0123456789abcdef"  # noqa: S105 - no secret, the thing that is looked for


@pytest.fixture
def bundle(tmp_path: Path, emitted: dict[str, Any]) -> Path:
    """A bundle's folder with one action."""
    actions = tmp_path / "bundle" / "actions"
    actions.mkdir(parents=True)
    (actions / "a.yaml").write_text(yaml.safe_dump(emitted), encoding="utf-8")
    return actions.parent


def test_sound_action_has_no_problem(bundle: Path) -> None:
    """A valid action that the builder takes is silent."""
    assert list(action_problems(bundle, emitted_actions(bundle))) == []


def test_unsound_action_is_told(bundle: Path, emitted: dict[str, Any]) -> None:
    """Invalid OpenAPI, an error of the checker and YAML of two meanings are each a problem."""
    del emitted["paths"]["/tables/{seat}/orders"]["get"]["operationId"]
    emitted["paths"]["/tables/{seat}/orders"]["post"]["responses"] = {"200": {}}
    text = yaml.safe_dump(emitted) + "x-country: NO\n"
    (bundle / "actions" / "a.yaml").write_text(text, encoding="utf-8")
    problems = list(action_problems(bundle, emitted_actions(bundle)))
    assert problems[0] == "actions/a.yaml: YAML 1.1 reads it differently"
    assert any("not valid OpenAPI 3.1" in problem for problem in problems)
    assert any(problem.endswith("operation.missing_id") for problem in problems)


def test_token_is_found_wherever_it_stands(bundle: Path) -> None:
    """A verification token in a text or in a file name is told; one that is nowhere is not."""
    manifest = {"auth": {"verification_tokens": {"openai": TOKEN, "other": ""}}}
    assert list(leaked_tokens(bundle, manifest)) == []
    (bundle / "instructions.md").write_text(f"Say {TOKEN}.", encoding="utf-8")
    (bundle / f"{TOKEN}.md").touch()
    assert list(leaked_tokens(bundle, manifest)) == [
        f"{TOKEN}.md: a verification token stands in it",
        "instructions.md: a verification token stands in it",
    ]
    assert list(leaked_tokens(bundle, {"auth": None})) == []
    assert list(leaked_tokens(bundle, {"auth": {"verification_tokens": "odd"}})) == []


def _change(before: tuple[str, str] | None, after: tuple[str, str] | None) -> dict[str, Any]:
    places = (
        dict(zip(("file", "pointer"), p, strict=True)) if p else None for p in (before, after)
    )
    return {"code": "c", **dict(zip(("before", "after"), places, strict=True))}


def test_pointers_of_the_record_lead_somewhere(bundle: Path) -> None:
    """Places that are there pass: in sources, in actions, and a whole Markdown file."""
    (bundle / "instructions.md").touch()
    changes = [
        _change(("ai-plugin.json", "/auth"), ("instructions.md", "")),
        _change(None, ("actions/a.yaml", "/info/title")),
        _change(("openapi.yaml", ""), None),
    ]
    sources: dict[str, Any] = {"ai-plugin.json": {"auth": {}}, "openapi.yaml": {"paths": {}}}
    assert list(lost_places(bundle, {"changes": changes}, sources)) == []


def test_pointers_that_lead_nowhere_are_told(bundle: Path) -> None:
    """A place that is not there is a problem, as is a file that is not there."""
    changes = [
        _change(("ai-plugin.json", "/x"), ("instructions.md", "")),
        _change(("other.yaml", ""), ("actions/a.yaml", "/x")),
    ]
    assert list(lost_places(bundle, {"changes": changes}, {"ai-plugin.json": {}})) == [
        "c: before ai-plugin.json#/x is not there",
        "c: after instructions.md# is not there",
        "c: before other.yaml# is not there",
        "c: after actions/a.yaml#/x is not there",
    ]


def test_second_run_must_write_the_same_bytes(tmp_path: Path) -> None:
    """Files that differ, or that one run alone wrote, are told."""
    for name, texts in {"first": ("same", "one"), "second": ("same", "other")}.items():
        (tmp_path / name).mkdir()
        for file, text in zip(("a", "b"), texts, strict=True):
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    (tmp_path / "second" / "c").touch()
    assert list(changed_files(tmp_path / "first", tmp_path / "second")) == [
        "b: a second run gives other bytes",
        "c: a second run gives other bytes",
    ]
