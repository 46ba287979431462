"""The rules of the DSA transparency database hold, whoever made the statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pytest

from gptreview.model import statement_of_reasons as codes
from gptreview.render.dsa.rules import batch_problems, statement_problems

SOUND: Final[Mapping[str, Any]] = {
    "puid": "f1c3-_Z",
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "usage-policies/fraud",
    "incompatible_content_explanation": "It promises what nobody can.",
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "content_type": ["CONTENT_TYPE_APP", "CONTENT_TYPE_TEXT"],
    "content_date": "2026-01-02",
    "application_date": "2026-01-03",
    "decision_facts": "A guaranteed return of 40% a month.",
    "source_type": "SOURCE_ARTICLE_16",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
}


def test_sound_statement_has_no_problem() -> None:
    """A statement that keeps every rule is taken."""
    assert statement_problems(SOUND) == []


@pytest.mark.parametrize("name", [name for name in SOUND if name != "decision_visibility"])
def test_field_that_is_always_needed(name: str) -> None:
    """Without any of its fields the statement is refused, and the field is named."""
    less = {key: value for key, value in SOUND.items() if key != name}
    assert f"{name} is missing" in statement_problems(less)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"puid": "a b"}, "puid is not 1 to 500 of A-Z, a-z, 0-9, - and _"),
        ({"puid": "a" * 501}, "puid is not 1 to 500 of A-Z, a-z, 0-9, - and _"),
        ({"puid": "é"}, "puid is not 1 to 500 of A-Z, a-z, 0-9, - and _"),
        ({"puid": 7}, "puid is not 1 to 500 of A-Z, a-z, 0-9, - and _"),
        (
            {"decision_facts": "x" * 5_001},
            "decision_facts has 5,001 characters, the database takes 5,000",
        ),
        ({"decision_facts": 7}, "decision_facts is empty"),
        (
            {"incompatible_content_ground": "x" * 501},
            "incompatible_content_ground has 501 characters, the database takes 500",
        ),
        (
            {"incompatible_content_explanation": "x" * 2_001},
            "incompatible_content_explanation has 2,001 characters, the database takes 2,000",
        ),
        ({"incompatible_content_explanation": " "}, "incompatible_content_explanation is empty"),
        (
            {"illegal_content_explanation": "x"},
            "illegal_content_explanation is of the other ground",
        ),
        ({"category": "STATEMENT_CATEGORY_PIRACY"}, "category is no code of the database"),
        ({"category": ["x"]}, "category is no code of the database"),
        ({"automated_detection": "yes"}, "automated_detection is no code of the database"),
        ({"automated_decision": "No"}, "automated_decision is no code of the database"),
        ({"source_type": "SOURCE_16"}, "source_type is no code of the database"),
        ({"decision_account": "GONE"}, "decision_account is no code of the database"),
        ({"content_type": "CONTENT_TYPE_APP"}, "content_type is no list of codes of the database"),
        ({"content_type": [{}]}, "content_type is no list of codes of the database"),
        ({"content_type": ["CONTENT_TYPE_APP"] * 2}, "content_type has a code twice"),
        (
            {"category_addition": ["STATEMENT_CATEGORY_SCAMS_AND_FRAUD"]},
            "category_addition has the category itself",
        ),
        (
            {"decision_visibility": []},
            "no restriction: neither decision_visibility nor decision_account",
        ),
        (
            {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
            "decision_visibility_other and DECISION_VISIBILITY_OTHER come together",
        ),
        (
            {"decision_visibility_other": "A remark."},
            "decision_visibility_other and DECISION_VISIBILITY_OTHER come together",
        ),
        (
            {"category_specification": ["KEYWORD_OTHER"]},
            "category_specification_other and KEYWORD_OTHER come together",
        ),
        (
            {"end_date_account_restriction": "2026-02-01"},
            "end_date_account_restriction without decision_account",
        ),
        (
            {"end_date_visibility_restriction": "2026-01-02"},
            "end_date_visibility_restriction is before application_date",
        ),
        ({"content_date": "2026-01-04"}, "content_date is after application_date"),
        ({"content_date": "2020-01-01"}, "content_date is no day as YYYY-MM-DD after 2020-01-01"),
        ({"content_date": "02-01-2026"}, "content_date is no day as YYYY-MM-DD after 2020-01-01"),
        ({"content_date": "2026-02-30"}, "content_date is no day as YYYY-MM-DD after 2020-01-01"),
        (
            {"application_date": 20260103},
            "application_date is no day as YYYY-MM-DD after 2020-01-01",
        ),
        ({"content_language": "zh"}, "content_language is no code of two capitals"),
        ({"reporter": "somebody"}, "reporter is not known"),
    ],
    ids=str,
)
def test_broken_rule_is_told(changes: Mapping[str, Any], problem: str) -> None:
    """Each broken rule is told in one clause, and nothing else is."""
    assert statement_problems({**SOUND, **changes}) == [problem]


def test_illegal_content_needs_the_law() -> None:
    """Against the law the statement names the law, and no clause of the terms."""
    illegal = {**SOUND, "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"}
    assert statement_problems(illegal) == [
        "illegal_content_legal_ground is missing",
        "illegal_content_explanation is missing",
        "incompatible_content_ground is of the other ground",
        "incompatible_content_explanation is of the other ground",
    ]


@pytest.mark.parametrize("number", [0, 101])
def test_batch_of_a_wrong_size(number: int) -> None:
    """A batch has 1 to 100 statements."""
    batch = [{**SOUND, "puid": str(each)} for each in range(number)]
    assert batch_problems(batch) == [f"{number} statements, expected 1 to 100"]


def test_batch_names_the_statement() -> None:
    """A puid is there once, and a problem of one statement names it."""
    assert batch_problems([SOUND, SOUND, {**SOUND, "puid": "b", "category": "x"}]) == [
        "puid f1c3-_Z twice",
        "b: category is no code of the database",
    ]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (codes.Visibility, "DECISION_VISIBILITIES"),
        (codes.AccountDecision, "DECISION_ACCOUNTS"),
        (codes.DecisionGround, "DECISION_GROUNDS"),
        (codes.ContentType, "CONTENT_TYPES"),
        (codes.StatementCategory, "STATEMENT_CATEGORIES"),
        (codes.Keyword, "KEYWORDS"),
        (codes.SourceType, "SOURCE_TYPES"),
        (codes.Automation, "AUTOMATED_DECISIONS"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_codes_are_the_databases(ours: type[StrEnum], theirs: str, shared_data: Path) -> None:
    """Every code of ours is one of the database's."""
    known = json.loads((shared_data / "dsa_enums.json").read_text(encoding="utf-8"))
    assert set(ours) <= set(known[theirs])
