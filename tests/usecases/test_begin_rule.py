"""New rules, begun from a template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gptreview.errors import ConflictError, GptReviewError, InputError
from gptreview.model.finding import Category
from gptreview.model.rule_catalogue import RuleTrial, TriedRule
from gptreview.usecases.begin_rule import RuleBeginner
from gptreview.usecases.try_rules import RuleTester

_CLAUSES = {"policies/tin", "policies/brass"}
_BLANK = re.compile(r'\s*(?:\w+: ""|(?:languages|match|no_match): \[\]|detect:)')
_FILLED = {
    'title: ""': "title: Brass lantern",
    'severity: ""': "severity: high",
    'confidence: ""': "confidence: low",
    'en: ""': "en: Brass.",
    'zh: ""': "zh: 黄铜。",
    'policy: ""': "policy: policies/brass",
    "languages: []": "languages: [en]",
    "any: []": "any: ['brass']",
    "  match: []": "  match: [Brass., A brass bell.]",
    "no_match: []": "no_match: [Tin., A tin bell.]",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are begun in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def beginner() -> RuleBeginner:
    """One id is taken."""
    return RuleBeginner({"brass-kettle"}, _CLAUSES)


def _tried(path: Path) -> RuleTrial:
    """With no built-in rule but the one that is begun."""
    return RuleTester(path, _CLAUSES).run([path])


def test_a_fresh_template_lacks_exactly_its_blanks(beginner: RuleBeginner) -> None:
    """`rules test` names what is to be filled in, and nothing else."""
    path = beginner.begin("brass-lantern", Category.HATE, Path())
    assert path == Path("brass-lantern.yaml")
    text = path.read_text(encoding="utf-8")
    blanks = [
        number for number, line in enumerate(text.splitlines(), start=1) if _BLANK.match(line)
    ]
    (tried,) = _tried(path).rules
    told = [defect.split(": ")[:2] for defect in tried.defects]
    assert told == [
        [f"brass-lantern.yaml:{line}", key]
        for line, key in zip(
            blanks,
            [
                "title", "severity", "confidence", "message.en", "message.zh", "fix.en", "fix.zh",
                "policy", "languages", "detect", "tests.match", "tests.no_match",
            ],
            strict=True,
        )
    ]  # fmt: skip


def test_a_filled_template_is_a_rule(beginner: RuleBeginner) -> None:
    """Once its blanks are filled it loads, in the category that was asked for."""
    path = beginner.begin("brass-lantern", Category.HATE, Path("my/rules"))
    text = path.read_text(encoding="utf-8")
    for blank, filled in _FILLED.items():
        assert blank in text
        text = text.replace(blank, filled)
    path.write_text(text, encoding="utf-8")
    assert _tried(path) == RuleTrial(
        (TriedRule("my/rules/brass-lantern.yaml", "brass-lantern", 4),)
    )
    assert "category: hate\n" in text


def test_a_template_names_the_policy_s_clauses(beginner: RuleBeginner) -> None:
    """Nobody has to look them up."""
    path = beginner.begin("brass-lantern", Category.HATE, Path())
    assert "\n#   policies/brass, policies/tin\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "rule_id", ["Brass", "brass_bell", "brass--bell", "../brass", "", "-", "铜"]
)
def test_an_id_is_lower_case_words(beginner: RuleBeginner, rule_id: str) -> None:
    """Anything else is refused before a file is named after it."""
    with pytest.raises(InputError) as caught:
        beginner.begin(rule_id, Category.HATE, Path("new"))
    assert str(caught.value) == (
        f"{rule_id!r} is no id of a rule; expected lower-case words joined by hyphens, at most 64 "
        "characters"
    )
    assert not Path("new").exists()


def test_a_taken_id_is_refused(beginner: RuleBeginner) -> None:
    """Two rules of one id could not be told apart."""
    with pytest.raises(ConflictError) as caught:
        beginner.begin("brass-kettle", Category.HATE, Path("new"))
    assert str(caught.value) == (
        "there is already a rule 'brass-kettle'; choose another id; "
        "`gptreview rules show brass-kettle` shows that one"
    )
    assert not Path("new").exists()


def test_nothing_is_overwritten(beginner: RuleBeginner) -> None:
    """What stands there stays; a link that leads nowhere counts."""
    Path("brass-lantern.yaml").write_text("mine", encoding="utf-8")
    Path("brass-bell.yaml").symlink_to("nowhere")
    for rule_id in ("brass-lantern", "brass-bell"):
        with pytest.raises(ConflictError) as caught:
            beginner.begin(rule_id, Category.HATE, Path())
        assert str(caught.value) == (
            f"{rule_id}.yaml: it is already there; choose another id or folder; nothing was written"
        )
    assert Path("brass-lantern.yaml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_a_file_is_refused(beginner: RuleBeginner) -> None:
    """The reason is told."""
    Path("new").write_text("", encoding="utf-8")
    with pytest.raises(GptReviewError) as caught:
        beginner.begin("brass-bell", Category.HATE, Path("new"))
    assert str(caught.value) == (
        "new/brass-bell.yaml: it cannot be written (File exists); name another folder with --folder"
    )
