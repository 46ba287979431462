"""``gptreview rules`` from the command line."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run

_RULE = """\
id: {id}
title: Brass {word}
status: {status}
category: fraud
severity: high
confidence: high
message: {{en: Speaks of a brass {word}., zh: 提到黄铜器物。}}
fix: {{en: Remove the brass {word}., zh: 删除黄铜器物。}}
policy: {policy}
languages: [en]
applies_to: [name]
detect: {{any: ['\\bbrass {word}s?\\b']}}
tests:
  match: [Polish the brass {word}., Two brass {word}s.]
  no_match: [A {word} of wood., Some brass.]
"""
Captured = pytest.CaptureFixture[str]


def _write(folder: Path, word: str, status: str = "stable", policy: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"brass-{word}.yaml"
    text = _RULE.format(
        id=path.stem, word=word, status=status, policy=policy or "usage-policies/fraud"
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-in policy with one rule; commands run in an empty folder, without a terminal."""
    built_in = _write(tmp_path / "built-in", "kettle").parent
    shutil.copy(repository_root / "rules" / "policy.yaml", built_in)
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: built_in)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "90")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def own_policy(repository_root: Path) -> Path:
    """A policy that knows a clause of its own, by which nothing but secrets fails."""
    text = (repository_root / "rules" / "policy.yaml").read_text(encoding="utf-8")
    path = Path("own.yaml")
    text = text.replace(
        "high: {low: review, medium: fail, high: fail}",
        "high: {low: note, medium: note, high: note}",
        1,
    )
    path.write_text(text.replace("  usage-policies/fraud:", "  own/brass:"), encoding="utf-8")
    return path


def test_rules_are_listed(capsys: Captured) -> None:
    """The happy path: a table, status 0."""
    assert run(["rules", "list", "--scanner", "rules"]) == 0
    assert capsys.readouterr() == (
        "fraud (1)\n"
        "  rule          means  severity  confidence  lang  scanner  title\n"
        "  brass-kettle  fail   high      high        en    rules    Brass kettle\n"
        "\n"
        "1 rule, 0 found by code: 1 fail\n",
        "",
    )


