"""Chores beside the requests."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from gptreview.errors import DependencyError
from gptreview.web.background import Background, Chore


def test_one_chore_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    """A chore that fails is logged, and the ones after it run."""
    done: list[str] = []

    def away() -> None:
        raise DependencyError("nobody answers", where="mail")

    def broken() -> None:
        raise ValueError("a bug")

    chores = (Chore("mail", away), Chore("rescan", broken), Chore("last", lambda: done.append("x")))
    with caplog.at_level(logging.WARNING, "gptreview.background"):
        Background(chores).round()
    assert done == ["x"]
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("WARNING", "mail: mail: nobody answers"),
        ("ERROR", "rescan failed"),
    ]


def test_it_looks_at_once_when_woken() -> None:
    """Nobody waits for the pause to end after something was written."""
    rounds = threading.Semaphore(0)
    background = Background((Chore("count", rounds.release),), pause=3_600, least=0)
    background.start()
    assert rounds.acquire(timeout=10)
    background.wake()
    assert rounds.acquire(timeout=10)
    background.stop(seconds=10)
    assert not background._thread.is_alive()


def test_many_wakes_are_one_look() -> None:
    """Under load the chores are done once in a while, not once a request."""
    rounds: list[float] = []
    done = threading.Semaphore(0)

    def look() -> None:
        rounds.append(time.monotonic())
        done.release()

    background = Background((Chore("look", look),), pause=3_600, least=0.5)
    background.start()
    assert done.acquire(timeout=10)
    for _ in range(20):
        background.wake()
        time.sleep(0.005)
    assert done.acquire(timeout=10)
    background.stop(seconds=10)
    assert rounds[1] - rounds[0] >= 0.49
    assert len(rounds) == 2


def test_it_ends_between_chores() -> None:
    """Once it is told to stop, the chores that are left are not begun."""
    done: list[str] = []
    background = Background(
        (
            Chore("first", lambda: background.stop(seconds=0)),
            Chore("next", lambda: done.append("x")),
        )
    )
    background._thread = threading.Thread(target=lambda: None)
    background._thread.start()
    background.round()
    assert done == []
