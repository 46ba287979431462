"""What an image file says beside its pixels: comments and the properties that hold prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

_EXIF_FOLDER: Final = 0x8769
_PROSE: Final = (0x010E, 0x013B, 0x8298)
"""ImageDescription, Artist and Copyright (CIPA DC-008, Exif 2.32, 4.6.4)."""
_USER_COMMENT: Final = 0x9286
"""Eight bytes that name its encoding come first (CIPA DC-008, Exif 2.32, 4.6.5)."""
_UTF_16: Final = (0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
"""Title, comment, author, keywords and subject as Windows writes them."""


def properties(image: Any) -> Iterator[str]:
    """Each text once; of an image of Pillow's whose pixels are loaded, since some come last."""
    yield from dict.fromkeys(text for text in _texts(image) if text.strip())


def _texts(image: Any) -> Iterator[str]:
    for key, value in getattr(image, "text", {}).items():  # PNG has it
        yield f"{key}: {value}"
    yield _bytes(image.info.get("comment")).decode("utf-8", "replace")
    exif = image.getexif()
    for tag in _PROSE:
        yield str(exif.get(tag, ""))
    for tag in _UTF_16:
        yield _bytes(exif.get(tag)).decode("utf-16-le", "replace").rstrip("\0")
    comment = _bytes(exif.get_ifd(_EXIF_FOLDER).get(_USER_COMMENT))
    encoding = "utf-16" if comment.startswith(b"UNICODE") else "utf-8"
    yield comment[8:].decode(encoding, "replace").rstrip("\0")


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
