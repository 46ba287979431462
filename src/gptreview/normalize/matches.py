"""Edits from the matches of a pattern, in bounded time however many there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from gptreview.normalize.layer import Edit

_SINGLE_EDITS: Final = 100_000
"""Beyond them the matches of a block make one edit: the text is the same, the way back coarser."""
_BLOCK: Final = 2_048

Reading = Callable[[re.Match[str]], Iterable[Edit]]


def matched(text: str, pattern: re.Pattern[str], read: Reading) -> Iterator[Edit]:
    """What ``read`` makes of every match, in the order of the text."""
    count = 0
    block: list[Edit] = []
    for match in pattern.finditer(text):
        edits = read(match)
        if count < _SINGLE_EDITS:
            for edit in edits:
                count += 1
                yield edit
            continue
        block.extend(edits)
        if block and block[-1].end - block[0].start >= _BLOCK:
            yield _joined(text, block)
            block.clear()
    if block:
        yield _joined(text, block)


def _joined(text: str, edits: list[Edit]) -> Edit:
    parts: list[str] = []
    at = edits[0].start
    for start, end, new, _ in edits:
        parts += text[at:start], new
        at = end
    disguise = next((edit.disguise for edit in edits if edit.disguise), "")
    return Edit(edits[0].start, at, "".join(parts), disguise)


def trie(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, quick however many."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    branches = [re.escape(head) + trie(tails) for head, tails in sorted(heads.items()) if head]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in heads else ''}"
