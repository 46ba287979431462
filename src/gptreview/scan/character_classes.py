r"""Character classes and escapes of an expression: what they let in, and how rare that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gptreview.errors import InputError

_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_HEX: Final = re.compile(r"\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")
_PROPERTY: Final = re.compile(r"\\[pP](?:\{\^?[A-Za-z_]+\}|[A-Z])")
_POSIX: Final = re.compile(r"\[:\^?[a-z]+:\]")
_FEW: Final = 6
"""Members of a class up to which each is told."""


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """One character out of several."""

    text: str
    """As both engines write it."""
    size: int
    """How many it lets in, about."""
    spaces: bool
    """Whether a space is among them."""
    letters: bool
    """Whether any letter is among them."""
    foreign: bool = False
    r"""Whether any is a letter that ``\b`` does not take for part of a word: 投, é."""
    chars: str = ""
    """All that it lets in, where that is little."""

    @property
    def weight(self) -> float:
        """How much it tells that one of them stands somewhere."""
        if self.size == 1:
            return 2.0 if self.foreign else 1.0
        if self.size <= 6:
            return 0.25 if self.spaces else 0.7
        return 0.3 if self.size <= 12 else 0.1


# ASCII in both engines. Hyperscan's own \s lets in the vertical tab, too, and RE2's does not.
_NAMED: Final = {
    "d": CharacterSet("[0-9]", 10, spaces=False, letters=False),
    "D": CharacterSet("[^0-9]", 1_000, spaces=True, letters=True),
    "w": CharacterSet("[0-9A-Za-z_]", 63, spaces=False, letters=True),
    "W": CharacterSet("[^0-9A-Za-z_]", 1_000, spaces=True, letters=True),
    "s": CharacterSet(r"[\t\n\f\r ]", 5, spaces=True, letters=False),
    "S": CharacterSet(r"[^\t\n\f\r ]", 1_000, spaces=False, letters=True),
}


def read_escape(source: str, at: int) -> tuple[CharacterSet | str, int]:
    """What a backslash begins: one character, or a set of them; and where it ends.

    Raises:
        InputError: The engines do not share it.
    """
    char = source[at + 1 : at + 2]
    if char in _NAMED:
        return _NAMED[char], at + 2
    if char in _CONTROLS:
        return _CONTROLS[char], at + 2
    if char and char.isascii() and not char.isalnum():
        return char, at + 2
    if found := _HEX.match(source, at):
        point = int(found[1] or found[2], 16)
        if 0 < point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF:
            return chr(point), found.end()
    if found := _PROPERTY.match(source, at):
        return CharacterSet(found[0], 1_000, spaces=True, letters=True), found.end()
    raise InputError(
        f"the escape {source[at : at + 2]!r} at character {at + 1} of {source!r}",
        expected=r"\b \d \D \w \W \s \S \t \n \r \f \xHH \x{HHHH} \p{Han} or an escaped sign",
        next_step="say it without: back-references and anchors to the whole text are not shared",
    )


def read_class(source: str, at: int) -> tuple[CharacterSet, int]:
    """The class that begins at ``[``, and where it ends.

    Raises:
        InputError: It is not closed, or holds what the engines do not share.
    """
    start = at
    at += 1
    negated = source[at : at + 1] == "^"
    at += negated
    members: list[CharacterSet] = []
    while source[at : at + 1] != "]" or not members:
        if at >= len(source):
            raise _refusal(source, start, "a class that is not closed", "add a `]`")
        member, at = _member(source, at)
        members.append(member)
    inside = "".join(member.text for member in members)
    size = sum(member.size for member in members)
    spaces = any(member.spaces for member in members)
    letters = any(member.letters for member in members)
    foreign = any(member.foreign for member in members)
    if negated:
        found = CharacterSet(f"[^{inside}]", 1_000, spaces=not spaces, letters=True)
    else:
        told = len(members) <= _FEW and all(member.chars for member in members)
        chars = "".join(member.chars for member in members) if told else ""
        found = CharacterSet(f"[{inside}]", size, spaces, letters, foreign, chars)
    return found, at + 1


def _member(source: str, at: int) -> tuple[CharacterSet, int]:
    if posix := _POSIX.match(source, at):
        return CharacterSet(posix[0], 60, spaces=True, letters=True), posix.end()
    start = at
    low, at = _unit(source, at)
    if isinstance(low, CharacterSet):
        if low.text.startswith("[^"):
            raise _refusal(source, start, "a negated set inside a class", "negate the class itself")
        text = low.text.removeprefix("[").removesuffix("]")
        return CharacterSet(text, low.size, low.spaces, low.letters), at
    if source[at : at + 1] != "-" or source[at + 1 : at + 2] in ("]", ""):
        return _range(low, low), at
    high, at = _unit(source, at + 1)
    if not isinstance(high, str) or high < low:
        raise _refusal(source, start, "a range that has no end", r"write `\-` for the sign itself")
    return _range(low, high), at


def _unit(source: str, at: int) -> tuple[CharacterSet | str, int]:
    if source[at] != "\\":
        return source[at], at + 1
    if source[at : at + 2] == r"\b":
        raise _refusal(source, at, r"\b inside a class", r"put the \b before or after the class")
    return read_escape(source, at)


def _range(low: str, high: str) -> CharacterSet:
    text = _quoted(low) if low == high else f"{_quoted(low)}-{_quoted(high)}"
    return CharacterSet(
        text,
        ord(high) - ord(low) + 1,
        spaces=low <= " " <= high,
        letters=low.isalpha() or high.isalpha(),
        foreign=high > "\x7f" and high.isalpha(),
        chars=low if low == high else "",
    )


def _quoted(char: str) -> str:
    return char if char.isalnum() or not char.isascii() else f"\\x{{{ord(char):x}}}"


def _refusal(source: str, at: int, found: str, next_step: str) -> InputError:
    return InputError(f"{found}, at character {at + 1} of {source!r}", next_step=next_step)
