"""What a file of evidence is, by its content; its name and what it was sent as prove nothing."""

from __future__ import annotations

from gptreview.extract.kind import container_kind, image_kind

_TEXT = "text/plain"
_LINE_CONTROLS = frozenset("\t\n\r\f")


def evidence_kind(data: bytes) -> str:
    """Media type of a PNG, JPEG, WebP, PDF or plain text; empty for anything else.

    A text is UTF-8 without control characters, which no other kind of file is.
    """
    image = image_kind(data)
    if image in ("png", "jpeg", "webp"):
        return f"image/{image}"
    if container_kind(data) == "pdf":
        return "application/pdf"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    has_controls = any(each < " " and each not in _LINE_CONTROLS for each in text)
    return "" if has_controls or "\x7f" in text or not text.strip() else _TEXT
