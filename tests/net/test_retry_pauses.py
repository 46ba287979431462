"""How long a client waits."""

from __future__ import annotations

import datetime as dt

import pytest

from gptreview.net.retry import Clock, RetryLimits, asked_pause, own_pause

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("999999999", 999_999_999.0),
        ("1000000000", float("inf")),
        ("1.5", None),
        ("-1", None),
        ("١٢", None),
        ("", None),
        ("tomorrow", None),
        ("Thu, 01 Jan 2026 12:01:00 GMT", 60.0),
        ("Thursday, 01-Jan-26 12:01:00 GMT", 60.0),
        ("Thu Jan  1 12:01:00 2026", 60.0),
        ("Thu, 01 Jan 2026 12:01:00 -0000", 60.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Thu, 99 Jan 2026 11:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    """Every form of RFC 9110 is understood, and what is none says nothing."""
    assert asked_pause(header, NOON) == seconds


def test_own_pauses_double_up_to_the_longest() -> None:
    """Chance takes off up to a half."""
    limits = RetryLimits(first_pause_seconds=2, max_pause_seconds=10)
    assert [own_pause(attempt, limits, 0.0) for attempt in range(1, 6)] == [1, 2, 4, 5, 5]
    assert [own_pause(attempt, limits, 1.0) for attempt in range(1, 6)] == [2, 4, 8, 10, 10]


def test_many_attempts_do_not_overflow() -> None:
    """A pause stays a number, however often somebody wants to ask."""
    assert own_pause(10_000, RetryLimits(), 1.0) == 60.0


def test_the_real_clock_is_the_machine_s() -> None:
    """Without a test's clock, time passes and chance is between 0 and 1."""
    clock = Clock()
    assert clock.elapsed() <= clock.elapsed()
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)
    assert 0 <= clock.chance() < 1
