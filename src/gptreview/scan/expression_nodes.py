"""Pieces of an expression: what is known of each, and how pieces make larger ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from gptreview.scan.character_classes import CharacterSet
from gptreview.scan.required_words import (
    NOTHING,
    Words,
    alternatives,
    optional,
    sequence,
    several,
)
from gptreview.scan.word_frequency import EDGE

_GAP: Final = 3
"""Code points up to which a repetition of anything at all is no gap: ``.{0,8}`` alone takes an
automaton 20 ms to compile, as each of the eight may have one to four bytes."""


@dataclass(frozen=True, slots=True)
class Node:
    """What is known of a piece of an expression."""

    text: str
    weight: float = 0.0
    """What it asks for: about 1 a letter, 2 an ideograph, next to nothing a wide class."""
    heaviest: float = 0.0
    """The weight of the weightiest part between two gaps."""
    shortest: int = 0
    longest: float = 0
    shortened: float = 0
    """How long it may be where every run of white space is one space."""
    spaces: bool = False
    letters: bool = False
    gapless: bool = True
    """Whether nothing in it may be a longer stretch of anything."""
    parts: tuple[str, ...] = ()
    """Where it has gaps: the pieces between them."""
    words: Words = NOTHING
    foreign_start: bool = False
    """Whether it may begin with a letter that ``\\b`` does not know."""
    foreign_end: bool = False
    anchor: str = ""
    """Which anchor it is, where it is nothing else."""


def anchor(text: str, sign: str) -> Node:
    """A place between two characters."""
    return Node(text, words=Words(frozenset([EDGE])) if sign == r"\b" else NOTHING, anchor=sign)


def literal(char: str) -> Node:
    """A character that stands for itself."""
    text = char if char.isalnum() or not char.isascii() else f"\\x{{{ord(char):x}}}"
    return one_of(
        CharacterSet(
            text,
            1,
            spaces=char.isspace(),
            letters=char.isalpha(),
            foreign=not char.isascii() and char.isalpha(),
            chars=char,
        )
    )


def word(text: str) -> Node:
    """Several letters or ideographs in a row, each of which stands for itself."""
    weight = sum(1.0 if char.isascii() else 2.0 for char in text)
    return Node(
        text,
        weight=weight,
        heaviest=weight,
        shortest=len(text),
        longest=len(text),
        shortened=len(text),
        letters=True,
        words=Words(frozenset([text.lower()])),
        foreign_start=not text[0].isascii(),
        foreign_end=not text[-1].isascii(),
    )


def one_of(each: CharacterSet) -> Node:
    """One character out of a set."""
    return Node(
        each.text,
        weight=each.weight,
        heaviest=each.weight,
        shortest=1,
        longest=1,
        shortened=1,
        spaces=each.spaces,
        letters=each.letters,
        words=_spelled(each.chars),
        foreign_start=each.foreign,
        foreign_end=each.foreign,
    )


def _spelled(chars: str) -> Words:
    """Letters of ASCII in lower case; others that have two cases are not told."""
    plain = all(char.isascii() or char.lower() == char.upper() for char in chars)
    return Words(frozenset(chars.lower())) if chars and plain and EDGE not in chars else Words()


def repeated(node: Node, least: int, most: float, quantifier: str) -> Node:
    """A piece several times, or not at all."""
    longest = node.longest * most if node.longest else 0
    gap = most > 1 and longest > _GAP and node.spaces and node.letters
    parts = (node.text,) if node.gapless and gap else node.parts
    return replace(
        node,
        text=f"{node.text}{quantifier}",
        weight=node.weight * least,
        heaviest=node.heaviest if least else 0.0,
        shortest=node.shortest * least,
        longest=longest,
        shortened=node.shortened * most if node.shortened else 0,
        gapless=node.gapless and not gap,
        parts=parts if least else (),
        words=_repeated_words(node.words, least, most),
    )


def _repeated_words(words: Words, least: int, most: float) -> Words:
    if most == 1:
        return words if least else optional(words)
    return several(words) if least else Words()


def either(branches: list[Node]) -> Node:
    """One piece or another."""
    gapless = all(branch.gapless for branch in branches)
    best = [[branch.text] if branch.gapless else branch.parts[:1] for branch in branches]
    parts = (f"(?:{'|'.join(text for (text,) in best)})",) if not gapless and all(best) else ()
    return Node(
        "|".join(branch.text for branch in branches),
        weight=min(branch.weight for branch in branches),
        heaviest=min(branch.heaviest for branch in branches),
        shortest=min(branch.shortest for branch in branches),
        longest=max(branch.longest for branch in branches),
        shortened=max(branch.shortened for branch in branches),
        spaces=any(branch.spaces for branch in branches),
        letters=any(branch.letters for branch in branches),
        gapless=gapless,
        parts=parts,
        words=alternatives([branch.words for branch in branches]),
        foreign_start=any(branch.foreign_start for branch in branches),
        foreign_end=any(branch.foreign_end for branch in branches),
    )


def joined(items: list[Node]) -> Node:
    """One piece after the other."""
    if len(items) == 1:
        return items[0]
    gapless = all(item.gapless for item in items)
    parts = _parts(items)
    return Node(
        "".join(item.text for item in items),
        weight=sum(item.weight for item in items),
        heaviest=max((weight for _, weight in parts), default=0.0),
        shortest=sum(item.shortest for item in items),
        longest=sum(item.longest for item in items),
        shortened=sum(item.shortened for item in items),
        spaces=any(item.spaces for item in items),
        letters=any(item.letters for item in items),
        gapless=gapless,
        parts=() if gapless else tuple(text for text, _ in parts),
        words=sequence(item.words for item in items),
        foreign_start=bool(items) and items[0].foreign_start,
        foreign_end=bool(items) and items[-1].foreign_end,
    )


def _parts(items: list[Node]) -> list[tuple[str, float]]:
    """The runs between gaps, and the parts of the items that have gaps themselves."""
    found: list[tuple[str, float]] = []
    run: list[Node] = []
    for item in [*items, None]:
        if item is not None and item.gapless:
            run.append(item)
            continue
        if any(each.shortest for each in run):
            found.append(("".join(e.text for e in run), sum(e.weight for e in run)))
        run = []
        found += ((part, item.heaviest) for part in item.parts) if item is not None else ()
    return found
