"""``gptreview registry publish``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.registry_sync import tell
from gptreview.cli.rule_options import profile_option
from gptreview.errors import DependencyError

_EXAMPLES: Final = """\b
Examples:
  gptreview registry publish
  gptreview registry publish --profile public --sign keys/gptreview.key
  gptreview registry publish --retry --format json

\b
Exit status:
  0  every subscriber has everything but what other processes, which the summary names, are
     delivering right now
  2  bad input: the key, a setting or the database cannot be used
  4  a subscriber could not be given something, or the database did not answer"""

published_profile = profile_option("The audience whose verdicts are published.")


@click.command(epilog=_EXAMPLES)
@published_profile
@click.option(
    "--sign",
    "key",
    metavar="KEY",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Sign each verdict that is published now by this private key (gptreview keys new).",
)
@click.option(
    "--retry",
    is_flag=True,
    help="Try now what waits because it could not be delivered.",
)
@format_option("the summary")
def publish(profile: str, key: Path | None, form: str, *, retry: bool) -> int:
    """Publish verdicts, mark them stale or withdraw them, and tell every subscriber.

    Any number of these may run at once: each transition is made once, and each subscriber is told
    of it in order. docs/publication.md has the table of transitions and what subscribers get.
    """
    from gptreview.bootstrap_publication import publishing
    from gptreview.render.publication_json import run_json
    from gptreview.render.publication_text import run_text

    with publishing(tell, profile=profile, key=key) as desk:
        desk.subscribers.catch_up()
        counts = desk.publish.run()
        report = desk.deliver.run(at_once=retry)
    if form == "json":
        sys.stdout.write(run_json(counts, report))
    else:
        click.echo(run_text(counts, report, color=is_colorful()), nl=False)
    return DependencyError.exit_status if report.failed else 0
