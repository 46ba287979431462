"""Every kind of decision becomes the statement that the DSA transparency database wants."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

import pytest

from gptreview.model.decision import Action, Ground
from gptreview.model.statement_of_reasons import Automation, Means, SourceType
from gptreview.render.dsa.categories import CLAUSES, filings
from gptreview.render.dsa.rules import statement_problems
from gptreview.render.dsa.statement import DecidedViolation, statement_document, statement_of

DAY: Final = dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)
FRAUD: Final = DecidedViolation(
    puid="0f6b1c52",
    action=Action.REMOVE,
    clauses=("usage-policies/fraud",),
    categories=("hate", "fraud"),
    facts="It promises 40% a month.",
    reason="Nobody can promise that.",
    ground=Ground.TERMS,
    legal_ground="",
    made_at=DAY,
    ends_at=None,
    change_by=None,
    seen_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC),
    language="en",
    means=Means(is_detected=True, automation=Automation.PARTIALLY, source=SourceType.OWN),
)


def _document(**changes: Any) -> dict[str, Any]:
    return statement_document(statement_of(replace(FRAUD, **changes)))


def test_whole_statement() -> None:
    """A removal for fraud says all that is needed, and nothing that is not."""
    assert _document() == {
        "puid": "0f6b1c52",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "usage-policies/fraud",
        "incompatible_content_explanation": "Nobody can promise that.",
        "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
        "content_type": ["CONTENT_TYPE_APP", "CONTENT_TYPE_TEXT"],
        "content_date": "2026-02-01",
        "application_date": "2026-03-04",
        "decision_facts": "It promises 40% a month.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "content_language": "EN",
    }


def test_illegal_content_names_the_law() -> None:
    """Against the law the ground is the law; detection by people is said too."""
    found = _document(
        ground=Ground.ILLEGAL,
        legal_ground="StGB section 263",
        means=Means(is_detected=False, automation=Automation.NOT, source=SourceType.NOTICE),
    )
    assert {key: found[key] for key in found.keys() - _document().keys()} == {
        "illegal_content_legal_ground": "StGB section 263",
        "illegal_content_explanation": "Nobody can promise that.",
    }
    assert (found["automated_detection"], found["source_type"]) == ("No", "SOURCE_ARTICLE_16")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.LABEL, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_LABELLED"]}),
        (
            Action.AGE_RESTRICT,
            {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED"]},
        ),
        (Action.LIMIT, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DEMOTED"]}),
        (
            Action.REQUIRE_CHANGE,
            {
                "decision_visibility": ["DECISION_VISIBILITY_OTHER"],
                "decision_visibility_other": "Shown as failed until the listing is changed, "
                "which was required by 2026-03-20",
            },
        ),
        (Action.REMOVE, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]}),
        (
            Action.SUSPEND_BUILDER,
            {
                "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
                "decision_account": "DECISION_ACCOUNT_SUSPENDED",
                "end_date_account_restriction": "2026-04-01",
            },
        ),
    ],
    ids=str,
)
def test_restriction_by_action(action: Action, expected: dict[str, Any]) -> None:
    """Each action is the restriction that it is, with its end; every statement is sound."""
    found = _document(
        action=action,
        ends_at=dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC),
        change_by=dt.date(2026, 3, 20),
    )
    names = ("decision_visibility", "decision_account", "end_date")
    shown = {key: value for key, value in found.items() if key.startswith(names)}
    assert shown == {"end_date_visibility_restriction": "2026-04-01", **expected}
    assert statement_problems(found) == []


def test_change_without_a_day() -> None:
    """A change without a day is said without one."""
    assert _document(action=Action.REQUIRE_CHANGE)["decision_visibility_other"] == (
        "Shown as failed until the listing is changed, which was required"
    )


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_makes_a_sound_statement(clause: str) -> None:
    """Whatever clause is named, the database would take the statement."""
    assert statement_problems(_document(clauses=(clause,))) == []


def test_several_reasons() -> None:
    """The gravest reason is the category, the others stand beside it, with their keywords."""
    clauses = ("usage-policies/malware", "usage-policies/adult", "usage-policies/child-safety")
    found = _document(clauses=clauses)
    assert {key: value for key, value in found.items() if key.startswith("category")} == {
        "category": "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
        "category_addition": ["STATEMENT_CATEGORY_OTHER_VIOLATION_TC"],
        "category_specification": ["KEYWORD_OTHER", "KEYWORD_ADULT_SEXUAL_MATERIAL"],
        "category_specification_other": "malware",
    }


@pytest.mark.parametrize(
    ("clauses", "categories", "expected"),
    [
        (["house/own"], ["self_harm"], "STATEMENT_CATEGORY_SELF_HARM"),
        (["house/own"], ["other"], "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"),
        (["usage-policies/hate"], ["fraud"], "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
        (
            ["house/own"],
            ["intellectual_property"],
            "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        ),
        (["house/own"], ["pii"], "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"),
    ],
    ids=["category", "neither", "clause", "ip", "pii"],
)
def test_clauses_count_before_categories(
    clauses: list[str], categories: list[str], expected: str
) -> None:
    """A house's own clause is filed by the case's categories, and no other one is."""
    assert filings(clauses, categories)[0].category == expected


def test_content_that_came_after_the_decision() -> None:
    """A clock that was ahead makes no content younger than the decision on it."""
    later = DAY + dt.timedelta(days=2)
    assert _document(seen_at=later)["content_date"] == "2026-03-04"


@pytest.mark.parametrize(
    ("tag", "expected"), [("zh-Hans", "ZH"), ("de", "DE"), ("", None), ("und", None)], ids=str
)
def test_language(tag: str, expected: str | None) -> None:
    """The language is its code of two letters; one that has none is left out."""
    assert _document(language=tag).get("content_language") == expected
