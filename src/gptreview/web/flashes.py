"""What a page says once, after a form was taken; the cookie holds only its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final


def _(text: str) -> str:
    """Marks a text for translators; it is translated when it is shown."""
    return text


_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signed-out": _("You are signed out."),
        "signed-out-everywhere": _("You are signed out in every browser."),
        "joined": _("Your account is ready, and you are signed in."),
        "password-changed": _("The new password holds, and all other sessions have ended."),
        "revoked": _("The token works no more."),
        "saved": _("Saved."),
        "claimed": _("The case is yours."),
        "renewed": _("You hold the case for longer."),
        "released": _("The case is free again."),
        "skipped": _("The other case is left to others. This one is yours."),
        "none-free": _("No case is free that you may decide."),
        "rescan": _("It is scanned again with the rules of now; load the page in a moment."),
        "escalated": _("A lead will decide."),
        "decided": _("The decision stands, and everybody concerned is told."),
        "upheld": _("The decision stands as it was, and everybody concerned is told."),
        "overturned": _("The decision is replaced, and everybody concerned is told."),
        "appealed": _("Your appeal was received. Another person will decide it."),
        "removed": _("Removed."),
        "domain-proven": _("The proof was found: the domain is yours."),
        "account-changed": _("The account was changed."),
        "webhook-disabled": _("Nothing more is sent to it."),
        "replayed": _("The calls are on their way once more."),
        "bad-faith": _("Their reports count no longer. What they say may be true all the same."),
        "owner-set": _("The account owns the listing now."),
        "resubmitted": _("The new version was received and reviewed."),
    }
)


def flash_texts(name: str, gettext: Callable[[str], str]) -> tuple[str, ...]:
    """The sentence of that name, translated; none for an unknown one."""
    text = _TEXTS.get(name)
    return () if text is None else (gettext(text),)
