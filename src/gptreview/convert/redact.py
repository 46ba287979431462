"""Secrets are taken out before anything is converted, so that no output can hold one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from gptreview.convert.ledger import Stage
from gptreview.reading.pointer import join

REMOVED = "[removed]"

# Key shapes as their issuers document them; a few are long enough to be unmistakable. Nothing here
# may look at a character more than a few times: possessive runs (+ after a quantifier) and bounds
# keep a hostile text of megabytes from taking minutes.
_SHAPES = re.compile(
    r"""
      (?:(?<![A-Za-z0-9_-])|(?<=%[0-9A-Fa-f]{2}))           # not inside a word: task-lists-2024
      (?:
        sk-(?=[A-Za-z_-]*+[0-9])[A-Za-z0-9_-]{20,}          # OpenAI, Anthropic
      | eyJ[A-Za-z0-9_-]{8,}+\.eyJ[A-Za-z0-9_-]{8,}+\.[A-Za-z0-9_-]{8,}   # JSON Web Token
      )
    | [sr]k_(?:live|test)_[A-Za-z0-9]{16,} | whsec_[A-Za-z0-9+/=]{20,}    # Stripe
    | gh[pousr]_[A-Za-z0-9]{36,} | github_pat_[A-Za-z0-9_]{40,} | glpat-[A-Za-z0-9_-]{20,}
    | xox[abeprs]-[A-Za-z0-9-]{10,} | hooks\.slack\.com/services/[A-Za-z0-9/]{20,}   # Slack
    | A[KS]IA[0-9A-Z]{16} | AIza[0-9A-Za-z_-]{35} | ya29\.[0-9A-Za-z_-]{20,}   # AWS, Google
    | SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}        # SendGrid
    | npm_[A-Za-z0-9]{36} | hf_[A-Za-z0-9]{30,}             # npm, Hugging Face
    | -----BEGIN[A-Z0-9\s]{0,40}PRIVATE\s+KEY(?:\s+BLOCK)?-----
      (?: (?:(?!-----)[\s\S])*+-----END[A-Z0-9\s]{0,40}-----
        | (?:(?:\s|\\[nr])*+[A-Za-z0-9+/=]{16,}+)*          # cut off before its end
      )
    | (?<=://)(?P<userinfo>                                 # user:password@ or token@ in a URL
        (?: [^/\s:@\[?\#"]{0,100}:(?![0-9]{1,5}[/?\#]|\{)[^\s@"]{1,100}
          | [^/\s:@\[?\#"]{16,100} )@
      )
      # An image in Firebase Storage (alt=media) cannot be fetched without its public token.
    | (?P<query>[?&](?i:client_?secret|secret|api[_-]?key|access_?token|auth_?token|refresh_token
        |id_token|(?<!alt=media&)token|passw(?:or)?d|pwd|private_?key|subscription-key|sig|signature)=)
      (?![{<$\[]|%7B|(?i:your|xxx))[^&\#\s"'<>]{6,}
    | (?P<scheme>(?i:\b(?:bearer|basic)\s{1,8}))(?=[A-Za-z._~+/-]*+[0-9])[A-Za-z0-9._~+/-]{20,}=*
    """,
    re.VERBOSE,
)
# What every shape begins with or holds: found some five times faster than the shapes themselves.
_HINTS = ("sk-", "eyJ", "_live_", "_test_", "whsec_", "github_pat_", "glpat-", "xox", "hooks.slack",
          "AKIA", "ASIA", "AIza", "ya29.", "SG.", "npm_", "hf_", "-----BEGIN")  # fmt: skip
_TRACES = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{36}|://[^/\s]{1,201}@|[?&][\w-]{2,16}="
    r"|[Bb](?i:earer|asic)\s{1,60}[A-Za-z0-9._~+/-]{20}"
)
# A secret that JSON and YAML write in one way only, escapes apart.
_PLAIN = re.compile(r"[!#-&(-\[\]-~]+")
# An escape may spell out what the text does not show. These four cannot: no shape spans them.
_ESCAPE = re.compile(r'\\[^nrt"]')


class Redactor:
    """Removes known secret values and anything that has the shape of a key."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        # Longest first: a secret may begin with another one.
        self._known = sorted(spellings - {""}, key=lambda secret: (-len(secret), secret))
        self._visible = all(_PLAIN.fullmatch(secret) for secret in self._known)

    def text(self, text: str) -> str:
        """The text with every secret replaced by a plain mark."""
        for secret in self._known:
            if secret in text:
                text = text.replace(secret, REMOVED)
        return _SHAPES.sub(_mark, text)

    def value(self, value: Any, stage: Stage, pointer: str = "") -> Any:
        """A JSON value with every secret in its texts and keys replaced, each one told."""
        if isinstance(value, str):
            return self._scalar(value, value, stage, pointer)
        if isinstance(value, dict):
            return self._object(value, stage, pointer)
        if isinstance(value, list):
            return [self.value(item, stage, join(pointer, i)) for i, item in enumerate(value)]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._scalar(value, str(value), stage, pointer)
        return value

    def _scalar(self, value: Any, text: str, stage: Stage, pointer: str) -> Any:
        clean = self.text(text)
        if clean == text:
            return value
        _tell(pointer, stage)
        return clean

    def _object(self, value: dict[str, Any], stage: Stage, pointer: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, item in value.items():
            clean = self.text(key)
            if clean != key:
                clean = _fresh(clean, value, result)
                _tell(pointer, stage)
            # Under the clean key: a pointer with the secret in it would carry it into the report.
            result[clean] = self.value(item, stage, join(pointer, clean))
        return result

    def suspects(self, text: str) -> bool:
        """Whether the source text of a document may hold a secret: a cheap first look.

        Escapes could spell one out, so their presence is reason enough to look closely.
        """
        if not self._visible or any(mark in text for mark in (*self._known, *_HINTS)):
            return True
        return bool(_TRACES.search(text) or _ESCAPE.search(text))


def _mark(match: re.Match[str]) -> str:
    """What stands in for a secret; a URL's host must not come to stand behind a bracket."""
    if match["userinfo"]:
        return ""
    return (match["query"] or match["scheme"] or "") + REMOVED


def _fresh(key: str, *others: dict[str, Any]) -> str:
    """The key, numbered where one of the others has it: nothing may disappear unnamed."""
    candidate, number = key, 2
    while any(candidate in other for other in others):
        candidate, number = f"{key}_{number}", number + 1
    return candidate


def _tell(pointer: str, stage: Stage) -> None:
    stage.loss(
        "secret.removed",
        "a secret or something with the shape of one stood here; removed from every output: "
        "revoke it if it was real",
        before=pointer,
        after=pointer,
    )
