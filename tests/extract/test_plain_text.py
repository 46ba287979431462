from __future__ import annotations

import pytest

from gptreview.extract.encoding import Encoding
from gptreview.extract.plain import decode
from gptreview.extract.text import Text
from gptreview.model.segment import Mark


def test_text_is_decoded_as_written() -> None:
    """Nothing but the byte-order mark is taken away."""
    texts, stray = decode("\ufeffa\r\n\tb\n".encode(), Encoding("utf-8", 3), 100)
    assert (texts, stray) == ((Text("a\r\n\tb\n"),), 0)


def test_long_text_gives_its_beginning_and_its_end() -> None:
    """The end says with which line it begins, and how many characters stand before it."""
    texts, _ = decode(b"one\ntwo\nthree\nfour\n", Encoding("utf-8"), 12)
    assert texts == (Text("one\ntwo\nt"), Text("ur\n", (Mark(0, "", 4),), start=16))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be", "gb18030"])
def test_long_text_is_cut_by_characters(encoding: str) -> None:
    """Chunks of bytes leave no trace in the text, whatever its encoding."""
    text = "".join(f"{number} 你好\n" for number in range(300_000))
    (head, tail), stray = decode(text.encode(encoding), Encoding(encoding), 1_000_000)
    assert head.text == text[:750_000]
    assert tail.text == text[-250_000:]
    assert tail.start == len(text) - 250_000
    assert tail.marks == (Mark(0, "", text.count("\n", 0, tail.start) + 1),)
    assert stray == 0


def test_nothing_fits() -> None:
    """With no budget left only the length is told."""
    texts, _ = decode(b"abc", Encoding("utf-8"), 0)
    assert texts == (Text(""), Text("", start=3))


def test_broken_places_are_counted() -> None:
    """Each place that is no character is counted, also one that the file's end cuts."""
    texts, stray = decode(b"a\xffb\xff" + "你".encode()[:2], Encoding("utf-8"), 100)
    assert (texts[0].text, stray) == ("a\ufffdb\ufffd\ufffd", 3)


def test_written_replacement_character_is_no_loss() -> None:
    """U+FFFD that the author wrote is text."""
    assert decode("a\ufffdb".encode(), Encoding("utf-8"), 100) == ((Text("a\ufffdb"),), 0)
