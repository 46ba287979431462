"""``gptreview registry subscribe``, ``subscribers`` and ``unsubscribe``."""

from __future__ import annotations

import shutil
import sys
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.registry_publish import published_profile
from gptreview.cli.registry_sync import tell
from gptreview.render.terminal import counted

_SUBSCRIBE: Final = """\b
Examples:
  gptreview registry subscribe site --folder site/verdicts
  gptreview registry subscribe store --profile public --folder store/verdicts

\b
Exit status:
  0  subscribed; gptreview registry publish delivers
  2  the key was given away before, or the key or folder cannot be used
  4  the database does not answer"""
_SUBSCRIBERS: Final = """\b
Examples:
  gptreview registry subscribers
  gptreview registry subscribers --format json

\b
Exit status:
  0  listed
  2  the database cannot be used
  4  the database does not answer"""
_UNSUBSCRIBE: Final = """\b
Examples:
  gptreview registry unsubscribe site

\b
Exit status:
  0  it is told nothing more
  2  no active subscriber has this key
  4  the database does not answer"""


@click.command(epilog=_SUBSCRIBE)
@click.argument("key", metavar="KEY")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(file_okay=False),
    required=True,
    help="Write a file there for each transition; it is made where it is missing.",
)
@published_profile
def subscribe(key: str, folder: str, profile: str) -> None:
    """Tell somebody of every transition, and of all that is public already.

    KEY is a name of your choice, which is never used again for another one.
    """
    from gptreview.bootstrap_publication import publishing

    with publishing(tell) as desk:
        added = desk.subscribers.subscribe(key, "folder", folder, profile)
    waiting = counted(added.waiting, "publication")
    click.echo(f"{added.key} subscribed to {added.profile}; {waiting} waiting")


@click.command(epilog=_SUBSCRIBERS)
@format_option("the list")
def subscribers(form: str) -> None:
    """List everybody who is told, or was, with how much waits for each."""
    from gptreview.bootstrap_publication import publishing
    from gptreview.render.publication_json import subscribers_json
    from gptreview.render.publication_text import subscribers_text

    with publishing(None) as desk:
        everybody = desk.subscribers.everybody()
    if form == "json":
        sys.stdout.write(subscribers_json(everybody))
        return
    width = shutil.get_terminal_size((0, 0)).columns or None
    click.echo(subscribers_text(everybody, color=is_colorful(), width=width), nl=False)


@click.command(epilog=_UNSUBSCRIBE)
@click.argument("key", metavar="KEY")
def unsubscribe(key: str) -> None:
    """Tell a subscriber nothing more, not even what still waits for it."""
    from gptreview.bootstrap_publication import publishing

    with publishing(tell) as desk:
        desk.subscribers.unsubscribe(key)
    click.echo(f"{key} is told nothing more")
