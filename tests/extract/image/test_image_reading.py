"""Reading images, with a fake in the engine's place: what is said, and what is told as a gap."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gptreview.extract.image import image as reading
from gptreview.extract.image.engine import Seen
from gptreview.extract.image.image import read_image
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.child import read_pieces
from gptreview.extract.office.piece import Gap, Line

Encode = Callable[..., bytes]
IN_IMAGE = "text in the image"
DAMAGED = Gap("damaged", "an image that cannot be decoded, or not to its end")
UNSURE = "letters that are hard to make out; what was read may be wrong"
SLOW = "takes longer to read than its budget allows"


def _see(picture: Any) -> list[Seen]:
    """One line that names the colour of the picture's corner; nothing in white."""
    red = picture.getpixel((0, 0))[0]
    return [] if red == 255 else [Seen(f"red {red}", 1.0 if red else 0.4, 4.0, 8.0)]


@pytest.fixture(autouse=True)
def _fake_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "load_engine", lambda: None)
    monkeypatch.setattr(reading, "see", _see)


def _plain(red: int, size: tuple[int, int] = (20, 20)) -> Any:
    return Image.new("RGB", size, (red, red, red))


def _read(data: bytes, limits: ExtractLimits | None = None) -> list[Line | Gap]:
    return list(read_image(data, limits or ExtractLimits()))


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "WEBP"])
def test_each_format_is_read(encode: Encode, kind: str) -> None:
    """The text comes with the place where it stands."""
    options = {"lossless": True} if kind == "WEBP" else {}
    assert _read(encode(_plain(60), kind, **options)) == [Line("red 60", IN_IMAGE)]


def test_image_without_text_is_read(encode: Encode) -> None:
    """No text is no gap."""
    assert _read(encode(_plain(255))) == []


def test_image_too_small_for_letters_is_read(encode: Encode) -> None:
    """Nobody can hide a letter in seven pixels."""
    assert _read(encode(_plain(60, (7, 500)))) == []


def test_unsure_text_is_kept_and_told(encode: Encode) -> None:
    """What the engine would drop is scanned, and a person must look."""
    assert _read(encode(_plain(0))) == [
        Line("red 0", IN_IMAGE),
        Gap("unknown-letters", UNSURE, IN_IMAGE),
    ]


