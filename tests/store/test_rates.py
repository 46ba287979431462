"""Limits hold for each person and each window, whoever asks at the same moment."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from gptreview.errors import TooManyError
from gptreview.store import rates
from gptreview.store.database import Database
from gptreview.store.tables.accounts import RateRow

NOW = dt.datetime(2026, 5, 4, 22, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _ask(database: Database, who: str = "a", what: str = "report", now: dt.datetime = NOW) -> None:
    with database.writing() as session:
        rates.allow(session, what, who, limit=2, window=DAY, now=now)


def test_limit_holds_until_the_window_ends(database: Database) -> None:
    """The third time of two is refused with the time to wait; the next day begins anew."""
    _ask(database)
    _ask(database)
    with pytest.raises(TooManyError) as refused:
        _ask(database)
    assert str(refused.value) == (
        "report: more than 2 in 24 hours; expected 2 at most; try again in 2 hours"
    )
    assert refused.value.retry_after == 5_401
    _ask(database, now=NOW + dt.timedelta(hours=1, minutes=30))


def test_limits_of_others_are_their_own(database: Database) -> None:
    """Neither another person nor another thing counts."""
    for who, what in (("a", "report"), ("a", "report"), ("b", "report"), ("a", "sign-in")):
        _ask(database, who, what)
    with database.reading() as session:
        rows = session.execute(select(RateRow.what, RateRow.who, RateRow.count)).all()
    assert sorted(map(tuple, rows)) == [
        ("report", "a", 2),
        ("report", "b", 1),
        ("sign-in", "a", 1),
    ]


def test_only_so_many_pass_at_once(database: Database) -> None:
    """Of eight who ask together two get through."""

    def asks(_: int) -> bool:
        try:
            _ask(database)
        except TooManyError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(asks, range(8))) == 2


@pytest.mark.parametrize(
    ("window", "words"),
    [
        pytest.param(dt.timedelta(seconds=1), "1 second;", id="second"),
        pytest.param(dt.timedelta(seconds=30), "30 seconds;", id="seconds"),
        pytest.param(dt.timedelta(minutes=1), "1 minute;", id="minute"),
        pytest.param(dt.timedelta(hours=1), "1 hour;", id="hour"),
    ],
)
def test_window_is_told_in_words(database: Database, window: dt.timedelta, words: str) -> None:
    """Whoever is refused hears for which time the limit is."""
    with database.writing() as session:
        rates.allow(session, "form", "a", limit=1, window=window, now=NOW)
        with pytest.raises(TooManyError) as refused:
            rates.allow(session, "form", "a", limit=1, window=window, now=NOW)
    assert str(refused.value).startswith(f"form: more than 1 in {words}")


def test_old_windows_are_forgotten(database: Database) -> None:
    """What began before the moment goes, the rest stays."""
    _ask(database, now=NOW - DAY)
    _ask(database)
    with database.writing() as session:
        assert rates.forget(session, before=NOW - dt.timedelta(hours=23)) == 1
        assert session.scalars(select(RateRow.since)).all() == [NOW.replace(hour=0, minute=0)]
