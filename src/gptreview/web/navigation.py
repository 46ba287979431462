"""The links at the top of every page, by what the visitor may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from starlette.routing import NoMatchFound

from gptreview.model.account import Identity, Role


def _(text: str) -> str:
    """Marks a text for translators; it is translated when it is shown."""
    return text


_LINKS: Final = (
    (_("Listings"), "listings", Role.REPORTER),
    (_("Transparency"), "transparency", Role.REPORTER),
    (_("Report status"), "report_status", Role.REPORTER),
    (_("My listings"), "own_listings", Role.BUILDER),
    (_("Queue"), "queue", Role.REVIEWER),
    (_("Administration"), "administration", Role.LEAD),
)


def navigation(
    identity: Identity, here: str, path_for: Callable[..., Any], gettext: Callable[[str], str]
) -> tuple[tuple[str, str, bool], ...]:
    """Label, path and whether it is the current place, of each link."""
    links = []
    for label, route, role in _LINKS:
        if not identity.role.includes(role):
            continue
        try:
            path = str(path_for(route))
        except NoMatchFound:
            continue
        links.append((gettext(label), path, here == path or here.startswith(f"{path}/")))
    return tuple(links)
