"""The figures of the transparency page: in words, as charts and as tables.

What the public may not know exactly is decided once, by `transparency_document`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.category_names import CATEGORY_NAMES
from gptreview.model.decision import ACTION_NAMES, Action
from gptreview.model.finding import Category
from gptreview.model.report import REPORT_CATEGORY_NAMES, ReportCategory
from gptreview.model.transparency import SMALL, TransparencyReport
from gptreview.render.small_counts import FEW, MORE
from gptreview.render.transparency_document import transparency_document

_DRAWN: Final = MappingProxyType({FEW: SMALL // 2, MORE: SMALL})
"""As which a number that is hidden is drawn, whatever it is."""
_NONE: Final = "\N{EN DASH}"
_LANGUAGES: Final = {"en": "English", "zh": "中文"}
Gettext = Callable[[str], str]
Row = tuple[str, float, str]
"""Label, what is drawn, and what is said."""


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """As the template takes them."""

    stats: Sequence[tuple[str, str, str]]
    charts: Sequence[tuple[str, Sequence[Row], str]]
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]


def shown_figures(report: TransparencyReport, language: str, gettext: Gettext) -> ShownFigures:
    """The figures as the public may see them, in a language."""
    document = transparency_document(report, public=True)
    parts = document["by_category"]
    named = [(_category(each["category"], language, gettext), each) for each in parts]
    charts = [
        (gettext("Reports by category"), _rows(named, "received"), gettext("Reports")),
        (gettext("Decisions by what was done"), _actions(document, language), ""),
        (gettext("Reports by week"), _rows(_weeks(document), "received"), gettext("Reports")),
        (gettext("Reports by language"), _rows(_languages(document, gettext), "received"), ""),
    ]
    tables = [_by_category(named, gettext)]
    if document["rules"]:
        tables.append(_rules(document["rules"], gettext))
    return ShownFigures(_stats(document["total"], report, gettext), charts, tables)


def _stats(
    total: Mapping[str, Any], report: TransparencyReport, gettext: Gettext
) -> Sequence[tuple[str, str, str]]:
    waited, overturn = total["hours_from_intake"], report.total.overturn
    days = (report.until - report.since) // dt.timedelta(days=1)
    return (
        (
            gettext("Reports received"),
            _count(total["received"]),
            gettext("in %(days)s days") % {"days": f"{days:,}"},
        ),
        (
            gettext("Cases decided"),
            _count(total["decided"]),
            gettext("%(number)s with an action") % {"number": _count(total["actioned"])},
        ),
        (
            gettext("Median time to decision"),
            _hours(gettext, waited["median"]),
            gettext("95 of 100 within %(time)s") % {"time": _hours(gettext, waited["p95"])},
        ),
        (
            gettext("Decided in time"),
            _percent(gettext, total["in_time_rate"]),
            gettext("72 hours; 4 where lives may be in danger"),
        ),
        (
            gettext("Overturned on appeal"),
            _percent(gettext, total["overturn_rate"]),
            gettext("%(part)s of %(whole)s")
            % {"part": f"{overturn.part:,}", "whole": f"{overturn.whole:,}"},
        ),
    )


def _rows(parts: Sequence[tuple[str, Mapping[str, Any]]], kind: str) -> Sequence[Row]:
    return [(name, _drawn(each[kind]), _count(each[kind])) for name, each in parts]


def _actions(document: Mapping[str, Any], language: str) -> Sequence[Row]:
    return [
        (
            ACTION_NAMES[Action(each["action"])].of(language),
            _drawn(each["decisions"]),
            _count(each["decisions"]),
        )
        for each in document["actions"]
    ]


def _weeks(document: Mapping[str, Any]) -> Sequence[tuple[str, Mapping[str, Any]]]:
    return [(each["week"], each) for each in document["by_week"]]


def _languages(
    document: Mapping[str, Any], gettext: Gettext
) -> Sequence[tuple[str, Mapping[str, Any]]]:
    unknown = gettext("Not known")
    return [(_LANGUAGES.get(each["language"], unknown), each) for each in document["by_language"]]


def _category(name: str, language: str, gettext: Gettext) -> str:
    if name in frozenset(ReportCategory):
        return REPORT_CATEGORY_NAMES[ReportCategory(name)].of(language)
    if name in frozenset(Category):
        return CATEGORY_NAMES[Category(name)].of(language)
    return gettext("Not known")


def _by_category(
    parts: Sequence[tuple[str, Mapping[str, Any]]], gettext: Gettext
) -> tuple[str, Sequence[str], Sequence[Sequence[str]]]:
    columns = (
        gettext("Category"),
        gettext("Reports"),
        gettext("Decided"),
        gettext("With an action"),
        gettext("Median time"),
        gettext("In time"),
        gettext("Overturned"),
    )
    rows = [
        (
            name,
            _count(each["received"]),
            _count(each["decided"]),
            _count(each["actioned"]),
            _hours(gettext, each["hours_from_intake"]["median"]),
            _percent(gettext, each["in_time_rate"]),
            _percent(gettext, each["overturn_rate"]),
        )
        for name, each in parts
    ]
    return gettext("Categories"), columns, rows


def _rules(
    rules: Sequence[Mapping[str, Any]], gettext: Gettext
) -> tuple[str, Sequence[str], Sequence[Sequence[str]]]:
    columns = (
        gettext("Rule"),
        gettext("Decided"),
        gettext("Borne out"),
        gettext("Precision"),
        gettext("95 % interval"),
    )
    rows = [
        (
            each["rule"],
            _count(each["decided"]),
            _count(each["borne_out"]),
            _percent(gettext, each["precision"]),
            _interval(gettext, each["interval"]),
        )
        for each in rules
    ]
    return gettext("How often people agreed with a rule"), columns, rows


def _count(number: int | str) -> str:
    return number if isinstance(number, str) else f"{number:,}"


def _drawn(number: int | str) -> int:
    return _DRAWN[number] if isinstance(number, str) else number


def _hours(gettext: Gettext, hours: float | None) -> str:
    return _NONE if hours is None else gettext("%(hours)s h") % {"hours": f"{hours:,.1f}"}


def _percent(gettext: Gettext, rate: float | None) -> str:
    return _NONE if rate is None else gettext("%(rate)s %%") % {"rate": f"{rate * 100:.1f}"}


def _interval(gettext: Gettext, interval: Sequence[float] | None) -> str:
    if not interval:
        return _NONE
    return f" {_NONE} ".join(_percent(gettext, each) for each in interval)
