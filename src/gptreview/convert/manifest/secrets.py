"""Which values of a manifest are secrets, by the keys they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gptreview.errors import InputError

_MOST_SECRETS = 100  # each is searched in every text; real manifests have one or two
_TOKENS = "verification_tokens"
_SECRET_KEY = re.compile(
    r"secret|passw(?:or)?d|passphrase|^pwd$|api[_-]?key|private[_-]?key|credential|tokens?$|^key$",
    re.IGNORECASE,
)
# Shorter values are words ("bearer", "openai"), and removing them would garble prose.
_SHORTEST_SECRET = 8
# So are longer ones in plain letters ("password", "changeme"), and addresses.
_WORD = re.compile(r"[A-Za-z][a-z]{0,14}|[A-Z]{1,15}|[A-Za-z][A-Za-z0-9+.-]*://\S*")
_PLATFORM = re.compile(r"[A-Za-z][A-Za-z ._-]{0,23}")


def token_platforms(tokens: object) -> tuple[str, ...]:
    """Who had a verification token; a key that may be the token itself is not named."""
    if not isinstance(tokens, Mapping):
        return ("unnamed",)
    return tuple(sorted({key if _is_platform(key) else "unnamed" for key in tokens}))


def find_secrets(root: Mapping[str, Any]) -> frozenset[str]:
    """Every value of the manifest that its key calls a token or a secret.

    Raises:
        InputError: Where there are so many that removing them would take too long.
    """
    found = frozenset(_secrets(root))
    if len(found) > _MOST_SECRETS:
        raise InputError(
            f"{len(found)} different tokens and secrets",
            expected=f"{_MOST_SECRETS} at most in a plugin manifest",
            next_step="remove them: none of them is needed to migrate",
        )
    return found


def _secrets(root: Mapping[str, Any]) -> Iterator[str]:
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        value, secret = pending.pop()
        if isinstance(value, Mapping):
            for key, item in value.items():
                pending.append((item, secret or bool(_SECRET_KEY.search(key))))
            yield from _token_keys(value)
        elif isinstance(value, list):
            pending.extend((item, secret) for item in value)
        elif secret and isinstance(value, str | int | float) and not isinstance(value, bool):
            yield from _worth_removing(str(value))


def _token_keys(owner: Mapping[str, Any]) -> Iterator[str]:
    """Tokens that were written where the platform's name belongs."""
    tokens = owner.get(_TOKENS)
    for key in tokens if isinstance(tokens, Mapping) else ():
        if not _is_platform(key):
            yield from _worth_removing(key)


def _is_platform(key: str) -> bool:
    return _PLATFORM.fullmatch(key) is not None


def _worth_removing(text: str) -> Iterator[str]:
    value = text.strip()
    if len(value) >= _SHORTEST_SECRET and not _WORD.fullmatch(value):
        yield value
