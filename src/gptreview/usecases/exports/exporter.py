"""Who asks for an export."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.account import Identity, Permission, Role


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the program on the machine that has the database: may read all of it anyway."""


def exporter(who: Identity | Operator) -> str:
    """How the event log calls them.

    Raises:
        UnauthorizedError: Nobody is signed in.
        ForbiddenError: They are no lead, or their token was not given for exports.
    """
    if isinstance(who, Operator):
        return "operator"
    return who.require(Role.LEAD, Permission.EXPORT).actor
