"""The program: finds the command, and turns every failure into a message and an exit status."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, TextIO

import click

from gptreview import __version__
from gptreview.errors import GptReviewError, InputError

_ENDED_BY = 128
_BROKEN_PIPE = 141
"""What a shell reports for a program that a signal ended: 128 + the signal, SIGPIPE (13) here."""
_WRITING: Final = frozenset(
    (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
)
"""Of errors: those of a standard output that takes no more. Commands tell of their own files."""

# The texts stand here so that `--help` imports no command.
_COMMANDS: Final = {
    "accounts": ("gptreview.cli.accounts", "Say who may sign in, and make links for them."),
    "bench": ("gptreview.cli.bench", "Measure how right the verdicts are, on labelled data."),
    "check": ("gptreview.cli.check", "Say what the GPT builder would make of an action."),
    "db": ("gptreview.cli.db", "Make, check, measure, export and verify the database."),
    "export": ("gptreview.cli.export", "Export statements of reasons, figures and cases."),
    "keys": ("gptreview.cli.keys", "Make keys to sign verdicts by, and tell keys apart."),
    "migrate": ("gptreview.cli.migrate", "Turn a legacy plugin into a GPT with its actions."),
    "registry": ("gptreview.cli.registry", "Keep published GPTs, their versions and verdicts."),
    "review": ("gptreview.cli.review", "Read everything in a GPT; say pass, fail or review."),
    "rules": ("gptreview.cli.rules", "List, show, test and begin the rules of a review."),
    "serve": ("gptreview.web.command", "Serve verdicts, take reports, give reviewers pages."),
    "simulate": ("gptreview.cli.simulate", "Say which verdicts a policy or rules would change."),
    "verify": ("gptreview.cli.verify", "Hold signed verdicts against a key, and what is now."),
}

_ON_DATABASE: Final = frozenset(("db", "export", "registry", "serve", "simulate"))
"""Commands that may go on for hours; a statement to a database is a cycle that holds its values."""


class _LazyGroup(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - a bug here, never an input
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(_COMMANDS.items())])


@click.group(
    cls=_LazyGroup,
    epilog="Exit status: 0 all is well, 1 findings, 2 bad input, 3 a person must decide, "
    "4 something did not answer.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="gptreview %(version)s")
def cli() -> None:
    """Migrate legacy ChatGPT plugins to GPT actions, and review what GPTs say and do."""


def main() -> None:
    """Run the program and exit."""
    arguments = sys.argv[1:]
    if not _ON_DATABASE.intersection(arguments[:1]):
        # Documents are large and hold no cycles, and the process is short: looking for cycles
        # after every 700 new objects, as is usual, costs a tenth of a large migration.
        gc.set_threshold(50_000, 20, 100)
    sys.exit(run(arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name or a document may hold what the terminal's encoding does not.
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        _tell("Error: standard output is closed; open it, or send it to a file")
        return InputError.exit_status
    try:
        status = _invoke(arguments)
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in _WRITING:
            raise
        _let_go(sys.stdout)
        if error.errno == errno.EPIPE:  # the reader has gone (`| head`)
            return _BROKEN_PIPE
        found = InputError(
            f"the result cannot be written ({error.strerror})",
            where="standard output",
            next_step="make room, or send it elsewhere",
        )
        _tell(f"Error: {found}")
        return found.exit_status
    except KeyboardInterrupt as interrupt:
        _tell("interrupted")
        return _ENDED_BY + (interrupt.args[0] if interrupt.args else signal.SIGINT)
    return status


def _tell(message: str) -> None:
    """One line on standard error, if that takes any."""
    try:
        click.echo(message, err=True)
    except OSError:
        _let_go(sys.stderr)


def _let_go(stream: TextIO) -> None:
    """Write to a stream no more: Python would try again while it exits, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _invoke(arguments: Sequence[str]) -> int:
    try:
        with cli.make_context("gptreview", list(arguments)) as context:
            status = cli.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GptReviewError as error:
        _tell(f"Error: {error}")
        return error.exit_status
    return status if isinstance(status, int) else 0
