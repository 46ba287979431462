"""Images: every line of text that can be made out, and what could not be looked at."""

from __future__ import annotations

import io
import struct
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from gptreview.extract.image.engine import Seen, load_engine, see
from gptreview.extract.image.picture import narrowed, parts, surfaces
from gptreview.extract.image.properties import properties
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap, Line, Piece

PLACE: Final = "text in the image"
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""Of Pillow's; it has others that nobody needs here."""
_LEGIBLE_PIXELS: Final = 8
"""An image that is narrower or lower than this shows no letter."""
_UNSURE: Final = 0.5
"""Below this the engine by itself would drop a line (``text_score`` in rapidocr's config.yaml)."""
_BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, struct.error)
"""What Pillow raises at bytes that are not what their header says."""


def read_image(data: bytes, limits: ExtractLimits) -> Iterator[Piece]:
    """What an image shows and says; of a TIFF every page, of an animation the first picture."""
    from PIL import Image

    load_engine()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of doubtful tags, and of sizes: ours is the limit
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield from _Reader(image, limits).read()
    except Image.DecompressionBombError:
        yield _too_large(limits)
    except _BROKEN:
        yield Gap("damaged", "an image that cannot be decoded, or not to its end")


def _too_large(limits: ExtractLimits, place: str = "") -> Gap:
    return Gap("too-large", f"over the budget of {limits.max_image_pixels:,} pixels", place)


@dataclass(slots=True)
class _Reader:
    image: Any
    limits: ExtractLimits
    _started: float = field(default_factory=lambda: time.process_time())
    _longest: float = 0.0
    """Seconds that the slowest part has taken so far."""

    def read(self) -> Iterator[Piece]:
        count: int = getattr(self.image, "n_frames", 1)
        paged = self.image.format == "TIFF" and count > 1
        pages = min(count, self.limits.max_pages) if paged else 1
        for number in range(1, pages + 1):
            if paged:
                self.image.seek(number - 1)
            place = f"page {number}" if paged else ""
            if self._is_late:
                yield _too_slow(f"from {place} on")
                return
            yield from self._page(place)
        if paged and count > pages:
            reason = f"over the budget of {self.limits.max_pages:,} pages"
            yield Gap("too-large", reason, f"from page {pages + 1} on")
        elif count > pages:
            yield Gap("image", "an animation: only its first picture is read")

    @property
    def _is_late(self) -> bool:
        """Whether a further part would probably end the process, and what it has not sent yet."""
        used = time.process_time() - self._started
        return used + self._longest > self.limits.max_seconds

    def _page(self, place: str) -> Iterator[Piece]:
        width, height = self.image.size
        if width * height > self.limits.max_image_pixels:
            yield _too_large(self.limits, place)
            return
        self.image.load()
        for text in properties(self.image):
            yield Line(text, f"{place}, properties" if place else "properties")
        if min(width, height) < _LEGIBLE_PIXELS:
            return
        said: set[str] = set()
        for picture in surfaces(self.image):
            lines: list[Seen] = []
            yield from self._picture(picture, place, lines)
            text = "\n".join(line.text for line in lines if line.text not in said)
            said.update(line.text for line in lines)
            where = f"{place}, {PLACE}" if place else PLACE
            if text:
                yield Line(text, where)
            if any(line.score < _UNSURE for line in lines):
                reason = "letters that are hard to make out; what was read may be wrong"
                yield Gap("unknown-letters", reason, where)

    def _picture(self, picture: Any, place: str, lines: list[Seen]) -> Iterator[Gap]:
        """Fill in the lines that count; what comes out is what could not be looked at."""
        small = narrowed(picture)
        if small is not picture:
            reason = f"made smaller from {picture.width:,} pixels of width; small letters are lost"
            yield Gap("image", reason, place)
        for part in parts(small):
            if self._is_late:
                yield _too_slow(f"{place}, {_REST}" if place else _REST)
                return
            started = time.process_time()
            lines += filter(part.counts, see(part.picture))
            self._longest = max(self._longest, time.process_time() - started)


_REST: Final = "after what was read"


def _too_slow(place: str) -> Gap:
    return Gap("too-slow", "takes longer to read than its budget allows", place)
