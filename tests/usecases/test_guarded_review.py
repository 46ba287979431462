"""A guarded review raises nothing, and its process does not outlive the one that started it."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import time
from dataclasses import dataclass

import pytest

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.guarded_review import GuardedReview


class _Choking:
    """Raises what quotes the listing."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Raise."""
        assert isinstance(listing, Listing)
        raise KeyError(listing.gpt.instructions)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Never asked."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Factory:
    def __call__(self) -> _Choking:
        return _Choking()


def test_failure_is_named_without_what_it_quotes() -> None:
    """An exception becomes an error that names its kind, and nothing of the listing."""
    listing = Listing(Gpt("a", instructions="a secret"), "sha256:a")
    reviewed = GuardedReview(_Factory())().review(listing)
    assert (reviewed.source, reviewed.verdict, str(reviewed.error)) == (
        "sha256:a", None, "its review ended in KeyError",
    )  # fmt: skip


def _child(connection: multiprocessing.connection.Connection) -> None:
    GuardedReview(_Factory())()
    os.kill(os.getpid(), signal.SIGINT)
    connection.send(os.getpid())
    time.sleep(60)


def _parent(connection: multiprocessing.connection.Connection) -> None:
    context = multiprocessing.get_context("fork")
    context.Process(target=_child, args=(connection,)).start()
    time.sleep(60)


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_process_ends_with_its_parent() -> None:
    """Ctrl-C does not end a worker process; that its parent was killed does."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    parent = context.Process(target=_parent, args=(theirs,))
    parent.start()
    assert mine.poll(20)
    child = mine.recv()
    assert _lives(child)
    parent.kill()
    parent.join()
    for _ in range(200):
        if not _lives(child):
            break
        time.sleep(0.05)
    assert not _lives(child)
    mine.close()
    theirs.close()
