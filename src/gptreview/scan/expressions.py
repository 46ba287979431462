r"""Expressions that Hyperscan and RE2 read alike, and the parts of them worth looking for.

A small language, which is what both engines mean the same by: literals, ``.``, classes, groups,
alternation, quantifiers, ``\b \d \w \s`` (ASCII), ``\p{...}``, and ``^`` and ``$`` for the ends of
a line. A wide gap such as ``.{0,80}`` makes an automaton large and slow, so an expression of
running text is looked for by the words that every match must hold.

Hyperscan's syntax: https://intel.github.io/hyperscan/dev-reference/compilation.html#pattern-support
RE2's syntax: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from gptreview.errors import InputError
from gptreview.scan.character_classes import CharacterSet, read_class, read_escape
from gptreview.scan.expression_nodes import (
    Node,
    anchor,
    either,
    joined,
    literal,
    one_of,
    repeated,
    word,
)
from gptreview.scan.required_words import Words, required
from gptreview.scan.word_frequency import frequency

# Most of an expression is words: letters and ideographs that no quantifier follows.
_PLAIN: Final = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]+(?![*+?{A-Za-z0-9\u4e00-\u9fff])")
_MAX_LENGTH: Final = 4_000
"""Code points of one expression; the longest of our own rules have 600."""
_MAX_DEPTH: Final = 40
"""Groups inside one another; it keeps the parser off the interpreter's recursion limit."""
_MAX_SIEVE: Final = 4
"""Parts of a sieve; more make RE2 slower than they keep from it."""
_BLANKS: Final = 16
"""Code points of white space that a space in running text is reckoned with; on average, as they
count together for the whole expression."""
_FEW: Final = 10
"""Words that are looked for one by one in less time than RE2 takes to be called."""
_SPACE: Final = Words(frozenset([" "]))
_WHITE: Final = CharacterSet(r"[\t\n\f\r ]", size=5, spaces=True, letters=False)
# White space of a certain kind, or two of it, or what may be so much of it.
_LAYOUT: Final = re.compile(
    r"\(\?m:|\\[tnrf]|\\x\{[9a-d]\}|\[\^[^\]]*\\x\{20\}|(?<!\\x)\{(?:[2-9]|1[0-9])"
)
_ANY: Final = CharacterSet("(?s:.)", size=1_000, spaces=True, letters=True)
_BUT_NEWLINE: Final = CharacterSet(".", size=1_000, spaces=True, letters=True)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as both engines take it."""

    text: str
    longest: float
    """Code points that a match may have."""
    shortened: float
    """The same in a text that has one space for every run of white space."""
    weight: float
    """Of the weightiest part: a letter weighs 1, an ideograph 2, ``\\d{3}`` 0.9."""
    words: tuple[str, ...] = ()
    """Of which every match holds one; see `required_words`. Empty where there are none."""
    company: tuple[str, ...] = ()
    """Few more words of which every match holds one; empty where there are no few."""
    sieve: str = ""
    """The parts in their order with anything between them, for a text that has one space for
    every run of white space; empty where the expression asks for particular white space."""


@functools.lru_cache(maxsize=4_096)
def read_expression(source: str, *, prose: bool = False) -> Expression:
    r"""Check an expression and take it apart.

    Args:
        source: As its author wrote it.
        prose: Whether it is for running text: a space then stands for any run of white space,
            and ``.`` for a line end, too, so that a wrapped line hides nothing.

    Raises:
        InputError: The engines do not read it alike, or it matches the empty text.
    """
    if len(source) > _MAX_LENGTH:
        raise InputError(
            f"{len(source):,} characters",
            expected=f"at most {_MAX_LENGTH:,}",
            next_step="split it into several expressions under `any`",
        )
    node = _Parser(source, prose=prose).whole()
    if not node.shortest:
        raise InputError(
            f"{source!r} matches the empty text",
            expected="an expression that needs at least two letters",
            next_step="make a part of it obligatory: `+` for `*`, or drop the `?`",
        )
    needs = required(node.words)
    company = next((need for need in needs[1:] if len(need) <= _FEW), ())
    return Expression(
        node.text,
        node.longest,
        node.shortened,
        node.heaviest,
        tuple(sorted(needs[0])) if needs else (),
        tuple(sorted(company, key=frequency, reverse=True)),
        _sieve([node.text] if node.gapless else node.parts),
    )


def _sieve(parts: Sequence[str]) -> str:
    sieve = "(?s:.)*".join(parts[:_MAX_SIEVE]).replace(r"\b", "")
    return "" if _LAYOUT.search(sieve.replace(_WHITE.text, "")) else sieve


class _Parser:
    """Recursive descent over one expression."""

    def __init__(self, source: str, *, prose: bool) -> None:
        self._source = source
        self._prose = prose
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._alternation()
        if self._at < len(self._source):
            raise self._refusal("a closing parenthesis without an opening one", "write `\\)`")
        return node

    def _alternation(self) -> Node:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else either(branches)

    def _sequence(self) -> Node:
        items: list[Node] = []
        while self._at < len(self._source) and self._peek() not in "|)":
            start = self._at
            item = self._repeated()
            if items and (
                (items[-1].anchor == r"\b" and item.foreign_start)
                or (item.anchor == r"\b" and items[-1].foreign_end)
            ):
                raise self._refusal(
                    r"\b next to a letter outside ASCII, where it never holds",
                    r"drop the \b there: Chinese has no word boundaries",
                    at=start,
                )
            items.append(item)
        return joined(items)

    def _repeated(self) -> Node:
        start = self._at
        plain = _PLAIN.match(self._source, start)
        if plain is not None:
            self._at = plain.end()
            return word(plain[0])
        node = self._atom()
        quantifier = self._quantifier()
        if quantifier is None:
            return node
        least, most, text = quantifier
        if node.anchor or self._quantifier() is not None:
            raise self._refusal(
                "a quantifier that repeats no text", "remove it, or put a group before it", at=start
            )
        return repeated(node, least, most, text)

    def _quantifier(self) -> tuple[int, float, str] | None:
        sign = self._peek()
        start = self._at
        if sign and sign in "*+?":
            self._at += 1
            least, most = {"*": (0, inf), "+": (1, inf), "?": (0, 1)}[sign]
        elif sign == "{" and (close := self._source.find("}", start)) > 0:
            low, comma, high = self._source[start + 1 : close].partition(",")
            if not (low.isascii() and low.isdigit()) or (high and not high.isdigit()):
                return None
            self._at = close + 1
            least, most = int(low), (int(high) if high else inf) if comma else int(low)
        else:
            return None
        text = self._source[start : self._at]
        if self._peek() == "+":
            raise self._refusal("a possessive quantifier", "drop the second `+`")
        if self._peek() == "?":
            self._at += 1
            text += "?"
        return least, most, text

    def _atom(self) -> Node:
        char = self._peek()
        if char == "(":
            return self._group()
        if char == "[":
            found, self._at = read_class(self._source, self._at)
            return one_of(found)
        if char == "\\":
            return self._escape()
        self._at += 1
        if char in "^$":
            return anchor(f"(?m:{char})", char)
        if char == ".":
            return one_of(_ANY if self._prose else _BUT_NEWLINE)
        if char in "*+?":
            raise self._refusal(
                "a quantifier that repeats no text", f"write `\\{char}`", at=self._at - 1
            )
        return self._space() if char == " " and self._prose else literal(char)

    def _space(self) -> Node:
        quantified = self._peek() in ("*", "+", "?", "{")
        node = one_of(_WHITE)
        if quantified:
            return node
        return replace(repeated(node, 1, inf, "+"), longest=_BLANKS, shortened=1, words=_SPACE)

    def _escape(self) -> Node:
        if self._source[self._at : self._at + 2] == r"\b":
            self._at += 2
            return anchor(r"\b", r"\b")
        found, self._at = read_escape(self._source, self._at)
        return literal(found) if isinstance(found, str) else one_of(found)

    def _group(self) -> Node:
        start = self._at
        opening = "(?:"
        self._at += 1
        if self._peek() == "?":
            opening = next(
                (each for each in ("(?:", "(?i:", "(?-i:") if self._source.startswith(each, start)),
                "",
            )
            if not opening:
                raise self._refusal(
                    f"{self._source[start : start + 4]!r}, which the engines do not share",
                    "use (?:...), (?i:...) or (?-i:...); `unless` says what must not be there",
                    at=start,
                )
            self._at = start + len(opening)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self._refusal(f"more than {_MAX_DEPTH} nested groups", "flatten it", at=start)
        node = self._alternation()
        self._depth -= 1
        if self._peek() != ")":
            raise self._refusal("a group that is not closed", "add a `)`", at=start)
        self._at += 1
        wrapped = tuple(f"{opening}{part})" for part in node.parts)
        return replace(node, text=f"{opening}{node.text})", parts=wrapped)

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _refusal(self, found: str, next_step: str, *, at: int | None = None) -> InputError:
        place = self._at if at is None else at
        return InputError(
            f"{found}, at character {place + 1} of {self._source!r}", next_step=next_step
        )
