"""``gptreview registry retire``."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.registry_sync import tell

_EXAMPLES: Final = """\b
Examples:
  gptreview registry retire /srv/old/gpts
  gptreview registry retire compliance:WORKSPACE_ID --format json

\b
Exit status:
  0  none of its listings is there any more, or none was before
  2  there is no such source, or the database cannot be used
  4  the database does not answer, or has no room"""


@click.command(epilog=_EXAMPLES)
@click.argument("source", metavar="SOURCE")
@format_option()
def retire(source: str, form: str) -> int:
    """Mark all listings of a source that moved or was given up as vanished.

    SOURCE is named as when it was synced, or as the registry calls it. Nothing is deleted, and
    the next sync of the source brings back what it has.
    """
    from gptreview.bootstrap_registry import retire_source
    from gptreview.render.registry_json import retired_json
    from gptreview.render.registry_text import retired_text

    with closing(retire_source(tell)) as use_case:
        retired = use_case.retire(source)
    if form == "json":
        sys.stdout.write(retired_json(retired.source, retired.vanished))
    else:
        shown = retired_text(retired.source, retired.vanished, color=is_colorful())
        click.echo(shown, nl=False)
    return 0
