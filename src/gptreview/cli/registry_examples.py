"""``gptreview registry examples``."""

from __future__ import annotations

import sys
from typing import Final

import click

_EPILOG: Final = """\b
Examples:
  gptreview registry examples
  gptreview registry examples --format json

\b
Exit status:
  0  listed
  2  the database cannot be used
  4  the database does not answer"""


@click.command(epilog=_EPILOG)
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="How to write the list.",
)
def examples(form: str) -> int:
    """List what overturned decisions teach the rules that had borne them out.

    Each is a test of a rule, to be put under the `tests:` of its file. The rule does not load
    until it is changed so that the test holds.
    """
    from gptreview.bootstrap_triage import regression_examples
    from gptreview.render.regression_examples import examples_json, examples_yaml

    with regression_examples() as use_case:
        kept = use_case.kept()
    sys.stdout.write(examples_json(kept) if form == "json" else examples_yaml(kept))
    return 0
