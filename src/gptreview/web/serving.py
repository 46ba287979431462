"""Serving, with as many processes as are wanted and one more that does the chores."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import socket
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

from gptreview.bootstrap_web import Seed, WebFace, face_of
from gptreview.errors import GptReviewError
from gptreview.web.app import create_app
from gptreview.web.background import Background, Chore
from gptreview.web.beside import Waker, do_chores
from gptreview.web.desk import desk_on
from gptreview.web.server import Listening, answer
from gptreview.web.sibling import Sibling, settle_in

_LOG: Final = logging.getLogger("gptreview.serving")
_STOP: Final = 15.0
"""Seconds that the other processes have to end in."""


def serve_with_others(
    face: WebFace, where: Listening, bound: socket.socket, workers: int, tell: Callable[[str], None]
) -> None:
    """Answer, with other processes that do so too, until a signal ends it.

    Args:
        face: The web face.
        where: Where it listens.
        bound: The socket there.
        workers: Processes that answer, this one among them.
        tell: Told the welcome once this one answers.
    """
    waker = Waker()
    more = (face.seed, where, bound, waker)
    others = [
        Sibling("chores", do_chores, face.seed, waker.woken),
        *(Sibling(f"worker {each}", serve_too, *more) for each in range(2, workers + 1)),
    ]
    for each in others:
        each.start()
    try:
        serve_face(face, where, bound, waker, lambda: tell(face.welcome))
    finally:
        for each in others:
            each.tell()
        for each in others:
            each.stop(seconds=_STOP)


def serve_too(seed: Seed, where: Listening, bound: socket.socket, waker: Waker) -> None:
    """Answer in a process of its own until it is told to end."""
    settle_in()
    try:
        with face_of(seed) as face:
            serve_face(face, where, bound, waker, lambda: None)
    except GptReviewError as error:
        _LOG.error("%s", error)
        sys.exit(1)


def serve_face(
    face: WebFace,
    where: Listening,
    bound: socket.socket,
    wake: Callable[[], None],
    ready: Callable[[], None],
) -> None:
    """Answer in this process until a signal ends it.

    Args:
        face: The web face.
        where: Where it listens.
        bound: The socket there.
        wake: Called after every request that may have changed something.
        ready: Called once it answers.
    """
    app = create_app(desk_on(face, lambda: dt.datetime.now(dt.UTC)), wake=wake)
    first = (app.state.pages.load, face.warm_up, _settle)
    warm = Background([Chore(f"warm-up {place}", cache(do)) for place, do in enumerate(first, 1)])
    warm.start()
    try:
        answer(app, where, bound, ready)
    finally:
        warm.stop(seconds=_STOP)


def _settle() -> None:
    """Let the collector pass over what was loaded: each look at it held all requests up.

    A full collection took 0.2 s of a process that has its rules, templates and routes.
    """
    gc.collect()
    gc.freeze()
