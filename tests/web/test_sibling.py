"""Processes beside the server's own."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection

import pytest

from gptreview.web.beside import Waker
from gptreview.web.sibling import Sibling, settle_in

_SECONDS = 60.0
"""Within which a process starts or ends on a machine with much else to do."""


def answers(told: Connection) -> None:
    """Say who it is, and stay until it is told to end."""
    settle_in()
    try:
        told.send(os.getpid())
        threading.Event().wait()
    finally:
        told.send("ended in order")


def ignores(told: Connection) -> None:
    """Say who it is, and hear nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    told.send(os.getpid())
    threading.Event().wait()


def starts_another(told: Connection) -> None:
    """Be a server with a process beside it, and say which one that is."""
    other = Sibling("other", answers, told)
    other.start()
    threading.Event().wait()


def _said(told: Connection) -> object:
    assert told.poll(_SECONDS)
    return told.recv()


def _is_gone(pid: object) -> bool:
    assert isinstance(pid, int)
    for _look in range(int(_SECONDS / 0.05)):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_it_ends_in_order_when_told() -> None:
    """What it does is brought to an end, and nothing follows it."""
    told, tells = Pipe(duplex=False)
    sibling = Sibling("one", answers, tells, again=0)
    sibling.start()
    assert _said(told) == sibling.pid
    sibling.stop(seconds=_SECONDS)
    assert _said(told) == "ended in order"
    assert _is_gone(sibling.pid)
    assert not told.poll(0.2)


def test_another_follows_one_that_ended_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    """The log says so, and the next one does the work."""
    told, tells = Pipe(duplex=False)
    sibling = Sibling("one", answers, tells, again=0)
    sibling.start()
    first = _said(told)
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    second = _said(told)
    sibling.stop(seconds=_SECONDS)
    assert second not in {first, "ended in order"}
    assert caplog.messages == ["one ended by itself (exit status -9); another starts"]


def test_one_that_does_not_hear_is_killed() -> None:
    """The server ends all the same."""
    told, tells = Pipe(duplex=False)
    sibling = Sibling("deaf", ignores, tells)
    sibling.start()
    pid = _said(told)
    sibling.stop(seconds=0.1)
    assert _is_gone(pid)


def test_it_follows_a_server_that_was_killed() -> None:
    """Nobody is left behind who would answer for a server that is gone."""
    told, tells = Pipe(duplex=False)
    server = get_context("spawn").Process(target=starts_another, args=(tells,))
    server.start()
    pid = _said(told)
    server.kill()
    server.join()
    assert _said(told) == "ended in order"
    assert _is_gone(pid)


def test_nothing_starts_once_it_was_stopped() -> None:
    """Stopping is the last word, also before the start."""
    told, tells = Pipe(duplex=False)
    sibling = Sibling("late", answers, tells)
    sibling.stop(seconds=0)
    sibling._begin()
    assert sibling.pid is None
    assert not told.poll(0.1)


def test_waking_never_waits() -> None:
    """However often it is told while nobody looks, and whoever looks then sees it."""
    wake = Waker()
    for _ in range(70_000):  # more than a pipe takes
        wake()
    assert os.read(wake.woken.fileno(), 4_096)


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "gptreview.processes")
