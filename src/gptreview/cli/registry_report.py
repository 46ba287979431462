"""``gptreview registry report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.output_options import format_option
from gptreview.cli.registry_sync import tell
from gptreview.model.report import ReportCategory

if TYPE_CHECKING:
    from gptreview.model.report import Evidence

_EXAMPLES: Final = """\b
Examples:
  gptreview registry report 7 --category fraud --good-faith \\
      --description "It asks for a deposit before it names a price." \\
      --name "Ann Reader" --email ann@example.com
  gptreview registry report g-2fkFE8rbu --category malware --good-faith \\
      --description "Its second action sends a file to run." --evidence screenshot.png \\
      --name "Ann Reader" --email ann@example.com --format json

\b
Exit status:
  0  kept; the receipt opens its status
  2  a field is not as it has to be, there is no such listing, or today's limit is reached
  4  the database does not answer, or has no room"""

_READ_BYTES: Final = 5_242_881
"""One more than a file may have, so that a larger one is told."""


@click.command(epilog=_EXAMPLES)
@click.argument("listing", metavar="LISTING")
@click.option(
    "--category",
    type=click.Choice([str(each) for each in ReportCategory]),
    required=True,
    help="What it is about.",
)
@click.option(
    "--description",
    metavar="TEXT",
    required=True,
    help="What is wrong, in 20 to 5,000 characters.",
)
@click.option("--location", metavar="TEXT", default="", help="Where exactly.")
@click.option("--name", metavar="NAME", default="", help="Yours; not for child_safety.")
@click.option("--email", metavar="ADDRESS", default="", help="Yours; not for child_safety.")
@click.option(
    "--evidence",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A PNG, JPEG, WebP, PDF or text of at most 5 MiB.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="In which you want to hear of it.",
)
@click.option(
    "--good-faith",
    is_flag=True,
    help="You believe in good faith that what you say is accurate and complete.",
)
@format_option("the receipt")
def report(
    listing: str,
    category: str,
    description: str,
    location: str,
    name: str,
    email: str,
    evidence: Path | None,
    language: str,
    form: str,
    *,
    good_faith: bool,
) -> int:
    """Report a listing; its receipt opens what becomes of the report.

    LISTING is the registry's number of a listing, or its id in its source. Name and e-mail are
    needed, but for child_safety, where they are not kept.
    """
    from gptreview.bootstrap_triage import report_listing
    from gptreview.model.report import ReportDraft
    from gptreview.render.json_text import pretty_json

    file = _evidence(evidence) if evidence else None
    draft = ReportDraft(0, category, description, location, name, email, good_faith, language, file)
    with report_listing(tell) as use_case:
        receipt = use_case.file(listing, draft)
    if form == "json":
        kept = {"receipt": receipt.code, "report": receipt.report, "case": receipt.case}
        click.echo(pretty_json(kept), nl=False)
    else:
        click.echo(f"report {receipt.report} kept in case {receipt.case}")
        click.echo(f"receipt: {receipt.code}")
        click.echo("keep it: it is shown once, and opens what becomes of the report")
    return 0


def _evidence(path: Path) -> Evidence:
    from gptreview.model.report import Evidence

    with path.open("rb") as file:
        return Evidence(path.name, "", file.read(_READ_BYTES))
