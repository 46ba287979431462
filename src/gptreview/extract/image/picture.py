"""One picture made ready for the engine: upright, opaque, and in parts that it can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from gptreview.extract.image.engine import LONGEST_SIDE, Seen

_PART_PIXELS: Final = LONGEST_SIDE * 736
"""The engine needs about 300 bytes a pixel. It enlarges what is lower than 736 pixels."""
_PART_HEIGHT: Final = 3_000
"""Pixels."""
_OVERLAP: Final = 160
"""Pixels that two parts share: a line that is no higher stands in one of them as a whole."""
_OVERVIEW_SIDE: Final = 1_600
"""Pixels of the longer side; higher letters than the overlap are legible there."""
_SLIMMEST: Final = 6
"""Times that a part may be longer than it is wide; else it would be enlarged too much."""
_DEEP_MODES: Final = ("I", "F")
"""Modes of Pillow's with more than 8 bits of grey, their variants beginning with the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the engine looks at in one go, and which of the lines there count."""

    picture: Any
    top: int = 0
    """Where it begins in the whole picture, in pixels."""
    scale: float = 1.0
    """Pixels of the whole picture for each of its own."""
    first: float = 0.0
    """From here on a line counts that has its middle here, in pixels of the whole picture."""
    end: float = float("inf")
    """As ``first``, and no longer so."""
    lowest: float = 0.0
    """Pixels of the whole picture; a line that is lower counts in another part."""
    highest: float = float("inf")

    def counts(self, line: Seen) -> bool:
        """Whether a line is to be taken from this part."""
        middle = self.top + line.middle * self.scale
        return (
            self.first <= middle < self.end
            and self.lowest <= line.height * self.scale < self.highest
        )


def surfaces(image: Any) -> Iterator[Any]:
    """The picture in RGB; one that lets its ground shine through, on white and then on black."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(_DEEP_MODES):
        image = _eight_bits(image)
    if not _is_opaque(image):
        image = image.convert("RGBA")
        for ground in ("white", "black"):
            yield Image.alpha_composite(Image.new("RGBA", image.size, ground), image).convert("RGB")
    else:
        yield image.convert("RGB")


def narrowed(picture: Any) -> Any:
    """The picture itself, or made smaller where it is wider than the engine can take."""
    width, height = picture.size
    if width <= LONGEST_SIDE:
        return picture
    return picture.resize((LONGEST_SIDE, max(1, height * LONGEST_SIDE // width)))


def parts(picture: Any) -> Iterator[Part]:
    """The whole picture, or of a large one strips in its full size and an overview at last."""
    width, height = picture.size
    part_height = min(_PART_PIXELS // width, _PART_HEIGHT)
    if height <= part_height:
        yield Part(_padded(picture))
        return
    step = part_height - _OVERLAP
    for top in range(0, height - _OVERLAP, step):
        bottom = min(height, top + part_height)
        yield Part(
            _padded(picture.crop((0, top, width, bottom))),
            top,
            first=top + _OVERLAP / 2 if top else 0.0,
            end=bottom - _OVERLAP / 2 if bottom < height else float("inf"),
            highest=_OVERLAP,
        )
    scale = max(1.0, max(width, height) / _OVERVIEW_SIDE)
    overview = picture.resize((max(1, int(width / scale)), max(1, int(height / scale))))
    yield Part(_padded(overview), scale=scale, lowest=_OVERLAP)


def _padded(picture: Any) -> Any:
    from PIL import Image

    width, height = picture.size
    size = (max(width, height // _SLIMMEST), max(height, width // _SLIMMEST))
    if size == (width, height):
        return picture
    padded = Image.new("RGB", size, picture.getpixel((0, 0)))
    padded.paste(picture)
    return padded


def _is_opaque(image: Any) -> bool:
    if not image.has_transparency_data:
        return True
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return bool(lowest == 255)


def _eight_bits(image: Any) -> Any:
    """Its darkest grey as black and its lightest as white; Pillow would cut them off."""
    image = image.convert("F")
    darkest, lightest = image.getextrema()
    scale = 255 / ((lightest - darkest) or 1)
    return image.point(lambda grey: grey * scale - darkest * scale).convert("L")
