"""A filter of the queue as the query of an address, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Final
from urllib.parse import parse_qsl, urlencode

from gptreview.errors import InputError
from gptreview.model.case import CaseState
from gptreview.model.finding import Category, Severity
from gptreview.model.queue import WAITING, Holder, QueueFilter
from gptreview.model.report import ReportCategory

_LONGEST: Final = 2_000
"""Characters of a query, and of a text in it."""
_MOST: Final = 40
"""Parameters of a query."""
_CATEGORIES: Final = tuple(dict.fromkeys((*map(str, ReportCategory), *map(str, Category))))
_CHOICES: Final = (
    ("category", _CATEGORIES),
    ("severity", tuple(map(str, Severity))),
    ("holder", tuple(map(str, Holder))),
    ("overdue", ("1", "0")),
)
_NAMES: Final = ("state", *(each.name for each in fields(QueueFilter) if each.name != "states"))


def write_query(wanted: QueueFilter) -> str:
    """The filter as the query of an address, what is not asked for left out."""
    pairs = [] if wanted.states == WAITING else [("state", str(each)) for each in wanted.states]
    for name in _NAMES[1:]:
        value = getattr(wanted, name)
        if value and value is not Holder.ANYBODY:
            pairs.append((name, "1" if value is True else str(value)))
    return urlencode(pairs)


def read_query(query: str) -> QueueFilter:
    """The filter that the query of an address says; what a form left empty is not asked for.

    Args:
        query: Without its question mark; ``state`` may stand there several times.

    Raises:
        InputError: It asks for something that cases do not have, or is too long.
    """
    given = _pairs(query)
    states = tuple(dict.fromkeys(_state(value) for name, value in given if name == "state"))
    single = {name: value for name, value in given if name != "state"}
    for name, choices in _CHOICES:
        if name in single and single[name] not in choices:
            raise InputError(
                f"no such {name}: {single[name][:40]!r}",
                where=name,
                expected=", ".join(choices),
            )
    return QueueFilter(
        states=states or WAITING,
        category=single.get("category", ""),
        language=single.get("language", ""),
        holder=Holder(single.get("holder", Holder.ANYBODY)),
        overdue=single.get("overdue") == "1",
        severity=single.get("severity", ""),
        builder=single.get("builder", ""),
        name=single.get("name", ""),
        source=single.get("source", ""),
    )


def _pairs(query: str) -> list[tuple[str, str]]:
    if len(query) > _LONGEST:
        raise InputError(
            f"{len(query):,} characters", where="query", expected=f"{_LONGEST:,} at most"
        )
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST)
    except ValueError as error:
        raise InputError(
            "too many parameters", where="query", expected=f"{_MOST} at most"
        ) from error
    for name, value in pairs:
        if name not in _NAMES:
            raise InputError(
                f"no such filter: {name[:40]!r}", where="query", expected=", ".join(_NAMES)
            )
        if not value.strip().isprintable():
            raise InputError("characters that nobody sees", where=name, expected="one line of text")
    return [(name, value.strip()) for name, value in pairs if value.strip()]


def _state(name: str) -> CaseState:
    try:
        return CaseState(name)
    except ValueError as error:
        raise InputError(
            f"no such state: {name[:40]!r}", where="state", expected=", ".join(CaseState)
        ) from error
