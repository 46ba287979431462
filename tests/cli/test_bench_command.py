"""``gptreview bench`` from the command line."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run

Captured = pytest.CaptureFixture[str]
_RULE = """\
id: brass-lantern
title: Brass lantern
status: stable
category: fraud
severity: high
confidence: high
message: {en: Speaks of a brass lantern., zh: 提到黄铜灯笼。}
fix: {en: Remove the brass lantern., zh: 删除黄铜灯笼。}
policy: usage-policies/fraud
languages: [en]
applies_to: [name, description, instructions, starters, knowledge, actions]
detect: {any: ['\\bbrass lanterns?\\b']}
falsepositives: [Shops for brass ware.]
references: ['https://example.com/rules']
tests:
  match: [Polish the brass lantern., Two brass lanterns.]
  no_match: [A lantern of wood., Some brass.]
"""


@pytest.fixture(autouse=True)
def _rules(tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-in policy, with one rule."""
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copy(repository_root / "rules" / "policy.yaml", folder)
    (folder / "brass-lantern.yaml").write_text(_RULE, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: folder)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Yardstick 1 with two listings, of which one fails."""
    folder = tmp_path / "data" / "gpts"
    folder.mkdir(parents=True)
    rows = [
        {"id": "a", "name": "N", "instructions": "Sell the brass lantern."},
        {"id": "b", "name": "N", "instructions": "Plan walks."},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "published-gpts.jsonl").write_text(lines, "utf-8")
    (folder / "policy-labels.jsonl").write_text('{"id": "a", "kind": "policy_positive"}\n', "utf-8")
    return folder.parent


def test_figures_are_printed(data: Path, capsys: Captured) -> None:
    """The happy path: tables, status 0."""
    assert run(["bench", str(data), "--only", "1"]) == 0
    assert capsys.readouterr() == (
        "Yardstick 1: real published GPTs\n"
        "\n"
        "Outcomes:\n"
        "  GPTs                      number  fail   share  95 % from      to  review  share  pass\n"
        "  not labelled                   1     0    0.0%       0.0%   79.3%       0   0.0%     1\n"
        "  labelled policy_positive       1     1  100.0%      20.7%  100.0%       0   0.0%     0\n"
        "\n"
        "Rules that decided:\n"
        "  rule           GPTs failed  GPTs to review\n"
        "  brass-lantern            1               0\n"
        "\n"
        "Coverage:\n"
        "  artifacts  characters  unread parts  GPTs read completely\n"
        "  4                  36             0                     2\n"
        "\n",
        "",
    )


def test_json_holds_the_same_figures_again_and_again(data: Path, capsys: Captured) -> None:
    """A program gets numbers, and the same ones every time."""
    texts = []
    for _ in range(2):
        assert run(["bench", str(data), "--only", "1", "--format", "json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    (yardstick,) = json.loads(texts[0])["yardsticks"]
    assert yardstick["tables"][1]["rows"] == [["brass-lantern", 1, 0]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "2"], "name the folder that holds gpts/, gpt-pairs/ and bench/"),
        (["--only", "9"], "--only: there is no yardstick 9; expected 1, 2, 8"),
        (["--format", "csv"], "'csv' is not one of"),
    ],
)
def test_what_is_not_there_ends_with_2(
    data: Path, capsys: Captured, arguments: list[str], said: str
) -> None:
    """Data, yardsticks and formats."""
    assert run(["bench", str(data), *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_figures_before_a_missing_set_are_printed(data: Path, capsys: Captured) -> None:
    """Minutes of work are not lost because the next set is not there."""
    assert run(["bench", str(data)]) == 2
    assert capsys.readouterr().out.startswith("Yardstick 1: real published GPTs\n")


def test_colours_need_a_terminal(
    data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets them, unless NO_COLOR forbids."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert run(["bench", str(data), "--only", "1"]) == 0
    assert capsys.readouterr().out.startswith("\x1b[1mYardstick 1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(["bench", str(data), "--only", "1"]) == 0
    assert capsys.readouterr().out.startswith("Yardstick 1")
