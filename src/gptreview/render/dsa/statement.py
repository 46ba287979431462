"""From a decision to its statement of reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.decision import Action, Ground
from gptreview.model.statement_of_reasons import (
    AccountDecision,
    ContentType,
    DecisionGround,
    Means,
    StatementOfReasons,
    Visibility,
)
from gptreview.render.dsa.categories import filings

_VISIBILITIES: Final[Mapping[Action, Visibility]] = MappingProxyType(
    {
        Action.LABEL: Visibility.LABELLED,
        Action.AGE_RESTRICT: Visibility.AGE_RESTRICTED,
        Action.LIMIT: Visibility.DEMOTED,
        Action.REQUIRE_CHANGE: Visibility.OTHER,
        Action.REMOVE: Visibility.REMOVED,
        Action.SUSPEND_BUILDER: Visibility.DISABLED,
    }
)
_CONTENT: Final = (ContentType.APP, ContentType.TEXT)
"""A GPT is an app that people open, and what is decided on is the text it is made of. Synthetic
media it may make; it is none."""


@dataclass(frozen=True, slots=True)
class DecidedViolation:
    """All that a statement is made of; texts are masked."""

    puid: str
    action: Action
    clauses: tuple[str, ...]
    categories: tuple[str, ...]
    """Of the case's reports and findings."""
    facts: str
    reason: str
    """To the builder."""
    ground: Ground
    legal_ground: str
    made_at: dt.datetime
    ends_at: dt.datetime | None
    change_by: dt.date | None
    seen_at: dt.datetime
    """When the version was first seen."""
    language: str
    """Of the case: ``en``, ``zh-Hans``."""
    means: Means


def statement_of(violation: DecidedViolation) -> StatementOfReasons:
    """The statement of reasons of a decision that is a violation."""
    action, is_illegal = violation.action, violation.ground is Ground.ILLEGAL
    filed = filings(violation.clauses, violation.categories)
    categories = tuple(dict.fromkeys(each.category for each in filed))
    keywords = tuple(dict.fromkeys(each.keyword for each in filed if each.keyword))
    other = dict.fromkeys(each.other for each in filed if each.other)
    applies = violation.made_at.date()
    return StatementOfReasons(
        puid=violation.puid,
        decision_ground=DecisionGround.ILLEGAL if is_illegal else DecisionGround.INCOMPATIBLE,
        ground=violation.legal_ground if is_illegal else "; ".join(violation.clauses),
        explanation=violation.reason,
        category=categories[0],
        content_types=_CONTENT,
        # A version that a source had first today, and whose clock is ahead, was there today.
        content_date=min(violation.seen_at.date(), applies),
        application_date=applies,
        decision_facts=violation.facts,
        means=violation.means,
        visibilities=(_VISIBILITIES[action],),
        visibility_other=_other(violation),
        account=AccountDecision.SUSPENDED if action is Action.SUSPEND_BUILDER else None,
        end_date=violation.ends_at.date() if violation.ends_at else None,
        further_categories=categories[1:],
        keywords=keywords,
        keyword_other="; ".join(other),
        content_language=_language(violation.language),
    )


def statement_document(statement: StatementOfReasons) -> dict[str, Any]:
    """The statement as the API takes it; what it leaves open is left out."""
    is_illegal = statement.decision_ground is DecisionGround.ILLEGAL
    kind = "illegal_content" if is_illegal else "incompatible_content"
    ground = f"{kind}_legal_ground" if is_illegal else f"{kind}_ground"
    end = statement.end_date.isoformat() if statement.end_date else None
    optional = {
        "decision_visibility": [str(each) for each in statement.visibilities],
        "decision_visibility_other": statement.visibility_other,
        "end_date_visibility_restriction": end if statement.visibilities else None,
        "decision_account": statement.account and str(statement.account),
        "end_date_account_restriction": end if statement.account else None,
        "category_addition": [str(each) for each in statement.further_categories],
        "category_specification": [str(each) for each in statement.keywords],
        "category_specification_other": statement.keyword_other,
        "content_language": statement.content_language,
    }
    return {
        "puid": statement.puid,
        "decision_ground": str(statement.decision_ground),
        ground: statement.ground,
        f"{kind}_explanation": statement.explanation,
        "category": str(statement.category),
        "content_type": [str(each) for each in statement.content_types],
        "content_date": statement.content_date.isoformat(),
        "application_date": statement.application_date.isoformat(),
        "decision_facts": statement.decision_facts,
        "source_type": str(statement.means.source),
        "automated_detection": "Yes" if statement.means.is_detected else "No",
        "automated_decision": str(statement.means.automation),
    } | {name: value for name, value in optional.items() if value}


def _other(violation: DecidedViolation) -> str:
    if violation.action is not Action.REQUIRE_CHANGE:
        return ""
    by = f" by {violation.change_by.isoformat()}" if violation.change_by else ""
    return f"Shown as failed until the listing is changed, which was required{by}"


def _language(tag: str) -> str:
    code = tag.partition("-")[0].upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
