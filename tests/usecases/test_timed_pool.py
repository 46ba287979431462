"""A listing that hangs or kills its process costs no other listing its review."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.timed_pool import KeptPool, review_in_time

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
LIMIT = 0.5
"""Seconds."""
LATE = "took longer than 0.5 s"
DIED = "the process that read it ended without an answer (out of memory, or a crash)"


@dataclass(frozen=True)
class _Reviewer:
    """Hangs in, dies of, or raises what a listing says; else says that another process read it."""

    by: int

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Do what it says."""
        assert isinstance(listing, Listing)
        match listing.gpt.name.split():
            case ["hanging"]:
                sum(range(10**12))  # in the interpreter's own code, where no handler gets a turn
            case ["slow"]:
                time.sleep(0.3)
            case ["deadly"]:
                os._exit(1)
            case ["raising"]:
                raise ValueError
        return Reviewed(listing.source, name=f"by another: {os.getpid() != self.by}")

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Say why it was given up."""
        return Reviewed(listing.source, name=reason)


@dataclass(frozen=True)
class _Factory:
    """Makes the reviewer above in any process."""

    by: int

    def __call__(self) -> _Reviewer:
        return _Reviewer(self.by)


def _listings(names: list[str]) -> Iterator[Listing]:
    return (Listing(Gpt(name), str(index)) for index, name in enumerate(names))


def _reviewed(names: list[str], jobs: int = 2) -> dict[str, str]:
    """What became of each listing that was not just reviewed; all were, and once."""
    results = list(review_in_time(_Factory(os.getpid()), _listings(names), jobs, LIMIT))
    assert sorted(int(each.source) for each in results) == list(range(len(names)))
    return {each.source: each.name for each in results if each.name != "by another: True"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param(["calm"] * 40, {}, id="more-than-are-under-way"),
        pytest.param(["hanging"], {"0": LATE}, id="hanging-alone"),
        pytest.param(["deadly"], {"0": DIED}, id="deadly-alone"),
        pytest.param([*["calm"] * 9, "hanging", *["calm"] * 9], {"9": LATE}, id="hanging"),
        pytest.param([*["calm"] * 9, "deadly", *["calm"] * 9], {"9": DIED}, id="deadly"),
        pytest.param(["slow", "deadly", *["calm"] * 3], {"1": DIED}, id="deadly-beside-a-slow-one"),
        pytest.param(
            ["hanging", "deadly", "calm", "hanging"],
            {"0": LATE, "1": DIED, "3": LATE},
            id="several-of-both",
        ),
    ],
)
def test_each_listing_has_its_own_end(names: list[str], told: dict[str, str]) -> None:
    """What hangs or dies has its reason, every other listing its review."""
    assert _reviewed(names) == told


def test_others_go_on_while_one_hangs() -> None:
    """More than are ever under way, eight, have their answer before the one that hangs."""
    names = ["hanging", *["calm"] * 100]
    results = review_in_time(_Factory(os.getpid()), _listings(names), 2, LIMIT)
    assert [each.source for each in results].index("0") > 20


def test_time_is_that_of_each_listing() -> None:
    """Listings that take longer together than one may are all reviewed."""
    assert _reviewed(["slow"] * 4, jobs=1) == {}


def test_process_that_dies_between_listings_costs_none(tmp_path: Path) -> None:
    """A process that ends before it began anything makes no listing a suspect for good."""
    factory = _DiesOnce(str(tmp_path / "died"), os.getpid())
    results = review_in_time(factory, _listings(["calm"] * 3), 1, LIMIT)
    assert sorted(each.name for each in results) == ["by another: True"] * 3


@dataclass(frozen=True)
class _DiesOnce:
    """The first process that should make a reviewer ends instead."""

    mark: str
    by: int

    def __call__(self) -> _Reviewer:
        try:
            Path(self.mark).touch(exist_ok=False)
        except FileExistsError:
            return _Reviewer(self.by)
        os._exit(1)


def test_processes_that_never_begin_are_not_tried_for_ever() -> None:
    """Where no process gets to its first listing, that one is abandoned in the end."""
    results = review_in_time(_DiesAlways(os.getpid()), _listings(["calm"]), 1, LIMIT)
    assert [each.name for each in results] == [DIED]


@dataclass(frozen=True)
class _DiesAlways:
    """Any process but the one that asks ends instead of making a reviewer."""

    by: int

    def __call__(self) -> _Reviewer:
        if os.getpid() != self.by:
            os._exit(1)
        return _Reviewer(self.by)


def test_idle_processes_end_though_the_parent_listens_to_sigterm() -> None:
    """A pool that breaks can end the processes that had nothing to do yet."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        assert _reviewed(["deadly"], jobs=3) == {"0": DIED}
    finally:
        signal.signal(signal.SIGTERM, before)


def test_exception_reaches_who_asked() -> None:
    """A reviewer that raises ends the reviews; the guarded one of a registry never does."""
    with pytest.raises(ValueError, match=r"^$"):
        _reviewed(["raising"], jobs=1)


def test_answers_that_are_ready_outlive_the_pool() -> None:
    """What was answered when the pool broke is not reviewed again."""
    names = ["calm", "calm", "calm", "deadly", "calm"]
    results = review_in_time(_Pids(os.getpid()), _listings(names), 1, LIMIT)
    first = next(results)
    time.sleep(0.3)  # until the pool has broken
    pids = {each.source: each.name for each in (first, *results)}
    assert pids["3"] == DIED
    assert len({pids[each] for each in "012"}) == 1
    assert pids["4"] != pids["0"]


@dataclass(frozen=True)
class _Pids:
    """Makes reviewers that say which process they are in."""

    by: int

    def __call__(self) -> _Pid:
        return _Pid(self.by)


class _Pid(_Reviewer):
    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Name the process."""
        super().review(listing)
        return Reviewed(listing.source, name=str(os.getpid()))


class _Clock:
    """A time that a test moves on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def _who(pool: KeptPool[Reviewed], by: int = 1) -> str:
    (answer,) = pool.answers(_Pids(by), _listings(["any"]))
    return answer.name


def test_a_kept_process_answers_again() -> None:
    """It is started once, until the reviewer is another one, it is old, or long idle."""
    clock = _Clock()
    pool: KeptPool[Reviewed] = KeptPool(1, 30, age=600, idle=60, clock=clock)
    try:
        first = _who(pool)
        assert _who(pool) == first
        second = _who(pool, by=2)
        assert second != first
        clock.now = 590
        pool.rest()
        third = _who(pool, by=2)
        assert third != second
        clock.now = 600
        pool.rest()
        assert _who(pool, by=2) == third
        clock.now = 1_191
        assert _who(pool, by=2) != third
    finally:
        pool.close()


def test_a_kept_process_that_was_killed_is_replaced() -> None:
    """Whoever is asked next is answered, and nobody is blamed."""
    pool: KeptPool[Reviewed] = KeptPool(1, 30)
    try:
        first = _who(pool)
        os.kill(int(first), signal.SIGKILL)
        again = _who(pool)
        assert again.isdigit()
        assert again != first
    finally:
        pool.close()


def test_answers_that_nobody_takes_are_not_given_to_the_next() -> None:
    """Whoever stops asking half-way leaves no answer behind for others."""
    pool: KeptPool[Reviewed] = KeptPool(1, 30)
    try:
        answers = pool.answers(_Pids(1), _listings(["one", "two"]))
        next(iter(answers))
        del answers
        (answer,) = pool.answers(_Pids(1), [Listing(Gpt("three"), "3")])
        assert answer.source == "3"
    finally:
        pool.close()
