"""A statement of reasons as the DSA transparency database takes it, schema version 2.

DSA article 17(3) says what it holds, article 24(5) where it goes. Codes and their values are those
of the database's API documentation, transparency.dsa.ec.europa.eu/page/api-documentation; only
those are here that a decision of ours can have.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

BATCH: Final = 100
"""Statements of one request, which is taken as a whole or not at all."""


class Visibility(StrEnum):
    """What became of the content's visibility."""

    REMOVED = "DECISION_VISIBILITY_CONTENT_REMOVED"
    DISABLED = "DECISION_VISIBILITY_CONTENT_DISABLED"
    DEMOTED = "DECISION_VISIBILITY_CONTENT_DEMOTED"
    AGE_RESTRICTED = "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED"
    LABELLED = "DECISION_VISIBILITY_CONTENT_LABELLED"
    OTHER = "DECISION_VISIBILITY_OTHER"


class AccountDecision(StrEnum):
    """What became of the builder's account."""

    SUSPENDED = "DECISION_ACCOUNT_SUSPENDED"


class DecisionGround(StrEnum):
    """Against what the content is held."""

    ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
    INCOMPATIBLE = "DECISION_GROUND_INCOMPATIBLE_CONTENT"


class ContentType(StrEnum):
    """What the content is."""

    APP = "CONTENT_TYPE_APP"
    TEXT = "CONTENT_TYPE_TEXT"


class StatementCategory(StrEnum):
    """What is wrong with it."""

    DATA_PROTECTION = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
    SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    INTELLECTUAL_PROPERTY = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
    CIVIC_DISCOURSE = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"
    OTHER_TERMS = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    FRAUD = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM"
    PRODUCTS = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"


class Keyword(StrEnum):
    """What is wrong with it, more closely."""

    ADULT = "KEYWORD_ADULT_SEXUAL_MATERIAL"
    BIOMETRIC = "KEYWORD_BIOMETRIC_DATA_BREACH"
    COPYRIGHT = "KEYWORD_COPYRIGHT_INFRINGEMENT"
    HATE_SPEECH = "KEYWORD_HATE_SPEECH"
    IMPERSONATION = "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING"
    PROHIBITED_PRODUCTS = "KEYWORD_PROHIBITED_PRODUCTS"
    NOT_PERMITTED = "KEYWORD_GOODS_SERVICES_NOT_PERMITTED"
    OTHER = "KEYWORD_OTHER"


class SourceType(StrEnum):
    """What led to the investigation."""

    NOTICE = "SOURCE_ARTICLE_16"
    OWN = "SOURCE_VOLUNTARY"


class Automation(StrEnum):
    """How far a machine took the decision."""

    FULLY = "AUTOMATED_DECISION_FULLY"
    PARTIALLY = "AUTOMATED_DECISION_PARTIALLY"
    NOT = "AUTOMATED_DECISION_NOT_AUTOMATED"


@dataclass(frozen=True, slots=True)
class Means:
    """What the event log proves of how a decision came about."""

    is_detected: bool
    """Whether a verdict spoke against the content before anybody reported it."""
    automation: Automation
    source: SourceType


@dataclass(frozen=True, slots=True)
class StatementOfReasons:
    """One restriction and why it was imposed; no personal data anywhere."""

    puid: str
    decision_ground: DecisionGround
    ground: str
    """The law, or the clauses of the policy."""
    explanation: str
    """Why the content is held against it."""
    category: StatementCategory
    content_types: tuple[ContentType, ...]
    content_date: dt.date
    """When the version was first seen, in UTC."""
    application_date: dt.date
    """From when the restriction applies, in UTC."""
    decision_facts: str
    means: Means
    visibilities: tuple[Visibility, ...] = ()
    visibility_other: str = ""
    account: AccountDecision | None = None
    end_date: dt.date | None = None
    """Of every restriction; None where it holds until it is changed."""
    further_categories: tuple[StatementCategory, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    keyword_other: str = ""
    content_language: str = ""
    """ISO 639-1 in capitals; empty where nobody can tell."""


@dataclass(frozen=True, slots=True)
class StatementBatch:
    """What goes into one request."""

    number: int
    """Counted from 1."""
    decisions: tuple[int, ...]
    """Numbers of the decisions, in the order of the statements."""
    statements: tuple[dict[str, Any], ...]
    """As the API takes them; `BATCH` at most."""
