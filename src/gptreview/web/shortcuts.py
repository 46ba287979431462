"""The map of the keyboard, as a page of its own has it; each page's own map is its script's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final


def _(text: str) -> str:
    """Marks a text for translators; it is translated when it is shown."""
    return text


_GROUPS: Final = (
    (
        _("On every page"),
        (("?", _("Show the shortcuts of this page")), ("/", _("Search"))),
    ),
    (
        _("In lists"),
        (
            ("j", _("Next row")),
            ("k", _("Previous row")),
            ("Enter", _("Open the row")),
            ("]", _("Next page")),
        ),
    ),
    (_("On a listing"), (("r", _("Report this listing")),)),
    (
        _("In the queue"),
        (("n", _("Take the next free case")), ("x", _("Tick the row"))),
    ),
    (
        _("On a case"),
        (
            ("c", _("Claim the case")),
            ("u", _("Release the case")),
            ("e", _("Hand the case to a lead")),
            ("s", _("Skip to the next case")),
            ("b", _("Show or hide disturbing parts")),
            ("1", _("No violation; 2 to 7 are the other actions")),
            ("t", _("Fill in the texts")),
            ("d", _("Write the facts")),
            ("p", _("Show the letters first")),
            ("g q", _("Back to the queue")),
        ),
    ),
)


def shortcut_groups(
    gettext: Callable[[str], str],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Title and entries of each group, an entry being its keys and what they do."""
    return tuple(
        (gettext(title), tuple((keys, gettext(what)) for keys, what in entries))
        for title, entries in _GROUPS
    )
