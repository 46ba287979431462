"""What the DSA transparency database refuses, known apart from how statements are made.

The rules are those of its API documentation (transparency.dsa.ec.europa.eu/page/api-documentation)
and of its schema, version 2. Some are stricter here: a field that we never send is a mistake.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.statement_of_reasons import (
    BATCH,
    AccountDecision,
    Automation,
    ContentType,
    DecisionGround,
    Keyword,
    SourceType,
    StatementCategory,
    Visibility,
)

_EARLIEST: Final = dt.date(2020, 1, 2)
"""The API takes days after 2020-01-01."""
_PUID: Final = re.compile(r"[A-Za-z0-9_-]{1,500}")
_LANGUAGE: Final = re.compile(r"[A-Z]{2}")
_TEXTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "decision_facts": 5_000,
        "decision_visibility_other": 500,
        "illegal_content_legal_ground": 500,
        "illegal_content_explanation": 2_000,
        "incompatible_content_ground": 500,
        "incompatible_content_explanation": 2_000,
        "category_specification_other": 500,
    }
)
"""Most characters of texts."""
_ONE_OF: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "decision_account": frozenset(AccountDecision),
        "decision_ground": frozenset(DecisionGround),
        "category": frozenset(StatementCategory),
        "source_type": frozenset(SourceType),
        "automated_detection": frozenset(("Yes", "No")),
        "automated_decision": frozenset(Automation),
    }
)
_SOME_OF: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "decision_visibility": frozenset(Visibility),
        "content_type": frozenset(ContentType),
        "category_addition": frozenset(StatementCategory),
        "category_specification": frozenset(Keyword),
    }
)
_DATES: Final = (
    "content_date",
    "application_date",
    "end_date_visibility_restriction",
    "end_date_account_restriction",
)
_ALWAYS: Final = (
    "puid",
    "decision_ground",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
)
_BY_GROUND: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        DecisionGround.ILLEGAL: ("illegal_content_legal_ground", "illegal_content_explanation"),
        DecisionGround.INCOMPATIBLE: (
            "incompatible_content_ground",
            "incompatible_content_explanation",
        ),
    }
)
_WITH: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "decision_visibility_other": ("decision_visibility", Visibility.OTHER),
        "category_specification_other": ("category_specification", Keyword.OTHER),
    }
)
"""Texts that are there exactly where a list holds a code."""
_KNOWN: Final = frozenset((*_ALWAYS, *_TEXTS, *_ONE_OF, *_SOME_OF, *_DATES, "content_language"))


def batch_problems(statements: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why a batch would be refused, each reason in one clause; empty where it would be taken."""
    found = []
    if not 1 <= len(statements) <= BATCH:
        found.append(f"{len(statements):,} statements, expected 1 to {BATCH}")
    puids = [str(each.get("puid")) for each in statements]
    found += [f"puid {each} twice" for each in sorted({x for x in puids if puids.count(x) > 1})]
    for puid, statement in zip(puids, statements, strict=True):
        found += [f"{puid}: {problem}" for problem in statement_problems(statement)]
    return found


def statement_problems(statement: Mapping[str, Any]) -> list[str]:
    """Why a statement would be refused, without any of its texts."""
    return [
        *(f"{name} is not known" for name in sorted(statement.keys() - _KNOWN)),
        *(f"{name} is missing" for name in _ALWAYS if not statement.get(name)),
        *_identity(statement),
        *_codes(statement),
        *_texts(statement),
        *_restrictions(statement),
        *_dates(statement),
    ]


def _identity(statement: Mapping[str, Any]) -> Iterator[str]:
    puid = statement.get("puid")
    if puid and not (isinstance(puid, str) and _PUID.fullmatch(puid)):
        yield "puid is not 1 to 500 of A-Z, a-z, 0-9, - and _"
    language = statement.get("content_language", "EN")
    if not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        yield "content_language is no code of two capitals"


def _codes(statement: Mapping[str, Any]) -> Iterator[str]:
    for name, codes in _ONE_OF.items():
        if name in statement and str(statement[name]) not in codes:
            yield f"{name} is no code of the database"
    for name, codes in _SOME_OF.items():
        values = statement.get(name, [])
        if not isinstance(values, list) or not codes.issuperset(map(str, values)):
            yield f"{name} is no list of codes of the database"
        elif len(set(map(str, values))) < len(values):
            yield f"{name} has a code twice"
    if statement.get("category") in statement.get("category_addition", ()):
        yield "category_addition has the category itself"


def _texts(statement: Mapping[str, Any]) -> Iterator[str]:
    for name, most in _TEXTS.items():
        text = statement.get(name, "-")
        if not isinstance(text, str) or not text.strip():
            yield f"{name} is empty"
        elif len(text) > most:
            yield f"{name} has {len(text):,} characters, the database takes {most:,}"
    for ground, names in _BY_GROUND.items():
        is_meant = statement.get("decision_ground") == ground
        for name in names:
            if is_meant != (name in statement):
                yield f"{name} is {'missing' if is_meant else 'of the other ground'}"
    for name, (codes, code) in _WITH.items():
        if (name in statement) != (code in statement.get(codes, ())):
            yield f"{name} and {code} come together"


def _restrictions(statement: Mapping[str, Any]) -> Iterator[str]:
    if not (statement.get("decision_visibility") or statement.get("decision_account")):
        yield "no restriction: neither decision_visibility nor decision_account"
    for end, of in (
        ("end_date_visibility_restriction", "decision_visibility"),
        ("end_date_account_restriction", "decision_account"),
    ):
        if end in statement and not statement.get(of):
            yield f"{end} without {of}"


def _dates(statement: Mapping[str, Any]) -> Iterator[str]:
    days = {name: _day(statement[name]) for name in _DATES if name in statement}
    for name, day in days.items():
        if day is None or day < _EARLIEST:
            yield f"{name} is no day as YYYY-MM-DD after 2020-01-01"
    applies = days.get("application_date")
    for name in _DATES[2:]:
        ends = days.get(name)
        if ends and applies and ends < applies:
            yield f"{name} is before application_date"
    content = days.get("content_date")
    if content and applies and content > applies:
        yield "content_date is after application_date"


def _day(value: Any) -> dt.date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
