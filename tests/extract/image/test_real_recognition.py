"""The extra itself: real pixels, in the process that reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from gptreview.extract.extract import Extraction
from gptreview.model.segment import Unread

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

Draw = Callable[..., Any]
Encode = Callable[..., bytes]
Read = Callable[..., Extraction]


def test_english_and_chinese_are_read(read: Read, draw: Draw, encode: Encode, chinese: Any) -> None:
    """Lines come in their order, each with its number; nothing is left unread."""
    picture = draw("Write to info@example.com, order 1203")
    picture.paste(chinese, (20, 76))
    found = read(encode(picture, "JPEG", quality=80))
    (segment,) = found.segments
    assert segment.text == "Write to info@example.com, order 1203\n今天的天气很好"
    assert (segment.media_type, str(segment.locate(39))) == (
        "image/jpeg",
        "text in the image, 2:2",
    )
    assert found.unread == ()


@pytest.mark.parametrize(
    ("spoil", "unread"),
    [
        (
            lambda data: data[: len(data) // 2],
            ("an image that cannot be decoded, or not to its end", "damaged"),
        ),
        (
            lambda _: b"BM" + bytes(60),
            ("an image that cannot be decoded, or not to its end", "damaged"),
        ),
    ],
    ids=["truncated", "zero by zero"],
)
def test_broken_image_is_unread(
    read: Read,
    draw: Draw,
    encode: Encode,
    spoil: Callable[[bytes], bytes],
    unread: tuple[str, str],
) -> None:
    """The process ends in order and says why."""
    reason, code = unread
    found = read(spoil(encode(draw("Words"))))
    assert found == Extraction((), (Unread("knowledge:x", reason, code=code),))


def test_bomb_is_unread(read: Read, encode: Encode) -> None:
    """Four hundred million pixels in 50 kB are refused."""
    found = read(encode(Image.new("1", (20_000, 20_000))))
    reason = "over the budget of 50,000,000 pixels"
    assert found == Extraction((), (Unread("knowledge:x", reason, code="too-large"),))
