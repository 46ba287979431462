"""The option that says how a command writes what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

_Command = Callable[..., Any]


def page_options(things: str, most: int = 1_000) -> Callable[[_Command], _Command]:
    """``--limit`` and ``--after``, which turn the pages of a list that is in order of its numbers.

    Args:
        things: What the list is of, for the help.
        most: On one page.
    """

    def with_options(command: _Command) -> _Command:
        after = click.option(
            "--after",
            metavar="N",
            type=click.IntRange(0, 2**63 - 1),
            default=0,
            help=f"Only {things.lower()} after this number: the next page.",
        )
        limit = click.option(
            "--limit",
            metavar="N",
            type=click.IntRange(1, most),
            default=50,
            show_default=True,
            help=f"{things} on one page.",
        )
        return limit(after(command))

    return with_options


def format_option(what: str = "the result") -> Callable[[_Command], _Command]:
    """``--format text|json``, which the command gets as ``form``.

    Args:
        what: What the command writes, for the help.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=f"How to write {what}.",
    )
