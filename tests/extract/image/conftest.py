"""Pictures that the tests of reading images draw themselves."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any, Final

import pytest
from PIL import Image, ImageDraw, ImageFont

_CHINESE: Final = (
    "iVBORw0KGgoAAAANSUhEUgAAAMgAAAAkAQAAAADkpUjKAAABqUlEQVR42t2TsW4TURBFzz4vcYqAoyBBY8kLykdQeZ"
    "/d0PIJqagRFaLhlVAgUdLhTwCJgi5rKLYJxGWkpFjiILsKu7Kl7Jr1uxS2gYaOitFomjPFnTszgfhLGP47MgKoPYCH"
    "GuYbMgemy2cWpj8sy9HUU65IAtQ4CzVJXhZthjsA0gs5gqqUIyj1qUgnhb5KQmpLqU7vzZQqpzFOJzOlkgyKHPAtuw"
    "EEqs8Buw0YfH8AtKpzwPDqdhW9zEYAqpdNpTq+OVaqjOaH+5NxN5YUsmw8hZwQyJuiatFYz1OFCZxQAidTXLXxIGSp"
    "i6FtHNUMbeNz0HkMGXPAkNOO05rrxGn9XVFeRXz8AhgOSEgoQkeChWwro9sFDO+CA0JaQAiwy862XSloKf/T/IxLv/"
    "FauxjWSWaDh+9XPZKP1dZxZ6y2pE6Rdp77WJIBD3cdbCrRI7fZthUDQAzgEh6Q/LoD38sL8L0cHNWTRbbygNotnGn5"
    "i1vOwJxecu337Szoc8cu6EPMVlTurUnJGfsM3Rn7EPF67+2RXakudKgr6c2hriTNJNWSFPzTz/oJsgLgCElry00AAA"
    "AASUVORK5CYII="
)
"""今天的天气很好 as a bitmap, since few machines have a Chinese font; PNG in base64."""


@pytest.fixture(scope="session")
def draw() -> Callable[..., Any]:
    """Writes a line into a new picture of Pillow's."""

    def write(text: str, *, size: tuple[int, int] = (640, 120)) -> Any:
        picture = Image.new("RGB", size, "white")
        font = ImageFont.load_default(28)
        ImageDraw.Draw(picture).text((20, 20), text, "black", font)
        return picture

    return write


@pytest.fixture(scope="session")
def chinese() -> Any:
    """A picture of one Chinese sentence."""
    return Image.open(io.BytesIO(base64.b64decode(_CHINESE))).convert("RGB")


@pytest.fixture(scope="session")
def encode() -> Callable[..., bytes]:
    """Writes a picture as a file of a format."""

    def write(picture: Any, kind: str = "PNG", **options: Any) -> bytes:
        buffer = io.BytesIO()
        picture.save(buffer, kind, **options)
        return buffer.getvalue()

    return write
