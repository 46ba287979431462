r"""The words that every match of an expression holds, whatever else it lets in.

An automaton that looks for plain words is compiled in no time and reads quickly, so an expression
is looked for by its rarest ones. Each piece of an expression either spells one of a few texts, or
is known by sets of words of which it must hold one each; pieces that follow one another or stand
for one another are put together from there. The way is that of RE2's prefilter, but that words
are chosen by how often they stand in ordinary text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.scan.word_frequency import EDGE, frequency

_MOST: Final = 48
"""Texts that a piece may spell before only the words are kept that it must hold."""
_GENEROUS: Final = 2.0
"""Two words become the one that both begin with where that is at most so many times as often."""

_BREAKS: Final = (" ", EDGE)
"""What a word neither begins nor ends with."""

Need = frozenset[str]
"""Of these words or phrases, one must stand there; in lower case, one space between words, with
`EDGE` where no word may go on."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of a piece of an expression."""

    exact: frozenset[str] | None = None
    """All that it may spell, a run of white space as one space; None where that is too much."""
    needs: tuple[Need, ...] = ()
    """Besides: every one of these must be met."""


NOTHING: Final = Words(frozenset([""]))
"""What spells the empty text."""


def optional(words: Words) -> Words:
    """A piece that may be left out."""
    return Words(words.exact | {""}) if words.exact is not None else Words()


def several(words: Words) -> Words:
    """A piece that stands there once or more often."""
    return Words(None, _all_needs(words))


def sequence(pieces: Iterable[Words]) -> Words:
    """One piece after the other."""
    exact = frozenset([""])
    needs: list[Need] = []
    whole = True
    for piece in pieces:
        needs += piece.needs
        following = piece.exact or frozenset([""])
        if piece.exact is not None and len(exact) * len(following) <= _MOST:
            exact = _product(exact, following)
            continue
        begins = all(text.startswith(_BREAKS) for text in following)
        ends = all(text.endswith(_BREAKS) for text in exact)
        needs += _need(_product(exact, [EDGE * begins]))
        exact = _product([EDGE * ends], following) if piece.exact is not None else following
        whole = False
    return Words(exact, tuple(needs)) if whole else Words(None, (*needs, *_need(exact)))


def _product(before: Iterable[str], after: Iterable[str]) -> frozenset[str]:
    return frozenset(first + second for first in before for second in after)


def alternatives(branches: Sequence[Words]) -> Words:
    """One piece or another."""
    spelled = [branch.exact for branch in branches if branch.exact is not None]
    exact = frozenset().union(*spelled)
    if len(spelled) == len(branches) and len(exact) <= _MOST:
        return Words(exact)
    rarest = [min(_all_needs(branch), key=burden, default=None) for branch in branches]
    found = [need for need in rarest if need is not None]
    if len(found) < len(branches):
        return Words()
    return Words(None, (_merged(word for need in found for word in need),))


def required(words: Words) -> tuple[Need, ...]:
    """What every match must hold, the rarest first; empty where nothing is sure."""
    return tuple(sorted(set(_all_needs(words)), key=lambda need: (burden(need), sorted(need))))


def burden(need: Iterable[str]) -> float:
    """About how often it is met among a million words of ordinary text."""
    return sum(map(frequency, need))


def _all_needs(words: Words) -> tuple[Need, ...]:
    return words.needs if words.exact is None else (*words.needs, *_need(words.exact))


def _need(exact: frozenset[str]) -> Iterator[Need]:
    """Of each text its rarest word, or all of it; nothing where one of them has no word."""
    rarest = [min(_pieces(text), key=frequency, default="") for text in sorted(exact)]
    if all(rarest):
        yield _merged(rarest)


def _pieces(text: str) -> Iterator[str]:
    """The words of a text, and the text itself."""
    words = text.split(" ")
    for index, word in enumerate(words):
        yield from _cleaned(word, after_space=index > 0, before_space=index < len(words) - 1)
    inner = text.strip(" ")
    if " " in inner:
        yield from _cleaned(
            inner, after_space=text.startswith(" "), before_space=text.endswith(" ")
        )


def _cleaned(text: str, *, after_space: bool, before_space: bool) -> Iterator[str]:
    """A text with edges at its ends only, and only where they are next to a letter."""
    core = text.replace(EDGE, "")
    if any(map(str.isalnum, core)):
        left = (after_space or text[0] == EDGE) and _in_word(core[0])
        right = (before_space or text[-1] == EDGE) and _in_word(core[-1])
        yield EDGE * left + core + EDGE * right


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def _merged(words: Iterable[str]) -> Need:
    """The words, but for those that another one of them begins: `card` finds `cards`."""
    kept: list[str] = []
    for word in sorted(set(words)):
        stem = kept[-1].rstrip(EDGE) if kept else ""
        if stem.strip(EDGE) and word.startswith(stem):
            often = frequency(kept[-1]) + frequency(word)
            if frequency(stem) <= _GENEROUS * often + 1:
                kept[-1] = stem
                continue
        kept.append(word)
    return frozenset(kept)
