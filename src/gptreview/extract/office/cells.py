"""What a spreadsheet cell shows: numbers in full, dates in ISO 8601."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from decimal import Decimal

_INTEGER = re.compile(r"[+-]?[0-9]{1,400}")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Parts of a number format that are shown as they are, or are a colour or a condition."""
_DATE_LETTER = re.compile(r"[dmyhseg]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian versions."""
_LAST_FALSE_DAY = 60
"""Day numbers up to here count a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1)."""
_MAX_DAY = 2_958_465
"""31 December 9999."""
_DAYS_TO_1904 = 1_462
_SHORTEST_NUMBER = 1e-15
_EXACT = 1e15
"""From here on a number is an identifier rather than a measure: no digit is rounded away."""
_COLUMN = re.compile(r"\$?[A-Za-z]{1,3}")
_MAX_COLUMNS = 16_384


def is_date_format(number_format_id: int, code: str) -> bool:
    """Whether a number format shows a day or a time of day."""
    if code:
        return bool(_DATE_LETTER.search(_LITERAL.sub("", code).replace("General", "")))
    return number_format_id in _BUILT_IN_DATES


def number_text(raw: str) -> str:
    """A number with all its digits, never as 1.38E+10, fractions to 15 digits as Excel has them."""
    if _INTEGER.fullmatch(raw):
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value) or 0 < abs(value) < _SHORTEST_NUMBER:
        return raw
    return format(Decimal(f"{value:.15g}" if abs(value) < _EXACT else repr(value)), "f")


def date_text(raw: str, *, from_1904: bool) -> str:
    """A day number as a date, a time or both; as a number where the calendar has no such day."""
    try:
        days = float(raw) + (_DAYS_TO_1904 if from_1904 else 0)
    except ValueError:
        return raw
    if not 0 <= days <= _MAX_DAY:  # not-a-number, too
        return number_text(raw)
    epoch = dt.datetime(1899, 12, 31 if days < _LAST_FALSE_DAY else 30)  # noqa: DTZ001 - local
    moment = epoch + dt.timedelta(seconds=round(days * 86_400))
    if days < 1:
        return moment.time().isoformat()
    if days == int(days):
        return moment.date().isoformat()
    return moment.isoformat(sep=" ")


def column_index(reference: str) -> int | None:
    """The column of ``B12``, counted from 0; None where there is no such column."""
    return _column(reference.rstrip("0123456789$"))


@functools.lru_cache(maxsize=1_024)
def _column(letters: str) -> int | None:
    if not _COLUMN.fullmatch(letters):
        return None
    index = 0
    for letter in letters.removeprefix("$").upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1 if index <= _MAX_COLUMNS else None
