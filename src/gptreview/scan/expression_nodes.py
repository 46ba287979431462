"""Pieces of an expression: what is known of each, and how pieces make larger ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from gptreview.scan.character_classes import CharacterSet
from gptreview.scan.common_words import rarity

_GAP: Final = 3
"""Code points up to which a repetition of anything at all is no gap: ``.{0,8}`` alone takes an
automaton 20 ms to compile, as each of the eight may have one to four bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece without gaps that every match holds."""

    text: str
    weight: float
    """What it asks for: about 1 a letter, 2 an ideograph, next to nothing a wide class."""
    rarity: float
    """The same, but that a common word counts for little."""


@dataclass(frozen=True, slots=True)
class Node:
    """What is known of a piece of an expression."""

    text: str
    weight: float = 0.0
    rarity: float = 0.0
    """The weight, but that a common word counts for little."""
    shortest: int = 0
    longest: float = 0
    spaces: bool = False
    letters: bool = False
    gapless: bool = True
    """Whether the automaton can take it as it stands."""
    parts: tuple[Part, ...] = ()
    """Where it has gaps: the pieces between them."""
    foreign_start: bool = False
    """Whether it may begin with a letter that ``\\b`` does not know."""
    foreign_end: bool = False
    anchor: str = ""
    """Which anchor it is, where it is nothing else."""
    spelled: str = ""
    """What it spells in lower case, where that is one thing; what may be left out is not
    counted."""


def rarest(node: Node) -> list[Part]:
    """The parts of a piece that has gaps, the rarest first; empty where it may match nothing."""
    return sorted(dict.fromkeys(node.parts), key=lambda part: -part.rarity)


def literal(char: str) -> Node:
    """A character that stands for itself."""
    text = char if char.isalnum() or not char.isascii() else f"\\x{{{ord(char):x}}}"
    node = one_of(
        CharacterSet(
            text,
            1,
            spaces=char.isspace(),
            letters=char.isalpha(),
            foreign=not char.isascii() and char.isalpha(),
        )
    )
    return replace(node, spelled=char.lower())


def word(text: str) -> Node:
    """Several letters or ideographs in a row, each of which stands for itself."""
    return Node(
        text,
        weight=sum(1.0 if char.isascii() else 2.0 for char in text),
        rarity=rarity(text.lower()),
        spelled=text.lower(),
        shortest=len(text),
        longest=len(text),
        letters=True,
        foreign_start=not text[0].isascii(),
        foreign_end=not text[-1].isascii(),
    )


def one_of(each: CharacterSet) -> Node:
    """One character out of a set."""
    return Node(
        each.text,
        weight=each.weight,
        rarity=each.weight,
        shortest=1,
        longest=1,
        spaces=each.spaces,
        letters=each.letters,
        foreign_start=each.foreign,
        foreign_end=each.foreign,
    )


def repeated(node: Node, least: int, most: float, quantifier: str) -> Node:
    """A piece several times, or not at all."""
    longest = node.longest * most if node.longest else 0
    gap = most > 1 and longest > _GAP and node.spaces and node.letters
    parts = node.parts
    if node.gapless and gap:
        parts = (Part(node.text, node.weight, node.rarity),)
    return replace(
        node,
        text=f"{node.text}{quantifier}",
        weight=node.weight * least,
        rarity=node.rarity * least,
        spelled="",
        shortest=node.shortest * least,
        longest=longest,
        gapless=node.gapless and not gap,
        parts=parts if least else (),
    )


def either(branches: list[Node]) -> Node:
    """One piece or another."""
    gapless = all(branch.gapless for branch in branches)
    best = [[Part(b.text, b.weight, b.rarity)] if b.gapless else rarest(b) for b in branches]
    parts: tuple[Part, ...] = ()
    if not gapless and all(best):
        text = "|".join(part.text for part, *_ in best)
        weight = min(part.weight for part, *_ in best)
        parts = (Part(f"(?:{text})", weight, min(part.rarity for part, *_ in best)),)
    return Node(
        "|".join(branch.text for branch in branches),
        weight=min(branch.weight for branch in branches),
        rarity=min(branch.rarity for branch in branches),
        shortest=min(branch.shortest for branch in branches),
        longest=max(branch.longest for branch in branches),
        spaces=any(branch.spaces for branch in branches),
        letters=any(branch.letters for branch in branches),
        gapless=gapless,
        parts=parts,
        foreign_start=any(branch.foreign_start for branch in branches),
        foreign_end=any(branch.foreign_end for branch in branches),
    )


def joined(items: list[Node]) -> Node:
    """One piece after the other."""
    gapless = all(item.gapless for item in items)
    return Node(
        "".join(item.text for item in items),
        weight=sum(item.weight for item in items),
        rarity=_rarity(items),
        spelled=_spelled(items),
        shortest=sum(item.shortest for item in items),
        longest=sum(item.longest for item in items),
        spaces=any(item.spaces for item in items),
        letters=any(item.letters for item in items),
        gapless=gapless,
        parts=() if gapless else _parts(items),
        foreign_start=bool(items) and items[0].foreign_start,
        foreign_end=bool(items) and items[-1].foreign_end,
        anchor=items[0].anchor if len(items) == 1 else "",
    )


def _spelled(items: list[Node]) -> str:
    needed = [item for item in items if item.shortest]
    whole = needed and all(item.spelled for item in needed)
    return "".join(item.spelled for item in needed) if whole else ""


def _rarity(items: list[Node]) -> float:
    """What is spelled counts by words, all else by itself."""
    total = 0.0
    spelled = ""
    for item in items:
        if item.spelled:
            spelled += item.spelled
        elif item.shortest or item.anchor:
            total += rarity(spelled) + item.rarity
            spelled = ""
    return total + rarity(spelled)


def _parts(items: list[Node]) -> tuple[Part, ...]:
    """The runs between gaps, and the parts of the items that have gaps themselves."""
    found: list[Part] = []
    run: list[Node] = []
    for item in [*items, None]:
        if item is not None and item.gapless:
            run.append(item)
            continue
        if any(each.shortest for each in run):
            found.append(
                Part("".join(e.text for e in run), sum(e.weight for e in run), _rarity(run))
            )
        run = []
        found += item.parts if item is not None else ()
    return tuple(found)
