"""Rule files: what loads, what does not and why, and what the next start finds on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Category, Severity, Wording
from gptreview.model.rule import Detect, RuleExamples, Scope
from gptreview.model.segment import FieldKind
from gptreview.scan.rules import check
from gptreview.scan.rules.files import rule_files
from gptreview.scan.rules.load import load_rules

Write = Callable[..., Path]


def _refusal(folder: Path) -> str:
    with pytest.raises(InputError) as refused:
        load_rules(folder)
    return str(refused.value).replace(f"{folder}{os.sep}", "")


def test_a_sound_file_is_a_rule(write_rule: Write) -> None:
    """Everything that the file says is in the rule."""
    more = "languages: [en]\nreferences: ['https://example.com/scam']\nfalsepositives: [Novels.]"
    (rule,) = load_rules(write_rule("fraud-code", ("languages: [en]", more))).rules
    assert (rule.card.id, rule.card.category, rule.card.severity) == (
        "fraud-code",
        Category.FRAUD,
        Severity.HIGH,
    )
    assert (rule.card.message, rule.card.clause) == (
        Wording("Why.", "为何。"),
        "usage-policies/fraud",
    )
    assert rule.applies_to == {FieldKind.INSTRUCTIONS, FieldKind.KNOWLEDGE}
    assert rule.detect == Detect(all=("send", "code"), within=Scope.SENTENCE)
    assert rule.examples == RuleExamples(
        ("send the code", "send it with the code"), ("send it", "the code")
    )
    assert (rule.false_positives, rule.references) == (("Novels.",), ("https://example.com/scam",))


def test_everything_that_is_wrong_is_told_at_once(write_rule: Write) -> None:
    """Every defect of every file, with its line, its key, what was expected, what to do next."""
    write_rule("one", ("severity: high", "severity: hgh"), ("status: stable", "stauts: stable"))
    write_rule("two", ("title: A title", "title: ''"), ("id: two", "id: tow"))
    write_rule("three", ("id: three", "id: thr"))
    write_rule("four", ("[instructions, knowledge]", "instructions"), name="four.yml")
    folder = write_rule(
        "five",
        ("languages: [en]", "languages: [en, en, fr]"),
        ("{all: ['send', 'code']}", "{all: [3], within: 0, most: 2}"),
        ("no_match: [send it, the code]", "no_match: [send it]"),
    )
    assert _refusal(folder) == (
        "12 defects in 5 rule files; no rule is used:\n"
        "  five.yaml:10: languages[1]: it stands there twice; remove one\n"
        "  five.yaml:10: languages[2]: 'fr'; expected en or zh\n"
        "  five.yaml:12: detect.all[0]: the number 3; expected an expression; "
        "put the text in quotes\n"
        "  five.yaml:12: detect.most: unknown key; the keys are all, any, unless or within\n"
        "  five.yaml:12: detect.within: 0; expected sentence, line, paragraph or segment, or a "
        "number of code points from 1 to 4,000\n"
        "  five.yaml:15: tests.no_match: 1 examples; expected 2 to 200\n"
        "  four.yml:11: applies_to: a single text; expected a list of fields; write it as [ ... ]\n"
        "  one.yaml:1: `status` is missing; add it; rules/README.md explains it\n"
        "  one.yaml:3: stauts: unknown key; did you mean `status`?\n"
        "  one.yaml:5: severity: 'hgh'; expected low, medium, high or critical; "
        "did you mean `high`?\n"
        "  three.yaml:1: id: 'thr'; expected the file's name, 'three'; rename one of the two\n"
        "  two.yaml:2: title: nothing; expected a title; put the text in quotes"
    )


_WRONG = [
    (("id: r", "id: R 2"), "r.yaml:1: id: 'R 2'; expected lower-case words joined by hyphens"),
    (("title: A title", "title: [a]"), "r.yaml:2: title: a list; expected a title"),
    (("title: A title", "title: true"), "r.yaml:2: title: a truth value; expected a title"),
    (("title: A title", "title: ' '"), "r.yaml:2: title: blanks; expected a title"),
    (
        ("title: A title", f"title: {'x' * 101}"),
        "r.yaml:2: title: 101 characters; expected at most",
    ),
    (
        ("message: {en: Why., zh: 为何。}", "message: why"),
        "r.yaml:7: message: a single text; expected a",
    ),
    (("zh: 为何。", "de: Warum."), "r.yaml:7: message: `zh` is missing; add it"),
    (("{all: ['send', 'code']}", "{within: line}"), "neither `all` nor `any` holds an expression"),
    (("{all: ['send', 'code']}", "[send]"), "r.yaml:12: detect: a list; expected a mapping"),
    (("{all: ['send', 'code']}", "{all: ['send'], within: true}"), "detect.within: True; expected"),
    (("languages: [en]", "languages: [en]\nreferences: [www]"), "references[0]: 'www'; expected"),
    (("{all: ['send', 'code']}", "{all: ['(send', 'code']}"), "detect.all[0]: a group that is not"),
    (("{all: ['send', 'code']}", r"{all: ['\w+', 'code']}"), "matches nearly everything; expected"),
    (
        ("{all: ['send', 'code']}", r"{all: ['send', '(?:x\w{0,900}){9}']}"),
        "detect.all[1]: '(?:x\\\\w{0,900}){9}' is too large to compile",
    ),
    (
        ("status: stable", "status: stable\nstatus: stable"),
        "r.yaml:4: status: the key stands twice",
    ),
    (
        ("fix: {", "message: {en: What., zh: 何。}\nfix: {"),
        "1 defect in 1 rule file; no rule is used:\n  r.yaml:8: message: the key stands twice;",
    ),
    (
        ("{all: ['send', 'code']}", '{all: ["\\bsend\\b", "code"]}'),
        "detect.all[0]: the control character U+0008; expected an expression in single quotes; "
        "in double quotes YAML turns \\b into it",
    ),
    (
        ("{all: ['send', 'code']}", '{all: ["send", "\\ncode\\x7f"]}'),
        "detect.all[1]: the control character U+007F; expected an expression in single quotes; "
        "in double quotes YAML turns an escape into it",
    ),
    (("title: A title", "title: *x"), "r.yaml: line 2, column 8: "),
]


@pytest.mark.parametrize(("change", "said"), _WRONG)
def test_what_is_no_rule_is_told_why(change: tuple[str, str], said: str, write_rule: Write) -> None:
    """Each kind of mistake has its own words."""
    assert said in _refusal(write_rule("r", change))


_FAILING = [
    (
        ("[send the code,", "[send the key,"),
        "match[0]: the rule fails its own example: `all` 2 matches nothing in it; expected a hit",
    ),
    (("[send the code,", "[send it. The code.,"), "its parts match, but not within one sentence"),
    (
        ("[send it, the code]", "['Send the code!', x]"),
        "no_match[0]: the rule fails its own example: it hits 'Send the code'; expected no hit",
    ),
    (
        ("{all: ['send', 'code']}", "{any: ['sent'], unless: ['code']}"),
        "match[0]: the rule fails its own example: `any` matches nothing in it",
    ),
    (
        ("{all: ['send', 'code']}", "{all: ['send'], unless: ['gold', 'with.{0,99}']}"),
        "match[1]: the rule fails its own example: `unless` 2 matches 'with the code'",
    ),
    (
        ("{all: ['send', 'code']}", "{all: ['send', 'code'], within: 12}"),
        "match[0]: the rule fails its own example: its parts match, but not within 12 code points",
    ),
    (
        ("[send it, the code]", f"['send {'x' * 90} code', x]"),
        f"it hits 'send {'x' * 75}…'",
    ),
]


@pytest.mark.parametrize(("change", "said"), _FAILING)
def test_a_rule_that_fails_its_own_examples_does_not_load(
    change: tuple[str, str], said: str, write_rule: Write
) -> None:
    """Which example failed, and what happened instead."""
    assert said in _refusal(write_rule("r", change))


def test_an_example_that_is_given_up_fails(write_rule: Write) -> None:
    """An example with more places than anybody reads is no example."""
    folder = write_rule("r", ("[send it, the code]", f"['{'zz' * 1_990}', x]"))
    path = folder / "r.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{all: ['send', 'code']}", "{any: [send, zz]}"),
        encoding="utf-8",
    )
    assert "no_match[0]: the rule fails its own example: it hits 'zz'" in _refusal(folder)


def test_an_id_is_there_once(write_rule: Write, tmp_path: Path) -> None:
    """The same id in another folder is refused, not overridden."""
    folder = write_rule()
    other = tmp_path / "other"
    other.mkdir()
    (other / "fraud-code.yaml").write_bytes((folder / "fraud-code.yaml").read_bytes())
    with pytest.raises(InputError) as refused:
        load_rules([folder, other])
    assert str(refused.value) == (
        "1 defect in 1 rule file; no rule is used:\n"
        f"  {other / 'fraud-code.yaml'}: id: the id 'fraud-code' is taken by "
        f"{folder / 'fraud-code.yaml'}; give it another one"
    )


@pytest.mark.parametrize(
    ("clauses", "hint"),
    [
        (["usage-policies/freud"], "did you mean `usage-policies/freud`?"),
        (["own/fraud"], "did you mean `own/fraud`?"),
        (["usage-policies/hate"], "add the clause to policy.yaml"),
        ([], "add the clause to policy.yaml"),
    ],
)
def test_a_clause_is_held_against_the_policy(
    write_rule: Write, clauses: list[str], hint: str
) -> None:
    """Where a rule is checked for a policy, it names a clause of it, and its like is offered."""
    folder = write_rule()
    files = rule_files(folder)
    assert check.check_files(files, clauses=["usage-policies/fraud"]).files[0].defects == ()
    (checked,) = check.check_files(files, clauses=clauses).files
    assert [str(each) for each in checked.defects] == [
        f"{folder / 'fraud-code.yaml'}:9: policy: 'usage-policies/fraud'; expected the id of a "
        f"clause of the policy; {hint}"
    ]


def test_rules_load_whatever_clauses_a_policy_has(write_rule: Write, tmp_path: Path) -> None:
    """No rule is refused for its clause, cold or warm, and each says where it stands."""
    folder = write_rule("one", ("usage-policies/fraud", "no/such-clause"))
    for _ in range(2):
        rules = load_rules(folder, tmp_path / "cache")
        assert [rule.card.clause for rule in rules.rules] == ["no/such-clause"]
        assert rules.files == {"one": str(folder / "one.yaml")}


def test_rules_are_read_at_any_depth(write_rule: Write) -> None:
    """Folders inside are read; a policy, a hidden file and a README are no rules."""
    folder = write_rule()
    (folder / "deep").mkdir()
    (folder / "fraud-code.yaml").rename(folder / "deep" / "fraud-code.yaml")
    for name in ("policy.yaml", ".hidden.yaml", "README.md"):
        (folder / name).write_text("no rule", encoding="utf-8")
    assert [file.stem for file in rule_files(folder)] == ["fraud-code"]
    assert [file.stem for file in rule_files(folder / "deep" / "fraud-code.yaml")] == ["fraud-code"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong path is bad input."""
    with pytest.raises(InputError, match="there is no such file or folder; check the path"):
        load_rules(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_told(
    write_rule: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without rights is bad input, and not a rule fewer."""

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = write_rule()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\); check its rights"):
        load_rules(folder)


def test_too_many_files_are_told(write_rule: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is surely not one of rules is refused before it is read."""
    folder = write_rule()
    monkeypatch.setattr("gptreview.scan.rules.files._MAX_FILES", 0)
    with pytest.raises(InputError, match="1 files; expected at most 0 rules"):
        load_rules(folder)


def test_the_digest_tells_names_and_bytes(write_rule: Write) -> None:
    """The same files have the same digest, and any other byte or name another."""
    folder = write_rule()
    first = load_rules(folder).digest
    assert load_rules(folder).digest == first
    write_rule("fraud-code", ("A title", "Another title"))
    second = load_rules(folder).digest
    write_rule("fraud-more")
    assert len({first, second, load_rules(folder).digest}) == 3


def test_a_warm_start_checks_nothing_again(
    write_rule: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules that were checked once come from the disk, and are the same."""
    folder = write_rule(
        "fraud-code", ("{all: ['send', 'code']}", "{all: [send, code], within: 40}")
    )
    cold = load_rules(folder, tmp_path / "cache")

    def fail(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(check, "check_files", fail)
    assert load_rules(folder, tmp_path / "cache") == cold


def test_damaged_rules_are_checked_anew(write_rule: Write, tmp_path: Path) -> None:
    """What was changed on the disk is not trusted."""
    folder = write_rule()
    cold = load_rules(folder, tmp_path / "cache")
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(b"[]")
    assert load_rules(folder, tmp_path / "cache") == cold


def test_a_folder_of_one_s_own_without_rules_is_told(write_rule: Write, tmp_path: Path) -> None:
    """A pack that is empty was mistyped; built-in rules may be none."""
    folder = write_rule()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert list(load_rules([empty, folder]).files) == ["fraud-code"]
    with pytest.raises(InputError) as raised:
        load_rules([folder, empty])
    assert (raised.value.where, raised.value.found) == (str(empty), "there is no rule in it")
