"""Accounts, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gptreview.model.account import Account
from gptreview.render.columns import columned
from gptreview.render.terminal import Style, plain

_HEADS: Final = ("account", "name", "role", "signs in by", "state", "since")


def accounts_text(accounts: Sequence[Account], *, color: bool, width: int | None = None) -> str:
    """A table, one account a line; e-mail addresses are not shown.

    Args:
        accounts: In the order of their numbers.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal; None cuts nothing.
    """
    if not accounts:
        return "No account: gptreview accounts invite --help\n"
    head, *rows = columned([_HEADS, *map(_row, accounts)], width)
    style = Style(color)
    return (
        "\n".join([style.dim("  ".join(head).rstrip()), *("  ".join(row).rstrip() for row in rows)])
        + "\n"
    )


def _row(account: Account) -> tuple[str, ...]:
    return (
        str(account.id),
        plain(account.name),
        account.role,
        "password" if account.is_local else "OpenID Connect",
        "disabled" if account.disabled_at else "active",
        f"{account.created_at:%Y-%m-%d}",
    )
