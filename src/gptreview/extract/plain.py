"""Plain text: decoded as written, and of a text over the budget its beginning and its end."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from gptreview.extract.encoding import Encoding
from gptreview.extract.text import Text, shares
from gptreview.model.segment import Mark

MAX_STRAY = 3
"""So many broken places are stray bytes, less than two characters of GB18030, where one takes up
to four. Where there are more, a text in another encoding may stand."""
_CHUNK_BYTES = 1_048_576


@dataclass(slots=True)
class _Kept:
    """A text's chunks, the middle ones given up once it is over the budget."""

    head: int
    tail: int
    chunks: deque[tuple[int, int, str]] = field(default_factory=deque)
    """First character's offset, its line, and the text."""
    beginning: str = ""
    characters: int = 0
    line: int = 1

    def add(self, chunk: str) -> None:
        """Take the next chunk, and drop those that neither part needs any more."""
        self.chunks.append((self.characters, self.line, chunk))
        self.characters += len(chunk)
        self.line += chunk.count("\n")
        if self.characters <= self.head + self.tail:
            return
        if not self.beginning:
            self.beginning = "".join(text for _, _, text in self.chunks)[: self.head]
        while len(self.chunks) > 1 and self.chunks[1][0] <= self.characters - self.tail:
            self.chunks.popleft()

    def texts(self) -> Iterator[Text]:
        """The whole text, or its beginning and its end."""
        rest = "".join(text for _, _, text in self.chunks)
        if self.characters <= self.head + self.tail:
            yield Text(rest)
            return
        yield Text(self.beginning)
        at, line, _ = self.chunks[0]
        start = self.characters - self.tail
        mark = Mark(0, "", line + rest.count("\n", 0, start - at))
        yield Text(rest[start - at :], (mark,), start=start)


def decode(data: bytes, encoding: Encoding, max_characters: int) -> tuple[tuple[Text, ...], int]:
    """The text, and in how many places the bytes are no character; U+FFFD stands there.

    A megabyte at a time, so that a long text never stands in memory as a whole: with one emoji in
    it, Python keeps four bytes for each of its characters.
    """
    kept = _Kept(*shares(max_characters))
    decoder = codecs.getincrementaldecoder(encoding.name)()
    stray = 0
    for at in range(encoding.mark_bytes, len(data), _CHUNK_BYTES):
        chunk = data[at : at + _CHUNK_BYTES]
        text, broken = _decode_chunk(decoder, chunk, final=at + _CHUNK_BYTES >= len(data))
        stray += broken
        kept.add(text)
    return tuple(kept.texts()), stray


def _decode_chunk(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool
) -> tuple[str, int]:
    state = decoder.getstate()
    decoder.errors = "strict"
    try:
        return decoder.decode(chunk, final), 0
    except UnicodeDecodeError:
        decoder.setstate(state)
        decoder.errors = "replace"
        text = decoder.decode(chunk, final)
        return text, text.count("\ufffd")
