"""Edits from the matches of a pattern, in bounded time however many there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from gptreview.normalize.layer import Edit

_SINGLE_EDITS: Final = 20_000
"""Beyond them a block makes one edit: the text reads the same, the way back is coarser."""
_BLOCK: Final = 1_024
_LONGEST_MATCH: Final = 200
"""Characters before the end of a block in which a match may begin that crosses it."""

Reading = Callable[[re.Match[str]], Iterable[Edit]]
ReadingBlock = Callable[[str, int, int], str]
"""What a text says from a start to an end."""


def matched(
    text: str,
    pattern: re.Pattern[str],
    read: Reading,
    quick: ReadingBlock,
    disguise: str = "",
    found: Iterable[re.Match[str]] | None = None,
) -> Iterator[Edit]:
    """What ``read`` makes of every match, in the order of the text.

    Args:
        text: Where to look.
        pattern: What to look for; linear.
        read: The edits for a match.
        quick: Reads a whole block where there are too many matches.
        disguise: What such a block is called.
        found: All matches, where there is a quicker way to find them.
    """
    count = 0
    for match in pattern.finditer(text) if found is None else found:
        if count >= _SINGLE_EDITS:
            yield from in_blocks(text, pattern, match.start(), quick, disguise)
            return
        for edit in read(match):
            count += 1
            yield edit


def each(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> ReadingBlock:
    """Reads a block by replacing the matches of a pattern that looks at nothing beside them."""
    return lambda text, start, end: pattern.sub(replace, text[start:end])


def each_beside(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> ReadingBlock:
    """The same for a pattern that looks at what stands before and after, at more cost."""

    def read(text: str, start: int, end: int) -> str:
        parts: list[str] = []
        for match in pattern.finditer(text, start):
            if match.start() >= end:
                break
            parts += text[start : match.start()], replace(match)
            start = match.end()
        return "".join([*parts, text[start:end]])

    return read


def respell(text: str, runs: re.Pattern[str], table: Mapping[int, str | None]) -> str:
    """Translate the runs of a pattern; a table asked for what it lacks is ten times slower."""
    return runs.sub(lambda run: run[0].translate(table), text)


def in_blocks(
    text: str, pattern: re.Pattern[str], start: int, read: ReadingBlock, disguise: str
) -> Iterator[Edit]:
    """The text from the match at ``start`` on, in blocks that no match crosses."""
    while start < len(text):
        end, following = _block_end(text, pattern, start)
        said = read(text, start, end)
        if said != text[start:end]:
            yield Edit(start, end, said, disguise)
        start = following


def _block_end(text: str, pattern: re.Pattern[str], start: int) -> tuple[int, int]:
    """Where the block ends and where the next match begins."""
    stop = start + _BLOCK
    for match in pattern.finditer(text, max(start, stop - _LONGEST_MATCH)):
        if match.end() > stop:
            end = max(stop, match.end()) if match.start() < stop else stop
            return end, max(end, match.start())
    return min(stop, len(text)), len(text)


def trie(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, quick however many."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    branches = [re.escape(head) + trie(tails) for head, tails in sorted(heads.items()) if head]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in heads else ''}"
