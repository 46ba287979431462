"""Secrets are taken out before anything is converted, so that no output can hold one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join

REMOVED = "[removed]"

# Key shapes as their issuers document them; a few are long enough to be unmistakable.
_SHAPES = re.compile(
    r"""
      sk-(?:proj-|ant-|live-)?[A-Za-z0-9_-]{20,}            # OpenAI, Anthropic
    | [sr]k_(?:live|test)_[A-Za-z0-9]{16,}                  # Stripe
    | gh[pousr]_[A-Za-z0-9]{36,} | github_pat_[A-Za-z0-9_]{40,}
    | xox[abprs]-[A-Za-z0-9-]{10,}                          # Slack
    | AKIA[0-9A-Z]{16} | AIza[0-9A-Za-z_-]{35}              # AWS, Google
    | eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}   # JSON Web Token
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----(?:[\s\S]*?-----END\ [A-Z ]*PRIVATE\ KEY-----)?
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                       # user:password@ in a URL
    """,
    re.VERBOSE,
)


class Redactor:
    """Removes known secret values and anything that has the shape of a key."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # Longest first: a secret may begin with another one.
        known = sorted(set(secrets), key=lambda secret: (-len(secret), secret))
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        """The text with every secret replaced by a plain mark."""
        if self._known is not None:
            text = self._known.sub(REMOVED, text)
        return _SHAPES.sub(REMOVED, text)

    def value(self, value: Any, stage: Stage, pointer: str = "") -> Any:
        """A JSON value with every secret in its texts and keys replaced, each one told."""
        if isinstance(value, str):
            clean = self.text(value)
            if clean != value:
                stage.loss(
                    "secret.removed",
                    "a secret or something with the shape of one stood here; removed from every "
                    "output: revoke it if it was real",
                    before=pointer,
                    after=pointer,
                )
            return clean
        if isinstance(value, dict):
            return {
                self.text(key): self.value(item, stage, join(pointer, key))
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.value(item, stage, join(pointer, i)) for i, item in enumerate(value)]
        return value

    def suspects(self, text: str) -> bool:
        """Whether the source text of a document may hold a secret: a cheap first look.

        Escapes could spell one out, so their presence is reason enough to look closely.
        """
        return self.text(text) != text or "\\u" in text or "\\x" in text
