"""A first signal finishes what is under way, a second one stops at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from gptreview.usecases.stop_signals import StopSignals, stop_signals

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


def test_first_signal_asks_and_second_stops(capfd: pytest.CaptureFixture[str]) -> None:
    """The first is noted and said, the second interrupts; handlers are put back."""
    before = signal.getsignal(signal.SIGTERM)
    with stop_signals() as signals:
        assert not signals.is_stopped()
        signal.raise_signal(signal.SIGTERM)
        assert signals.is_stopped()
        assert signals.received == signal.SIGTERM
        child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
        child.start()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    child.join(20)
    assert child.exitcode == -signal.SIGKILL
    assert signal.getsignal(signal.SIGTERM) is before
    assert capfd.readouterr().err == "finishing what is under way; once more to stop at once\n"


def test_forked_process_leaves_it_to_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that inherited the handlers ignores Ctrl-C, and ends when it is told to."""
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    signals = StopSignals(os.getpid() + 1)
    signals.receive(signal.SIGINT, None)
    signals.receive(signal.SIGTERM, None)
    assert (ended, signals.is_stopped()) == ([143], False)


def test_signal_is_passed_on_to_who_asked_before() -> None:
    """Whoever had the signal before gets it once the work is finished, and nothing else."""
    passed: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: passed.append(number))
    try:
        with stop_signals() as signals:
            signals.pass_on()
            signal.raise_signal(signal.SIGTERM)
        assert passed == []
        signals.pass_on()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert passed == [signal.SIGTERM]


def test_other_thread_leaves_the_signals_alone() -> None:
    """Where signals cannot be waited for, a run goes to its end."""
    before = signal.getsignal(signal.SIGTERM)
    seen: list[object] = []

    def run() -> None:
        with stop_signals() as signals:
            seen.extend((signals.is_stopped(), signal.getsignal(signal.SIGTERM)))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [False, before]
