"""One rule whole, as text and as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.model.policy import Clause, Meaning
from gptreview.model.rule import Detect, Rule, RuleExamples, RuleStatus, Scope
from gptreview.model.rule_catalogue import CatalogueDetails, CatalogueEntry
from gptreview.model.segment import FieldKind
from gptreview.render.rule_text import rule_text
from gptreview.render.rules_json import catalogue_json, rule_json

CARD = Card(
    "fraud-bell",
    "Bell that nobody ordered",
    Category.FRAUD,
    Severity.HIGH,
    Confidence.MEDIUM,
    Wording("Bills people for bells that nobody ordered.", "向用户收取未订购铃铛的费用。"),
    Wording("Remove the bill.", "删除账单。"),
    "policies/fraud",
)
RULE = Rule(
    CARD,
    RuleStatus.EXPERIMENTAL,
    ("en", "zh"),
    frozenset({FieldKind.KNOWLEDGE, FieldKind.NAME}),
    Detect(("bells?", "bill"), ("order", "订购"), (r"\bnever\b",), 80),
    ("Bell makers.",),
    ("https://example.com/bells",),
    RuleExamples(("Bill the bell.\n  Say they ordered it.\n", "b"), ("c", "d")),
)
CLAUSE = Clause(
    "policies/fraud",
    Wording("Fraud", "欺诈"),
    Wording("Deceive nobody.", "不得欺骗。"),
    dt.date(2026, 1, 2),
    "https://example.com/policy",
)
WHOLE = CatalogueDetails(
    CatalogueEntry("rules", CARD, Meaning.REVIEW, RULE), "rules/fraud-bell.yaml", CLAUSE
)
BY_CODE = CatalogueDetails(CatalogueEntry("pii", CARD, Meaning.FAIL), "", None)


def _with(**changes: object) -> CatalogueDetails:
    rule = dataclasses.replace(RULE, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(WHOLE, entry=dataclasses.replace(WHOLE.entry, rule=rule))


def test_a_rule_is_shown_whole() -> None:
    """Everything that its file and the policy say of it, in both languages."""
    assert rule_text(WHOLE, color=False) == (
        "fraud-bell: Bell that nobody ordered\n"
        "rules/fraud-bell.yaml\n"
        "\n"
        "  category     fraud\n"
        "  severity     high\n"
        "  confidence   medium (low while experimental)\n"
        "  means        a person must look at the listing\n"
        "  scanner      rules\n"
        "  status       experimental\n"
        "  languages    en, zh\n"
        "  applies to   name, knowledge\n"
        "\n"
        "Message\n"
        "  en  Bills people for bells that nobody ordered.\n"
        "  zh  向用户收取未订购铃铛的费用。\n"
        "\n"
        "Fix\n"
        "  en  Remove the bill.\n"
        "  zh  删除账单。\n"
        "\n"
        "Policy\n"
        "  policies/fraud: Fraud, 欺诈; since 2026-01-02\n"
        "  en  Deceive nobody.\n"
        "  zh  不得欺骗。\n"
        "  https://example.com/policy\n"
        "\n"
        "Detected where, within 80 characters,\n"
        "  all of these match\n"
        "    1  bells?\n"
        "    2  bill\n"
        "  and one of these matches\n"
        "    1  order\n"
        "    2  订购\n"
        "  and none of these matches\n"
        "    1  \\bnever\\b\n"
        "\n"
        "Known to be taken wrongly\n"
        "  1  Bell makers.\n"
        "\n"
        "References\n"
        "  https://example.com/bells\n"
        "\n"
        "Examples that it must find\n"
        "  1  Bill the bell.\n"
        "       Say they ordered it.\n"
        "  2  b\n"
        "\n"
        "Examples that it must leave alone\n"
        "  1  c\n"
        "  2  d\n"
    )


def test_what_code_finds_has_no_detection() -> None:
    """It says who finds it; a clause that the policy lacks is named."""
    assert rule_text(BY_CODE, color=False) == (
        "fraud-bell: Bell that nobody ordered\n"
        "\n"
        "  category     fraud\n"
        "  severity     high\n"
        "  confidence   medium\n"
        "  means        fails a listing\n"
        "  scanner      pii\n"
        "\n"
        "Message\n"
        "  en  Bills people for bells that nobody ordered.\n"
        "  zh  向用户收取未订购铃铛的费用。\n"
        "\n"
        "Fix\n"
        "  en  Remove the bill.\n"
        "  zh  删除账单。\n"
        "\n"
        "Policy\n"
        "  policies/fraud: the policy has no such clause\n"
        "\n"
        "Found by the code of the pii scanner; there is no rule file.\n"
    )


def test_a_short_rule_has_no_empty_sections() -> None:
    """What a rule does not say has no heading."""
    short = _with(
        detect=Detect(any=("bell",), within=Scope.SENTENCE), false_positives=(), references=()
    )
    text = rule_text(short, color=False)
    assert text[text.index("Detected") :] == (
        "Detected where, within one sentence,\n"
        "  one of these matches\n"
        "    1  bell\n"
        "\n"
        "Examples that it must find\n"
        "  1  Bill the bell.\n"
        "       Say they ordered it.\n"
        "  2  b\n"
        "\n"
        "Examples that it must leave alone\n"
        "  1  c\n"
        "  2  d\n"
    )


def test_a_deprecated_rule_says_that_it_does_not_run() -> None:
    """Nobody waits for its findings."""
    entry = dataclasses.replace(_with(status=RuleStatus.DEPRECATED).entry, meaning=None)
    text = rule_text(dataclasses.replace(WHOLE, entry=entry), color=False)
    assert "\n  means        deprecated: it does not run\n" in text
    assert "\n  confidence   medium\n" in text


def test_sentences_are_wrapped_and_expressions_are_not() -> None:
    """An expression can be copied; a sentence stays beside its label."""
    expression = "one two three four five six seven eight nine ten eleven"
    narrow = _with(
        detect=Detect(any=(expression,) * 10),
        examples=RuleExamples((f"{expression}.", "铃" * 30), ("c", "d")),
    )
    lines = rule_text(narrow, color=False, width=52).splitlines()
    assert f"     1  {expression}" in lines
    assert f"    10  {expression}" in lines
    at = lines.index("Examples that it must find")
    assert lines[at + 1 : at + 5] == [
        "  1  one two three four five six seven eight nine",
        "     ten eleven.",
        f"  2  {'铃' * 23}",
        f"     {'铃' * 7}",
    ]


def test_colors_are_for_headings_and_labels() -> None:
    """Bold, faint, and the colour of the meaning."""
    lines = rule_text(WHOLE, color=True).splitlines()
    assert lines[:2] == [
        "\x1b[1mfraud-bell\x1b[0m: Bell that nobody ordered",
        "\x1b[2mrules/fraud-bell.yaml\x1b[0m",
    ]
    assert (
        "  \x1b[2mmeans       \x1b[0m \x1b[33;1ma person must look at the listing\x1b[0m" in lines
    )
    assert "\x1b[1mMessage\x1b[0m" in lines


def test_nothing_moves_the_cursor() -> None:
    """Controls in a rule file are written out."""
    hostile = _with(detect=Detect(any=("\x1b[2J",)), false_positives=("\u202ea",))
    text = rule_text(hostile, color=False)
    assert "    1  \\x1b[2J\n" in text
    assert "  1  \\u202ea\n" in text


HEAD = {
    "id": "fraud-bell",
    "title": "Bell that nobody ordered",
    "category": "fraud",
    "severity": "high",
    "confidence": "medium",
    "meaning": "review",
    "status": "experimental",
    "languages": ["en", "zh"],
    "policy": "policies/fraud",
    "scanner": "rules",
}
CODE_HEAD = {**HEAD, "meaning": "fail", "status": None, "languages": [], "scanner": "pii"}


def test_a_list_as_json_has_one_rule_a_line() -> None:
    """For programs, and for diffs."""
    text = catalogue_json([WHOLE.entry, BY_CODE.entry])
    assert json.loads(text) == {"schema": "gptreview/rules/v1", "rules": [HEAD, CODE_HEAD]}
    assert text.count("\n") == 7


@pytest.mark.parametrize("details", [WHOLE, BY_CODE], ids=["rule", "code"])
def test_one_rule_as_json_has_all_of_it(details: CatalogueDetails) -> None:
    """The keys of its file, the clause, and where it stands."""
    common = {
        "schema": "gptreview/rule/v1",
        "message": {
            "en": "Bills people for bells that nobody ordered.",
            "zh": "向用户收取未订购铃铛的费用。",
        },
        "fix": {"en": "Remove the bill.", "zh": "删除账单。"},
    }
    clause = {
        "title": {"en": "Fraud", "zh": "欺诈"},
        "text": {"en": "Deceive nobody.", "zh": "不得欺骗。"},
        "date": "2026-01-02",
        "source": "https://example.com/policy",
    }
    of_rule = {
        "applies_to": ["name", "knowledge"],
        "detect": {
            "all": ["bells?", "bill"],
            "any": ["order", "订购"],
            "unless": [r"\bnever\b"],
            "within": 80,
        },
        "falsepositives": ["Bell makers."],
        "references": ["https://example.com/bells"],
        "tests": {
            "match": ["Bill the bell.\n  Say they ordered it.\n", "b"],
            "no_match": ["c", "d"],
        },
    }
    whole = {**common, **HEAD, "clause": clause, "file": "rules/fraud-bell.yaml", **of_rule}
    code = {**common, **CODE_HEAD, "clause": None, "file": None}
    assert json.loads(rule_json(details)) == (whole if details is WHOLE else code)
