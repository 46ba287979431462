"""Breaks are remembered for a moment."""

from __future__ import annotations

import datetime as dt

import pytest

from gptreview.model.account import Identity
from gptreview.usecases.triage.own_work import OwnWork
from gptreview.web import breaks
from gptreview.web.breaks import KeptBreaks

NOW = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)


class _Log:
    """Somebody who works on and on since nine."""

    def __init__(self) -> None:
        self.now = NOW
        self.asked = 0

    def since_break(self, identity: Identity) -> OwnWork:
        """Whoever asks."""
        del identity
        self.asked += 1
        return OwnWork(1, (self.now - NOW) // dt.timedelta(minutes=1))


def test_break_is_asked_for_once_a_minute() -> None:
    """Every page shows one, and the log is not read for each."""
    log = _Log()
    kept = KeptBreaks(log.since_break, lambda: log.now)
    ends = []
    for seconds in (0, 59, 60, 119, 120):
        log.now = NOW + dt.timedelta(seconds=seconds)
        ends.append(kept.last_end(Identity()))
    assert (ends, log.asked) == ([None, None, NOW, NOW, NOW], 3)


def test_only_so_many_people_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was looked at longest ago is forgotten first."""
    monkeypatch.setattr(breaks, "_MOST", 0)
    log = _Log()
    kept = KeptBreaks(log.since_break, lambda: log.now)
    kept.last_end(Identity())
    kept.last_end(Identity())
    assert log.asked == 2
