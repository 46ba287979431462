"""From bytes to code points and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gptreview.scan.offsets import Offsets


@given(st.text(max_size=40), st.sampled_from(["", "a" * 2_048, "好" * 2_047, "😀é" * 2_100]))
def test_every_code_point_has_its_byte(text: str, before: str) -> None:
    """There and back again, wherever in a text of any length."""
    text = before + text
    data = text.encode("utf-8", "replace")
    offsets = Offsets(text, data)
    for point in {0, len(text), len(text) // 2, max(0, len(text) - 1), min(len(text), 2_048)}:
        byte = len(text[:point].encode("utf-8", "replace"))
        assert (offsets.byte(point), offsets.point(byte)) == (byte, point)


def test_a_byte_inside_a_character_belongs_to_it() -> None:
    """All bytes of a character give its own offset."""
    text = "a好b"
    offsets = Offsets(text, text.encode())
    assert [offsets.point(byte) for byte in range(6)] == [0, 1, 1, 1, 2, 3]
