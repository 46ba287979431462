"""The process that does the chores beside the requests, so that no request waits for them."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from gptreview.errors import GptReviewError
from gptreview.web.background import Background, Chore
from gptreview.web.sibling import settle_in

if TYPE_CHECKING:
    from gptreview.bootstrap_web import Seed

_LOG: Final = logging.getLogger("gptreview.background")
_LEAST: Final = (1.0, 5.0)
"""Seconds from one round to the next, quick and slow."""
_STOP: Final = 12.0
"""Seconds that a chore has to end in."""


class Waker:
    """Has the chores looked at, from whichever process; never waits."""

    def __init__(self) -> None:
        self.woken, self._end = Pipe(duplex=False)

    def __call__(self) -> None:
        """Wake the process of the chores, or leave word for the next one."""
        os.set_blocking(self._end.fileno(), False)
        with suppress(BlockingIOError):  # it is awake already
            os.write(self._end.fileno(), b"\0")


def do_chores(seed: Seed, woken: Connection) -> None:
    """Do them whenever woken, and now and then, until the process is told to end.

    Args:
        seed: What they are made of.
        woken: Says when somebody wakes them.
    """
    from gptreview.bootstrap_web import face_of

    settle_in()
    try:
        with face_of(seed) as face:
            workers = [
                Background([Chore(*each) for each in chores], least=least)
                for chores, least in zip(face.chores, _LEAST, strict=True)
            ]
            for worker in workers:
                worker.start()
            try:
                while os.read(woken.fileno(), 4_096):
                    for worker in workers:
                        worker.wake()
            finally:
                for worker in workers:
                    worker.stop(seconds=_STOP)
    except GptReviewError as error:
        _LOG.error("%s", error)
        sys.exit(1)
