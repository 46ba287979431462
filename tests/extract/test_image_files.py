"""Images among the files of a listing: with the extra for OCR, and without it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from gptreview.extract import reader
from gptreview.extract.extract import Extraction
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office import binary
from gptreview.extract.text import Text
from gptreview.model.segment import Artifact, Mark, Unread

Read = Callable[..., Extraction]
Pack = Callable[..., bytes]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
SIGNATURES = {
    "png": PNG,
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(60),
    "gif": b"GIF89a\0\0" + bytes(60),
    "webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(60),
    "bmp": b"BM\x9a\0\0\0" + bytes(60),
    "tiff": b"MM\0*\0\0\0\x08" + bytes(60),
}
HINT = "an image: its text is read with OCR only; pip install 'gptreview[ocr]'"
Asked = list[tuple[str, ExtractLimits]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Fakes the process that reads images: what it is asked for; it takes ten seconds each."""
    calls: Asked = []
    now = [100.0]

    def answer(
        kind: str, artifact: Artifact, limits: ExtractLimits
    ) -> tuple[list[Text], list[Unread]]:
        calls.append((kind, limits))
        if kind == "pdf":
            now[0] += 0.5
            return [Text("a page")], []
        now[0] += 10
        gap = Unread(artifact.field, "blurred", "text in the image", "unknown-letters")
        return [Text(f"words of a {kind}", (Mark(0, "text in the image"),))], [gap]

    monkeypatch.setattr(reader, "is_installed", lambda: True)
    monkeypatch.setattr(binary, "extract_binary", answer)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return calls


@pytest.mark.parametrize("kind", SIGNATURES)
def test_image_without_the_extra_is_unread(
    read: Read, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The reason says what to install."""
    monkeypatch.setattr(reader, "is_installed", lambda: False)
    found = read(SIGNATURES[kind])
    assert found == Extraction((), (Unread("knowledge:x", HINT, code="image"),))


@pytest.mark.parametrize("kind", SIGNATURES)
def test_image_is_known_by_its_content(read: Read, asked: Asked, kind: str) -> None:
    """The process is asked for the format, and its words and gaps are taken."""
    found = read(SIGNATURES[kind])
    assert [name for name, _ in asked] == [kind]
    assert [(each.text, str(each.locate(6))) for each in found.segments] == [
        (f"words of a {kind}", "text in the image, 1:7")
    ]
    gap = Unread("knowledge:x", "blurred", "text in the image", "unknown-letters")
    assert found.unread == (gap,)


def test_image_of_another_type_is_unread(read: Read, asked: Asked) -> None:
    """What the extra cannot read either is named with its type."""
    found = read(b"8BPS\0\1" + bytes(60))
    assert asked == []
    assert found.unread == (
        Unread(
            "knowledge:x",
            "an image of a type that is not read (image/vnd.adobe.photoshop)",
            code="image",
        ),
    )


def test_text_that_begins_like_a_bitmap_is_text(read: Read, asked: Asked) -> None:
    """Two letters are no evidence where all the others are letters, too."""
    assert read(b"BM is short for bench mark.").segments[0].text == "BM is short for bench mark."
    assert asked == []


def test_images_have_a_budget_of_their_own(read: Read, asked: Asked, pack: Pack) -> None:
    """All images of an archive share their seconds; documents beside them keep theirs."""
    limits = ExtractLimits(max_seconds=2, max_image_seconds=15, max_image_memory_bytes=7)
    pdf = b"%PDF-1.7\n%%EOF"
    members = [("a.pdf", pdf), ("b.png", PNG), ("c.txt", PNG), ("d.png", PNG), ("e.pdf", pdf)]
    found = read(pack(*members), limits)
    assert [(kind, each.max_seconds, each.max_memory_bytes) for kind, each in asked] == [
        ("pdf", 2, 268_435_456),
        ("png", 15, 7),
        ("png", 5, 7),
        ("pdf", 1.5, 268_435_456),
    ]
    assert [(gap.place, gap.code) for gap in found.unread] == [
        ("b.png > text in the image", "unknown-letters"),
        ("c.txt > text in the image", "unknown-letters"),
        ("d.png", "too-slow"),
    ]
