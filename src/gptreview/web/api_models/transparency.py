"""Figures of a time range, as `render.transparency_document` writes them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from gptreview.web.api_models.shapes import Shown

Count = int | Literal["<5", "5+"]
"""How many; few of a part, and what would tell them, are told to nobody but leads."""


class Hours(Shown):
    """How long something took."""

    median: float | None
    p95: float | None
    """Of 100, 95 took no longer."""


class Figures(Shown):
    """What happened."""

    received: Count
    decided: Count
    actioned: Count
    """Of those decided: something was done about the listing."""
    hours_from_intake: Hours
    hours_from_claim: Hours
    in_time_rate: float | None
    appeals: Count
    appeal_rate: float | None
    appeals_decided: Count
    overturned: Count
    overturn_rate: float | None


class CategoryFigures(Figures):
    """Of one category."""

    category: str


class LanguageFigures(Figures):
    """Of one language."""

    language: str


class WeekFigures(Figures):
    """Of one week."""

    week: str
    """ISO 8601, ``2026-W10``."""


class ActionCount(Shown):
    """How often something was done."""

    action: str
    decisions: Count


class RuleFigures(Shown):
    """How often people agreed with a rule."""

    rule: str
    decided: Count
    borne_out: Count
    precision: float | None
    interval: tuple[float, float] | None
    """Where the true rate is, in 95 of 100 cases (Wilson's score interval)."""
    overturned: Count


class Transparency(Shown):
    """How reports were dealt with."""

    document: str = Field(alias="schema")
    since: dt.datetime
    until: dt.datetime
    """The moment after the last one."""
    log: str
    """Head of the event log that it was computed from."""
    total: Figures
    actions: list[ActionCount]
    by_category: list[CategoryFigures]
    by_language: list[LanguageFigures]
    by_week: list[WeekFigures]
    rules: list[RuleFigures]
