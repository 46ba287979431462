"""How an action authenticates, as a listing says it; secrets are noted and never kept."""

from __future__ import annotations

import re

from gptreview.model.action import ActionAuth, AuthType
from gptreview.reading.pointer import join
from gptreview.sources.nodes import FieldError, Keys, Node, shown

_SECRET = re.compile(r"secret|password|passphrase|passwd|token|credential|key", re.IGNORECASE)
_SCHEMES = ("basic", "bearer", "custom")
_EXCHANGES = ("default", "basic")


def read_auth(node: Node | None) -> ActionAuth | None:
    """The dialog's fields; None where the listing does not say.

    Raises:
        FieldError: The type is missing or unknown, or a field is of the wrong kind.
    """
    if node is None:
        return None
    keys = node.keys()
    kinds = [each.value for each in AuthType]
    kind = keys.choice("type", kinds)
    if not kind:
        raise FieldError(
            join(keys.pointer, "type"), "auth without a type", expected="one of " + ", ".join(kinds)
        )
    auth = ActionAuth(
        type=AuthType(kind),
        scheme=keys.choice("scheme", _SCHEMES),
        header=keys.text("header"),
        authorization_url=keys.text("authorization_url"),
        token_url=keys.text("token_url"),
        scope=keys.text("scope"),
        token_exchange_method=keys.choice("token_exchange_method", _EXCHANGES),
    )
    _note_secrets(keys)
    keys.note_unknown()
    return auth


def _note_secrets(keys: Keys) -> None:
    for key in keys.unknown():
        if _SECRET.search(key):
            keys.asked.add(key)
            keys.notes.add(
                join(keys.pointer, key),
                f"{shown(key)} is not kept: secrets are entered in the GPT editor alone, "
                "remove it here and renew it",
            )
