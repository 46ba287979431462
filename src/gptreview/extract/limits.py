"""How much a file may ask of extraction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExtractLimits:
    """The budget of one artifact, everything inside it included."""

    max_bytes: int = 67_108_864
    """Bytes as they were uploaded, 64 MiB by default."""
    max_characters: int = 4_000_000
    """Code points of text, 4,000,000 by default. Of a longer text its beginning and its end are
    read, and the middle is unread."""
    max_pages: int = 2_000
    """Pages, slides or sheets, 2,000 by default."""
    max_members: int = 1_000
    """Files inside an archive, 1,000 by default."""
    max_depth: int = 1
    """Archives inside an archive, 1 by default."""
    max_unpacked_bytes: int = 134_217_728
    """Bytes that all members of an archive or office file unpack to, 128 MiB by default."""
    max_ratio: int = 200
    """Unpacked bytes for each packed one, 200 by default, counted above the first MiB."""
    max_seconds: float = 2.0
    """Seconds that a parser of a binary format may take, 2 by default."""
    max_memory_bytes: int = 268_435_456
    """Memory that a parser of a binary format may add, 256 MiB by default."""
    max_image_pixels: int = 50_000_000
    """Pixels of one image, width by height, 50,000,000 by default; of a larger one none is
    decoded."""
    max_image_seconds: float = 60.0
    """Seconds that finding the text in all images of an artifact may take, 60 by default: a page
    takes about 10, a photo of 12 million pixels 20."""
    max_image_memory_bytes: int = 1_610_612_736
    """Memory that reading an image may add, 1.5 GiB by default: a page adds 0.6, and
    the largest image 1.3."""