def test_other_scanners_are_listed_too(capsys: Captured) -> None:
    """Every scanner says what it can find, and every id stands once."""
    assert run(["rules", "list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    assert {each["scanner"] for each in listed} == {
        "rules", "pii", "secrets", "actions", "publishing",
    }  # fmt: skip
    assert len({each["id"] for each in listed}) == len(listed)


def test_folders_join_and_filters_hold(capsys: Captured) -> None:
    """--rules adds rules; category, language and status choose among all."""
    _write(Path("mine"), "lantern", "experimental")
    chosen = ["--category", "fraud", "--language", "en", "--status", "experimental"]
    assert run(["rules", "list", "--rules", "mine", *chosen, "--format", "json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["rules"]
    assert (entry["id"], entry["meaning"]) == ("brass-lantern", "review")
    assert run(["rules", "list", "--language", "zh"]) == 0
    assert capsys.readouterr().out == "Nothing is listed: no rule is of that kind.\n"


def test_a_rule_is_shown(capsys: Captured) -> None:
    """As text, with where it stands and its clause."""
    assert run(["rules", "show", "brass-kettle"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "brass-kettle: Brass kettle"
    assert lines[1].endswith("brass-kettle.yaml")
    assert "  usage-policies/fraud: Fraud and scams, 欺诈与诈骗; since 2025-10-29" in lines


def test_a_rule_is_shown_as_json(capsys: Captured) -> None:
    """What a scanner's code finds can be shown as well."""
    assert run(["rules", "show", "pii-email", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["id"], shown["scanner"], shown["file"]) == ("pii-email", "pii", None)


def test_an_unknown_rule_ends_with_2(capsys: Captured) -> None:
    """What is close is offered."""
    assert run(["rules", "show", "brass-ketle"]) == 2
    assert capsys.readouterr() == (
        "",
        "Error: there is no rule 'brass-ketle'; did you mean brass-kettle?\n",
    )


def test_rules_are_tested(capsys: Captured) -> None:
    """Without a path the built-in ones; status 0 where all is right."""
    assert run(["rules", "test"]) == 0
    assert capsys.readouterr() == (
        "  rule          examples  result\n"
        "  brass-kettle         4  ok\n"
        "\n"
        "Passed: 1 rule, 4 examples\n",
        "",
    )


def test_a_failing_example_ends_with_1(capsys: Captured) -> None:
    """It is told with its place and what happened instead."""
    path = _write(Path("mine"), "lantern")
    path.write_text(path.read_text("utf-8").replace("Some brass", "My brass lantern"), "utf-8")
    assert run(["rules", "test", "mine"]) == 1
    assert capsys.readouterr().out == (
        "  rule           examples  result\n"
        "  brass-lantern         4  1 failed\n"
        "\n"
        "brass-lantern\n"
        "  mine/brass-lantern.yaml:15: no_match 2 must be left alone: it hits 'brass lantern'\n"
        "    | My brass lantern.\n"
        "\n"
        "Failed: 1 of 4 examples failed\n"
    )


def test_a_path_that_is_not_there_ends_with_2(capsys: Captured) -> None:
    """Nothing is tried then."""
    assert run(["rules", "test", "lost"]) == 2
    assert capsys.readouterr() == (
        "",
        "Error: lost: there is no such file or folder; check the path\n",
    )


def test_a_policy_of_one_s_own_brings_clauses_and_meanings(
    own_policy: Path, capsys: Captured
) -> None:
    """Rules are held against the clauses of --policy, and mean what it says."""
    _write(Path("mine"), "lantern", policy="own/brass")
    assert run(["rules", "test", "mine"]) == 1
    assert "the id of a clause of the policy" in capsys.readouterr().out
    assert run(["rules", "test", "mine", "--policy", str(own_policy)]) == 0
    (bootstrap.rules_folder() / "brass-kettle.yaml").unlink()
    capsys.readouterr()
    arguments = ["--rules", "mine", "--policy", str(own_policy), "--format", "json"]
    assert run(["rules", "show", "brass-lantern", *arguments]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["meaning"], shown["clause"]["title"]["en"]) == ("note", "Fraud and scams")


def test_a_rule_is_begun(capsys: Captured) -> None:
    """The file is named, and how to go on."""
    assert run(["rules", "new", "brass-bell", "--category", "hate", "--folder", "mine"]) == 0
    assert capsys.readouterr() == (
        "Written to mine/brass-bell.yaml; fill in what stands empty, then: "
        "gptreview rules test mine/brass-bell.yaml\n",
        "",
    )
    assert run(["rules", "test", "mine/brass-bell.yaml"]) == 1
    assert capsys.readouterr().out.count("mine/brass-bell.yaml:") == 12


@pytest.mark.parametrize("taken", ["brass-kettle", "pii-email", "publishing-name-missing"])
def test_a_taken_id_ends_with_2(taken: str, capsys: Captured) -> None:
    """Of a built-in rule, or of what another scanner finds."""
    assert run(["rules", "new", taken, "--category", "fraud"]) == 2
    assert capsys.readouterr().err.startswith(f"Error: there is already a rule {taken!r}; ")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", [[], ["list"], ["show"], ["test"], ["new"]])
def test_help_gives_examples(command: list[str], capsys: Captured) -> None:
    """Each command shows how it is used; all but the group say how they end."""
    assert run(["rules", *command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "  Examples:\n    gptreview rules " in out
    assert ("  Exit status:\n    0  " in out) == bool(command)


class _Terminal:
    """A stream that says that it is a terminal, and is none."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep the text."""
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return True


def test_a_terminal_gets_colours_and_is_told_why_it_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Colours on standard output; on standard error what is going on, which then goes away."""
    out, err = _Terminal(), _Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert run(["rules", "test"]) == 0
    assert out.text.endswith("\x1b[32;1mPassed\x1b[0m: 1 rule, 4 examples\n")
    assert "Running the examples" in err.text
    monkeypatch.setenv("NO_COLOR", "1")
    out.text = ""
    assert run(["rules", "test"]) == 0
    assert "\x1b" not in out.text
