"""``gptreview bench``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option

_EXAMPLES = """\b
Examples:
  gptreview bench data/
  gptreview bench data/ --only 1 --only 2
  gptreview bench data/ --format json > figures.json

\b
Yardsticks:
  1  gpts/published-gpts.jsonl    real GPTs: how many fail or go to review
  2  gpt-pairs/bundles.jsonl      twins, one to fail and one to pass
  8  bench/permissive/            spans of personal data

\b
Exit status:
  0  measured
  2  the data is not there, or rules or policy cannot be used"""


@click.command(epilog=_EXAMPLES)
@click.argument("data", metavar="DATA", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--only",
    "numbers",
    metavar="N",
    type=int,
    multiple=True,
    help="Run this yardstick; may be repeated. Without it: all.",
)
@format_option("the figures")
def bench(data: Path, numbers: tuple[int, ...], form: str) -> int:
    """Measure how right the verdicts are, on labelled data.

    DATA is a folder with the labelled sets, which are not part of gptreview. Nothing is trained
    or changed by it.
    """
    from gptreview.bootstrap import run_bench
    from gptreview.render.measurement_text import measurement_text, measurements_json

    measurements = run_bench().run(data, numbers)
    if form == "json":
        sys.stdout.write(measurements_json(list(measurements)))
        return 0
    for each in measurements:
        sys.stdout.write(measurement_text(each, color=is_colorful()))
        sys.stdout.flush()
    return 0
