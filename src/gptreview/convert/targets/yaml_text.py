"""A JSON value as YAML: deterministic, readable, and the same value to every YAML reader.

Our own writer because PyYAML emits 0.5 MB/s (3 MB/s with libyaml) where this one emits 15 to 25,
and because text must mean itself to readers of YAML 1.1 (PyYAML, Ruby) and 1.2 alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_INDENT = "  "
_UNREADABLE = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters other than tab and line feed
    r"\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or reordering
    r"\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"
)
"""Characters that YAML forbids, or that would hide from whoever reviews the file."""
_ESCAPED = re.compile(rf'["\\\t\n{_UNREADABLE}]')
_PLAIN = re.compile(rf"(?=[A-Za-z_/$\xa1-\U0010ffff])[^\t\n{_UNREADABLE}]*")
"""A first character that no number, date or indicator begins with, then anything on one line."""
_LITERAL = re.compile(rf"[^{_UNREADABLE}]*")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""What YAML 1.1 or 1.2 takes for a boolean or null, in any case
(https://yaml.org/type/bool.html)."""
_SHORT_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r",
}  # fmt: skip
"""The short escapes that JSON, YAML 1.1 and YAML 1.2 share."""
_COLLECTIONS = (dict, list, tuple, Mapping)
"""The common ones first: asking whether something is a Mapping costs ten times as much."""
_SIMPLE_KEY = 1000
"""Code points; YAML allows 1,024 for a key without ``?`` (YAML 1.2.2, section 7.4.2)."""


def dump_yaml(value: Any) -> str:
    """The value as a block-style YAML document, with keys in their given order.

    Text stays plain where every reader takes it for text, becomes a literal block where it has
    several lines, and is double-quoted otherwise. Half a surrogate pair, which no encoding can
    write, becomes U+FFFD.

    Raises:
        TypeError: Something in it is not of JSON's types.
        ValueError: A number in it is not finite.
    """
    writer = _Writer()
    if isinstance(value, Mapping | list | tuple) and value:
        writer.block(value, "", "")
    else:
        writer.parts.append(f"{writer.inline(value)}\n")
    return "".join(writer.parts)


class _Writer:
    """One document in the making."""

    __slots__ = ("_texts", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._texts: dict[str, str] = {}
        """Texts already decided on: keys and type names come over and over."""

    def block(self, value: Any, pad: str, first: str) -> None:
        """Write a collection that is not empty; ``first`` is its first line's indentation."""
        if isinstance(value, (dict, Mapping)):
            for key, item in value.items():
                self._entry(item, pad, f"{first}{self._key(key, pad)}:")
                first = pad
        else:
            for item in value:
                self._entry(item, pad, f"{first}-", in_list=True)
                first = pad

    def _entry(self, item: Any, pad: str, head: str, *, in_list: bool = False) -> None:
        """Write one entry after its ``key:`` or ``-``."""
        if isinstance(item, str):
            text = _literal(item, pad + _INDENT) if "\n" in item else ""
            self.parts.append(f"{head} {text or self._text(item)}\n")
        elif item and isinstance(item, _COLLECTIONS):
            inner = pad + _INDENT
            if in_list:
                self.block(item, inner, f"{head} ")
            else:
                self.parts.append(f"{head}\n")
                self.block(item, inner, inner)
        else:
            self.parts.append(f"{head} {self.inline(item)}\n")

    def inline(self, value: Any) -> str:
        """A scalar or an empty collection, on one line."""
        if isinstance(value, str):
            return self._text(value)
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return int.__repr__(value)
        if isinstance(value, float):
            return _float(value)
        if isinstance(value, Mapping):
            return "{}"
        if isinstance(value, list | tuple):
            return "[]"
        raise TypeError(f"{type(value).__name__} has no YAML form here")

    def _key(self, key: Any, pad: str) -> str:
        if not isinstance(key, str):
            raise TypeError(f"the key {key!r} is not text")
        text = self._text(key)
        return text if len(text) <= _SIMPLE_KEY else f"? {text}\n{pad}"

    def _text(self, text: str) -> str:
        written = self._texts.get(text)
        if written is None:
            written = self._texts[text] = str(text) if _is_plain(text) else _quoted(text)
        return written


def _is_plain(text: str) -> bool:
    """Whether every reader takes the bare text for text, and for this text."""
    return (
        _PLAIN.fullmatch(text) is not None
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": "
        and not (len(text) <= 5 and text.lower() in _WORDS)
    )


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return _SHORT_ESCAPES.get(character) or (
        f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    )


def _literal(text: str, pad: str) -> str:
    """The text as a literal block; empty where that would not be exact."""
    body = text.rstrip("\n")
    if not body or not _LITERAL.fullmatch(text):
        return ""
    # Without the indicator a reader would take the first line's own blanks for indentation.
    indicator = str(len(_INDENT)) if text[0] in " \t\n" else ""
    trailing = len(text) - len(body)
    chomping = "-+"[trailing > 1] if trailing != 1 else ""
    lines = [f"{pad}{line}" if line else "" for line in body.split("\n")]
    return f"|{indicator}{chomping}\n" + "\n".join(lines) + "\n" * max(trailing - 1, 0)


def _float(value: float) -> str:
    """The shortest text that reads back as the same float; YAML 1.1 wants a point in it."""
    text = json.dumps(float(value), allow_nan=False)
    mantissa, e, exponent = text.partition("e")
    return text if "." in mantissa or not e else f"{mantissa}.0e{exponent}"
