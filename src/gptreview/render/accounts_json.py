"""Accounts, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gptreview.model.account import Account
from gptreview.render.json_text import pretty_json

_ACCOUNTS: Final = "gptreview/accounts/v1"


def accounts_json(accounts: Sequence[Account], *, after: int | None) -> str:
    """``schema``, ``accounts`` and ``next``; e-mail addresses are not in it.

    Args:
        accounts: In the order of their numbers.
        after: Where the next page begins; None on the last one.
    """
    listed = [
        {
            "id": each.id,
            "name": each.name,
            "role": each.role.value,
            "is_local": each.is_local,
            "created_at": each.created_at.isoformat(),
            "disabled_at": each.disabled_at.isoformat() if each.disabled_at else None,
        }
        for each in accounts
    ]
    return pretty_json({"schema": _ACCOUNTS, "accounts": listed, "next": after})