def test_line_on_both_grounds_is_said_once(encode: Encode, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a transparent picture, what both grounds show is one line, and the rest is added."""
    answers = iter([[Seen("a", 1.0, 1.0, 2.0)], [Seen("a", 1.0, 1.0, 2.0), Seen("b", 1.0, 3, 4)]])
    monkeypatch.setattr(reading, "see", lambda _: next(answers))
    assert _read(encode(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))) == [
        Line("a", IN_IMAGE),
        Line("b", IN_IMAGE),
    ]


def test_pages_of_a_fax_are_all_read(encode: Encode) -> None:
    """A TIFF has pages, up to the budget, and one that is too large is told by its number."""
    pages = [_plain(70, (30, 30)), _plain(80)]
    data = encode(_plain(60), "TIFF", save_all=True, append_images=pages)
    assert _read(data, ExtractLimits(max_image_pixels=400, max_pages=2)) == [
        Line("red 60", f"page 1, {IN_IMAGE}"),
        Gap("too-large", "over the budget of 400 pixels", "page 2"),
        Gap("too-large", "over the budget of 2 pages", "from page 3 on"),
    ]


def test_further_pictures_of_an_animation_are_unread(encode: Encode) -> None:
    """The first one is read; the others may say anything."""
    data = encode(_plain(60), "GIF", save_all=True, append_images=[_plain(90)])
    reason = "an animation: only its first picture is read"
    assert _read(data) == [Line("red 60", IN_IMAGE), Gap("image", reason)]


def test_bomb_is_refused_before_it_is_decoded(
    encode: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image of 400 million pixels in 50 kB costs nothing."""
    data = encode(Image.new("1", (20_000, 20_000)))
    monkeypatch.setattr(Image.Image, "load", None)
    assert _read(data) == [Gap("too-large", "over the budget of 50,000,000 pixels")]


def test_image_between_the_limits_is_refused(encode: Encode) -> None:
    """Our limit counts where Pillow only warns."""
    data = encode(Image.new("1", (12_000, 8_000)))
    assert _read(data) == [Gap("too-large", "over the budget of 50,000,000 pixels")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_truncated_image_is_unread(encode: Encode, kind: str) -> None:
    """Half an image is not read as if it were whole."""
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    data = encode(noise, kind)
    assert _read(data[: len(data) // 2]) == [DAMAGED]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n" + bytes(60), b"BM" + bytes(60), b"II*\0" + b"\xff" * 60],
    ids=["nothing", "png", "bmp", "tiff"],
)
def test_signature_alone_is_no_image(data: bytes) -> None:
    """What only begins like an image is unread with the reason."""
    assert _read(data) == [DAMAGED]


def test_wide_image_is_made_smaller_and_told(encode: Encode) -> None:
    """Letters that shrinking loses are no silent loss."""
    reason = "made smaller from 5,000 pixels of width; small letters are lost"
    assert _read(encode(_plain(60, (5_000, 20)))) == [
        Gap("image", reason),
        Line("red 60", IN_IMAGE),
    ]


def _clock(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
    ticks = itertools.chain(seconds, itertools.repeat(seconds[-1]))
    monkeypatch.setattr(time, "process_time", lambda: next(ticks))


def test_what_was_read_before_time_ran_out_is_kept(
    encode: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of a tall picture is told, rather than all of it lost with its process."""
    data = encode(_plain(60, (100, 9_000)))
    # Begin; page; first part, before and after; before the second part.
    _clock(monkeypatch, 0.0, 0.0, 0.0, 0.0, 3.0, 3.0)
    assert _read(data, ExtractLimits(max_seconds=5)) == [
        Gap("too-slow", SLOW, "after what was read"),
        Line("red 60", IN_IMAGE),
    ]


def test_pages_for_which_no_time_is_left_are_told(
    encode: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is not begun is named."""
    data = encode(_plain(60), "TIFF", save_all=True, append_images=[_plain(70)])
    _clock(monkeypatch, 0.0, 0.0, 0.0, 0.0, 3.0, 3.0)
    assert _read(data, ExtractLimits(max_seconds=5)) == [
        Line("red 60", f"page 1, {IN_IMAGE}"),
        Gap("too-slow", SLOW, "from page 2 on"),
    ]


def test_part_of_a_page_for_which_no_time_is_left_is_told(
    encode: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page is named, too."""
    data = encode(_plain(60), "TIFF", save_all=True, append_images=[_plain(70)])
    _clock(monkeypatch, 0.0, 0.0, 9.0)
    assert Gap("too-slow", SLOW, "page 1, after what was read") in _read(
        data, ExtractLimits(max_seconds=5)
    )


def test_comments_of_a_png_are_read(encode: Encode) -> None:
    """Words beside the pixels count, wherever in the file they stand."""
    info = PngInfo()
    info.add_text("Comment", "said in Latin")
    info.add_itxt("Note", "你好", zip=True)
    assert _read(encode(_plain(255), pnginfo=info)) == [
        Line("Comment: said in Latin", "properties"),
        Line("Note: 你好", "properties"),
    ]


def test_comments_of_a_photo_are_read(encode: Encode) -> None:
    """Exif's description and comments, and JPEG's own comment."""
    exif = Image.Exif()
    exif[0x010E] = "A description"
    exif[0x9C9C] = "For Windows\0".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0By the user"
    data = encode(_plain(255), "JPEG", exif=exif, comment=b"Of the file")
    said = ["Of the file", "A description", "For Windows", "By the user"]
    assert _read(data) == [Line(text, "properties") for text in said]


def test_comments_of_a_page_are_placed(encode: Encode) -> None:
    """A page's description is the page's."""
    data = encode(
        _plain(255), "TIFF", save_all=True, append_images=[_plain(255)], description="By a scanner"
    )
    assert Line("By a scanner", "page 1, properties") in _read(data)


def test_reading_process_knows_images(encode: Encode) -> None:
    """The process that reads documents reads images as well."""
    pieces = list(read_pieces("png", encode(_plain(60)), ExtractLimits()))
    assert pieces == [Line("red 60", IN_IMAGE)]
