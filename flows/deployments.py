"""``python -m flows.deployments``: the flows on this machine, every night, nothing to set up."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from flows.names import CRON, TIMEZONE
from gptreview.errors import GptReviewError, InputError, NotFoundError

_QUIET: Final = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
"""Prefect sends statistics of its use home unless both say that it must not."""
_EPILOG: Final = """\b
Examples:
  python -m flows.deployments --source gpts.jsonl
  python -m flows.deployments --source compliance:WORKSPACE_ID --cron "30 1 * * 1-5"
  python -m flows.deployments --source gpts.jsonl --once

\b
Exit status:
  0    stopped by Ctrl-C or SIGTERM; with --once, the night went to its end, gaps included
  1    with --once: a step failed, and the last line says which
  2    bad input, or Prefect is not installed
  4    the Prefect server does not start, or the one of PREFECT_API_URL does not answer
  130  with --once: stopped by Ctrl-C"""


@click.command(epilog=_EPILOG)
@click.option("--source", "sources", multiple=True, metavar="SOURCE",
              help="Sync this before each review: a folder, a file or compliance:WORKSPACE_ID. "
              "Repeatable; without one the registry is reviewed as it is.")  # fmt: skip
@click.option(
    "--cron", default=CRON, show_default=True, metavar="CRON", help="When a night begins."
)
@click.option("--timezone", default=TIMEZONE, show_default=True, metavar="ZONE",
              help="Of the cron expression, as the IANA database names it.")  # fmt: skip
@click.option("--profile", type=click.Choice(["content", "public", "workspace", "internal"]),
              default="content", show_default=True, help="The audience.")  # fmt: skip
@click.option("--policy", type=click.Path(path_type=Path), metavar="FILE",
              help="The policy; the built-in one where there is none.")  # fmt: skip
@click.option("--rules", type=click.Path(path_type=Path), multiple=True, metavar="DIR",
              help="Rules that join the built-in ones. Repeatable.")  # fmt: skip
@click.option("--sign", "key", type=click.Path(path_type=Path), metavar="KEY",
              help="Sign what is published with this private key.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N",
              help="Listings to review at the same time.  [default: one a processor]")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65_535), default=4200, show_default=True,
              metavar="N", help="Of the Prefect server that is started here.")  # fmt: skip
@click.option("--once", is_flag=True, help="Run one night now, and end.")
def main(cron: str, timezone: str, port: int, *, once: bool, **night: Any) -> int:
    """Serve the flows on this machine: sync, review and publish the registry every night.

    A Prefect server is started on 127.0.0.1 unless PREFECT_API_URL names one or one is there
    already; its pages show what ran and what runs next. The registry is the database that
    GPTREVIEW_DATABASE_URL names.
    """
    os.environ.update(_QUIET)  # before Prefect is imported
    if importlib.util.find_spec("prefect") is None:
        raise InputError("Prefect is not installed", next_step="pip install 'gptreview[flows]'")
    from flows.serving import run_once, serve_nights

    parameters = _parameters(night)
    if once:
        return run_once(parameters, port)
    _check(night)
    serve_nights(parameters, cron, timezone, port)
    return 0


def _check(night: Mapping[str, Any]) -> None:
    """Refuse now what would fail at night.

    Raises:
        NotFoundError: A source or the key is not there.
        InputError: A source, the policy, the rules or the key cannot be used.
    """
    from gptreview.bootstrap import ReviewOptions
    from gptreview.bootstrap_statements import sign_verdict
    from gptreview.usecases.sync_registry import source_name

    for source in night["sources"]:
        name = source_name(source)
        if not name.startswith("compliance:") and not Path(name).exists():
            raise NotFoundError(
                "no such file or folder", where=source, next_step="check the path of --source"
            )
    ReviewOptions(night["profile"], night["policy"], night["rules"])()
    if night["key"]:
        sign_verdict(night["key"])


def _parameters(night: Mapping[str, Any]) -> dict[str, Any]:
    """As the flow takes them, and JSON has them; paths hold wherever a run begins."""
    return {
        "sources": list(night["sources"]),
        "profile": night["profile"],
        "policy": str(night["policy"].resolve()) if night["policy"] else None,
        "rules": [str(each.resolve()) for each in night["rules"]],
        "jobs": night["jobs"],
        "key": str(night["key"].resolve()) if night["key"] else None,
    }


def run(arguments: list[str]) -> int:
    """The command, with errors as the command line tells them."""
    try:
        return int(main(arguments, prog_name="python -m flows.deployments", standalone_mode=False))
    except GptReviewError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
