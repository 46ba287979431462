"""``gptreview serve``."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

import click

from gptreview.errors import InputError

if TYPE_CHECKING:
    import socket

    from gptreview.bootstrap_web import WebFace
    from gptreview.web.server import Listening

_EXAMPLES: Final = """\b
Examples:
  gptreview serve
  gptreview serve --demo
  GPTREVIEW_BASE_URL=https://review.example.com gptreview serve --host 0.0.0.0 --proxy 10.0.0.2

\b
Exit status:
  0  it was told to stop
  2  bad input: an address, a setting or the database cannot be used
  4  the database did not answer"""
_STOP: Final = 15.0
"""Seconds that work in the background has to end in."""


@click.command(epilog=_EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 takes any that is free.",
)
@click.option(
    "--proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    help="A proxy in front, whose word on visitors' addresses is taken; may be repeated.",
)
@click.option(
    "--profile",
    metavar="PROFILE",
    default="content",
    show_default=True,
    help="The audience whose verdicts are shown.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Serve a small lifelike set out of a database of its own, which is gone in the end.",
)
def serve(host: str, port: int, proxies: tuple[str, ...], profile: str, *, demo: bool) -> int:
    """Serve verdicts, take reports, and give reviewers their pages.

    Without a database it makes one of its own; the first start prints a link that makes the admin's
    account, once. docs/triage.md tells how to go on.
    """
    try:
        from gptreview.web.server import Listening, address_of, listen
    except ModuleNotFoundError as error:
        raise InputError(
            f"{error.name} is not installed", next_step="pip install 'gptreview[web]'"
        ) from error
    from gptreview.bootstrap_web import web_face

    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    where = Listening(host, port, proxies)
    bound = listen(where)
    try:
        with web_face(address_of(bound), profile, _tell, is_demo=demo) as face:
            _run(face, where, bound)
    finally:
        bound.close()
    return 0


def _run(face: WebFace, where: Listening, bound: socket.socket) -> None:
    """Answer requests, and do the chores beside them, until a signal ends it."""
    from gptreview.web.app import create_app
    from gptreview.web.background import Background, Chore
    from gptreview.web.desk import desk_on
    from gptreview.web.server import answer

    workers: list[Background] = []

    def wake() -> None:
        for worker in workers:
            worker.wake()

    app = create_app(desk_on(face, lambda: dt.datetime.now(dt.UTC)), wake=wake)
    quick, slow = ([Chore(*each) for each in chores] for chores in face.chores)
    pages = Chore("pages", cache(app.state.pages.load))
    settled = Chore("settling", cache(_settle))
    workers += (Background(quick), Background((pages, *slow, settled)))
    for worker in workers:
        worker.start()
    try:
        answer(app, where, bound, lambda: _tell(face.welcome))
    finally:
        for worker in workers:
            worker.stop(seconds=_STOP)


def _settle() -> None:
    """Let the collector pass over what was loaded: each look at it held all requests up.

    A full collection took 0.2 s of a process that has its rules, templates and routes.
    """
    gc.collect()
    gc.freeze()


def _tell(text: str) -> None:
    click.echo(text, err=True)
