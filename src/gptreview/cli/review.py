"""``gptreview review``."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.review_targets import FORMATS, destinations, refuse_inputs, refuse_page
from gptreview.cli.rule_options import policy_option, profile_option, rule_folders_option
from gptreview.render.terminal import plain

if TYPE_CHECKING:
    from gptreview.model.verdict import Reviewed


_WORKSPACE = "compliance:"
_EXAMPLES = """\b
Examples:
  gptreview review out/trip_planner
  gptreview review out/trip_planner --profile public
  gptreview review listings.jsonl > verdicts.jsonl
  gptreview review gpts/ -o review.html -o review.sarif --jobs 4
  gptreview review gpts/ --format json -o baseline.json
  gptreview review gpts/ --baseline baseline.json
  gptreview review gpts/ --sign keys/gptreview.key --statements statements
  gptreview review compliance:WORKSPACE_ID -o verdicts.jsonl

\b
Exit status (of several listings the first of 4, 2, 1, 3 that any of them has):
  0  pass: everything was read, and the policy fails nothing of it
  1  fail: the policy fails at least one finding
  2  bad input: a listing cannot be parsed
  3  review: a person must decide
  4  something outside this machine did not answer"""


@click.command(epilog=_EXAMPLES)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMATS),
    multiple=True,
    help="How to write the result; may be repeated, one for each -o. Without either: text, or "
    "jsonl where every SOURCE is JSON lines.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Write to FILE, or to standard output for -; may be repeated. Without --format its ending "
    "tells: .txt .json .jsonl .sarif .html .xml (junit) .md. Standard output still gets the text, "
    "unless - gives it something else. FILE is replaced when all is read; jsonl grows line by "
    "line.",
)
@profile_option()
@policy_option
@rule_folders_option
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Count only what is new since this review (its json or jsonl).",
)
@click.option(
    "--after",
    metavar="ID",
    default="",
    help="Resume a compliance: source after the GPT with this identifier.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Listings to review at the same time.",
)
@click.option(
    "--sign",
    "key",
    metavar="KEY.pem",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Sign each verdict by this private key (gptreview keys new); needs --statements.",
)
@click.option(
    "--statements",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the signed statements, a file a verdict; one of the same id is replaced.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of messages and fixes.",
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Text: also list known and waived findings, every place, every pass, and where data goes.",
)
def review(
    sources: tuple[str, ...],
    forms: tuple[str, ...],
    outputs: tuple[Path, ...],
    profile: str,
    policy: Path | None,
    rule_folders: tuple[Path, ...],
    baseline: Path | None,
    after: str,
    jobs: int,
    key: Path | None,
    statements: Path | None,
    language: str,
    *,
    verbose: bool,
) -> int:
    """Read everything in a GPT and say pass, fail or review, with the evidence.

    SOURCE is a folder with gpt.yaml (as `gptreview migrate` writes it) or plugin.json, a folder
    of such folders, a file of JSON lines, - for JSON lines from standard input, or
    compliance:WORKSPACE_ID for the GPTs of a ChatGPT workspace. That one asks the ChatGPT
    Compliance API with the key in GPTREVIEW_COMPLIANCE_API_KEY; the content of a GPT is sent
    nowhere.
    """
    from gptreview.bootstrap import ReviewOptions, review_sources
    from gptreview.cli.review_output import Output
    from gptreview.cli.review_progress import with_progress
    from gptreview.usecases.count_listings import count_listings

    if after and [each.startswith(_WORKSPACE) for each in sources] != [True]:
        raise click.UsageError("--after resumes one compliance: source and takes no other")
    options = ReviewOptions(profile, policy, rule_folders, baseline)
    sign = _signing(key, statements)
    use_case = review_sources(options, stdin=sys.stdin.buffer, after=after)
    default = "jsonl" if use_case.only_json_lines(sources) else "text"
    targets = destinations(forms, outputs, default)
    refuse_page(baseline)
    read = [str(each) for each in (policy, key) if each]
    refuse_inputs(targets, [*sources, *read], baseline)
    output = Output(
        targets, language=language, color=is_colorful(), verbose=verbose, baseline=baseline
    )
    # Rules and policy are read here, the listings while the output takes them: a mistake in rules
    # leaves earlier reports alone, and a file that cannot be written is told before any listing.
    reviews = _resumable(sign(use_case.review(sources, jobs=jobs)), after)
    streams = any(target.form == "jsonl" and target.file is None for target in targets)
    total = functools.partial(count_listings, sources)
    return output.write(with_progress(reviews, total=total, streams=streams))


def _signing(
    key: Path | None, folder: Path | None
) -> Callable[[Iterator[Reviewed]], Iterator[Reviewed]]:
    """What signs the verdicts that pass by; nothing does without a key."""
    if key is None and folder is None:
        return iter
    if key is None or folder is None:
        raise click.UsageError("--sign and --statements go together")
    from gptreview.bootstrap_statements import write_statements

    return write_statements(key, folder).following


def _resumable(reviews: Iterator[Reviewed], after: str = "") -> Iterator[Reviewed]:
    """The reviews; who interrupts those of a workspace is told where to go on.

    Nothing after an identifier is no error, since whoever resumes at the end asks for it too; the
    API doesn't tell that from an identifier that it has never heard of.
    """
    last = ""
    empty = True
    try:
        for each in reviews:
            empty = False
            yield each
            workspace, _, identifier = each.source.partition("/")
            if workspace.startswith(_WORKSPACE):
                last = identifier or last
    except KeyboardInterrupt:
        if last:
            click.echo(f"resume with --after {last}", err=True)
        raise
    if after and empty:
        click.echo(
            f"no GPT comes after {plain(after)}: it is the last one, or the API does not know it",
            err=True,
        )
