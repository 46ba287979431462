"""Rule files tried on their own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.model.rule_catalogue import ExampleFailure, RuleTrial, TriedRule
from gptreview.usecases.try_rules import RuleTester

_RULE = """\
id: {id}
title: Brass lantern
status: stable
category: fraud
severity: high
confidence: high
message: {{en: Speaks of brass., zh: 提到黄铜。}}
fix: {{en: Remove the brass., zh: 删除黄铜。}}
policy: policies/brass
languages: [en]
applies_to: [instructions]
detect: {{any: ['\\bbrass lanterns?\\b']}}
tests:
  match:
    - {first}
    - Two brass lanterns.
  no_match:
    - A lantern of wood.
    - {last}
"""


def _write(path: Path, first: str = "Polish the brass lantern.", last: str = "Some brass.") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(_RULE.format(id=path.stem, first=first, last=last), encoding="utf-8")
    return path


@pytest.fixture
def tester(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleTester:
    """One built-in rule and one clause; the tests run in an empty folder."""
    _write(tmp_path / "built-in" / "brass-kettle.yaml")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return RuleTester(Path("../built-in"), {"policies/brass"}, tmp_path / "cache")


def test_without_a_path_the_built_in_rules_are_tried(tester: RuleTester) -> None:
    """A rule whose examples all hold is right."""
    trial = tester.run([])
    assert trial == RuleTrial((TriedRule("../built-in/brass-kettle.yaml", "brass-kettle", 4),))
    assert (trial.wrong, trial.exit_status) == ((), 0)


def test_failing_examples_are_told_with_their_lines(tester: RuleTester) -> None:
    """Both what is missed and what is found wrongly; counted from 1, as the file shows them."""
    _write(Path("brass-lantern.yaml"), "Polish the lantern.", "A brass lantern.")
    trial = tester.run([Path("brass-lantern.yaml")])
    failures = (
        ExampleFailure("match", 1, 15, "Polish the lantern.", "`any` matches nothing in it"),
        ExampleFailure("no_match", 2, 19, "A brass lantern.", "it hits 'brass lantern'"),
    )
    assert trial == RuleTrial((TriedRule("brass-lantern.yaml", "brass-lantern", 4, failures),))
    assert (trial.wrong, trial.exit_status) == (trial.rules, 1)


def test_a_file_that_is_no_rule_is_told_whole(tester: RuleTester) -> None:
    """All defects of all files in the order of their lines; sound files beside them are tried."""
    _write(Path("rules/brass-a.yaml"))
    text = Path("rules/brass-a.yaml").read_text(encoding="utf-8")
    wrong = text.replace("severity: high", "severity: hihg").replace("policies/brass", "''")
    Path("rules/brass-b.yaml").write_text(wrong, encoding="utf-8")
    Path("rules/brass-c.yaml").write_text("id: [", encoding="utf-8")
    first, second, third = tester.run([Path("rules")]).rules
    assert first == TriedRule("rules/brass-a.yaml", "brass-a", 4)
    assert second.defects == (
        "rules/brass-b.yaml:5: severity: 'hihg'; expected low, medium, high or critical; "
        "did you mean `high`?",
        "rules/brass-b.yaml:9: policy: nothing; expected the id of a clause in policy.yaml; "
        "put the text in quotes",
    )
    assert [each.startswith("rules/brass-c.yaml") for each in third.defects] == [True]
    assert (second.examples, third.examples, third.is_right) == (0, 0, False)


def test_a_clause_that_the_policy_lacks_is_told(tester: RuleTester) -> None:
    """A rule must name a clause of the policy that it is tried with."""
    file = _write(Path("brass-lantern.yaml"))
    (tried,) = RuleTester(tester.built_in, {"policies/tin"}).run([file]).rules
    assert tried.defects == (
        "brass-lantern.yaml:9: policy: 'policies/brass'; expected the id of a clause of the "
        "policy; add the clause to policy.yaml",
    )


def test_a_file_is_tried_once(tester: RuleTester) -> None:
    """A folder and a file in it, or two ways to a file, are no clash of ids."""
    file = _write(Path("rules/brass-lantern.yaml"))
    paths = [Path("rules"), file, file.absolute()]
    assert [each.file for each in tester.run(paths).rules] == ["rules/brass-lantern.yaml"]


def test_an_id_of_a_built_in_rule_is_told(tester: RuleTester) -> None:
    """A review would refuse it; the built-in file itself is no clash, on whatever path."""
    own = _write(Path("brass-kettle.yaml"))
    (tried,) = tester.run([own]).rules
    assert tried.defects == (
        "brass-kettle.yaml: id: the id 'brass-kettle' is taken by ../built-in/brass-kettle.yaml; "
        "give it another one",
    )
    itself = Path("../built-in/brass-kettle.yaml").resolve()
    assert tester.run([itself]).exit_status == 0
    assert [each.is_right for each in tester.run([itself, own]).rules] == [True, False]


@pytest.mark.parametrize("name", ["notes.txt", "policy.yaml", "empty"])
def test_a_path_without_rules_is_refused(tester: RuleTester, name: str) -> None:
    """Nothing tried is no success."""
    Path("empty").mkdir()
    Path("notes.txt").write_text("id: notes", encoding="utf-8")
    Path("policy.yaml").write_text("schema: policy/v1", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        tester.run([Path(name)])
    assert str(caught.value) == (
        f"{name}: there is no rule in it; expected a .yaml file other than policy.yaml, or a "
        "folder of such files; `gptreview rules new` begins one"
    )


def test_a_path_that_is_not_there_is_refused(tester: RuleTester) -> None:
    """The name is told."""
    with pytest.raises(InputError, match=r"^lost\.yaml: there is no such file or folder"):
        tester.run([Path("lost.yaml")])
