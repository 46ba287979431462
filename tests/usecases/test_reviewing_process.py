"""A process that reviews, seen from the parent's end and from its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from ctypes import c_long
from dataclasses import dataclass
from multiprocessing import Pipe

import pytest

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.reviewing_process import Ended, ReviewingProcess, packed, review_all

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
DIED = "the process that read it ended without an answer (out of memory, or a crash)"


class _Reviewer:
    """Answers at the length that a listing's name says; raises where that is no number."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Answer with the process's number and so many dots."""
        assert isinstance(listing, Listing)
        return Reviewed(listing.source, name=f"{os.getpid()}" + "." * int(listing.gpt.name))

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Never asked."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Factory:
    def __call__(self) -> _Reviewer:
        return _Reviewer()


@pytest.fixture
def process() -> Iterator[ReviewingProcess[Reviewed]]:
    """One that has nothing to do."""
    made = ReviewingProcess(_Factory(), 60)
    yield made
    made.close()


def _hand_over(process: ReviewingProcess[Reviewed], name: str, source: str = "a") -> Listing:
    listing = Listing(Gpt(name), source)
    process.hand_over(listing, packed(listing))
    return listing


def test_answers_come_in_order(process: ReviewingProcess[Reviewed]) -> None:
    """Each listing has its answer, from another process."""
    for source in "abc":
        _hand_over(process, "0", source)
    assert process.waiting == 3
    answers = [process.answer() for _ in range(3)]
    assert [each.source for each in answers] == ["a", "b", "c"]
    assert os.getpid() not in {int(each.name) for each in answers}
    assert process.waiting == 0


def test_little_lies_in_the_pipe(process: ReviewingProcess[Reviewed]) -> None:
    """An idle process takes anything, one at work four listings or a few kilobytes."""
    assert process.takes(10**9)
    process.hand_over(Listing(Gpt("0"), "a"), packed(Listing(Gpt("0"), "a")))
    assert process.takes(8_000)
    assert not process.takes(17_000)
    for source in "bcd":
        _hand_over(process, "0", source)
    assert not process.takes(1)
    process.answer()
    assert process.takes(1)


@pytest.mark.parametrize("dots", ["0", "1000000"], ids=["between-listings", "amid-an-answer"])
def test_process_that_is_killed_says_what_is_left(
    process: ReviewingProcess[Reviewed], dots: str
) -> None:
    """What it had not answered is told, and whether it had begun."""
    pid = int(_answer_to(process, "0").name)
    if dots != "0":
        listing = _hand_over(process, dots)
        assert process.answers.poll(20)
    time.sleep(0.3)  # until it waits for a listing, or for room for its answer
    os.kill(pid, signal.SIGKILL)
    if dots == "0":
        time.sleep(0.3)  # until it is gone
        listing = _hand_over(process, dots)
    with pytest.raises(EOFError):
        process.answer()
    assert process.ended() == Ended([listing], DIED, was_busy=dots != "0")


def _answer_to(process: ReviewingProcess[Reviewed], name: str) -> Reviewed:
    _hand_over(process, name)
    return process.answer()


def test_exception_is_raised_in_the_parent(process: ReviewingProcess[Reviewed]) -> None:
    """What the reviewer raised reaches who asked, and the process goes on."""
    with pytest.raises(ValueError, match="invalid literal"):
        _answer_to(process, "none")
    assert _answer_to(process, "0").source == "a"


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """What a process does about signals is not for the one that runs the tests."""
    before = [(each, signal.getsignal(each)) for each in (signal.SIGTERM, signal.SIGALRM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
def test_process_works_until_its_parent_is_done() -> None:
    """It answers what it was given, and ends where nothing more can come."""
    inbox, listings = Pipe(duplex=False)
    answers, outbox = Pipe(duplex=False)
    begun = c_long(0)
    for name in ("0", "none"):
        listings.send(Listing(Gpt(name), name))
    listings.close()
    review_all(_Factory(), 60, inbox, outbox, begun)
    assert answers.recv() == Reviewed("0", name=str(os.getpid()))
    assert isinstance(answers.recv(), ValueError)
    assert (begun.value, signal.getitimer(signal.ITIMER_REAL)) == (2, (0.0, 0.0))
