"""``gptreview serve``."""

from __future__ import annotations

import ipaddress
import logging
import sys
from typing import Final

import click

from gptreview.errors import InputError

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
_MOST_WORKERS: Final = 64


def _network(text: str) -> str:
    """An address or a network; a name could come to mean another machine."""
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r} is no IP address and no network, such as 10.0.0.2 or 10.0.0.0/24"
        ) from error
    return text


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
    callback=lambda _context, _option, given: tuple(map(_network, given)),
    help="A proxy in front, whose word on visitors' addresses is taken; may be repeated.",
)
@click.option(
    "--profile",
    type=click.Choice(["content", "public", "workspace", "internal"]),
    default="content",
    show_default=True,
    help="The audience whose verdicts are shown.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_WORKERS),
    default=1,
    show_default=True,
    help="Processes that answer; one for each core serves most people.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Serve a small lifelike set out of a database of its own, which is gone in the end.",
)
def serve(
    host: str, port: int, proxies: tuple[str, ...], profile: str, *, workers: int, demo: bool
) -> int:
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
    from gptreview.web.serving import serve_with_others
    from gptreview.web.sibling import LOG_FORMAT

    logging.basicConfig(stream=sys.stderr, format=LOG_FORMAT)
    where = Listening(host, port, proxies)
    bound = listen(where)
    try:
        with web_face(address_of(bound), profile, _tell, is_demo=demo) as face:
            serve_with_others(face, where, bound, workers, _tell)
    finally:
        bound.close()
    return 0


def _tell(text: str) -> None:
    click.echo(text, err=True)
