"""What a file is, by its content; its name is no evidence."""

from __future__ import annotations

import re
from collections.abc import Collection

RTF = "application/rtf"
_PDF_HEADER_WITHIN = 1_024
"""Readers look for ``%PDF-`` so far from the beginning (PDF Reference 1.7, appendix H, note 13)."""
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""First bytes of an archive, an empty one and a split one (PKWARE APPNOTE 4.3.7, 4.3.16, 8.5.3)."""
_ZIP_END = b"PK\x05\x06"
_ZIP_END_WITHIN = 65_557
"""The end record, 22 bytes, and the longest comment (PKWARE APPNOTE 4.3.16)."""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Signature of a compound file ([MS-CFB] 2.2)."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Stream that holds an encrypted Office file ([MS-OFFCRYPTO] 2.3.4.4)."""
_IMAGES = re.compile(
    rb"(?P<png>\x89PNG\r\n\x1a\n)|(?P<jpeg>\xff\xd8\xff)|(?P<gif>GIF8[79]a)"
    rb"|(?P<webp>RIFF.{4}WEBP)|(?P<bmp>BM)|(?P<tiff>II\*\0|MM\0\*)",
    re.DOTALL,
)
"""First bytes (PNG 3, 5.2; JPEG, ITU T.81, B.1.1.3; GIF89a, 17; RFC 9649, 2.4; BITMAPFILEHEADER of
Windows; TIFF 6.0, section 2)."""
_OFFICE_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_MIN_CONFIDENCE = 0.3
"""Of a signature: puremagic gives a tenth for each byte. Only bitmaps have so short a one."""
_HEAD_CHARACTERS = 4_096

_LEADING = re.compile(r"\s*(?:<!--(?:(?!-->).){0,2000}-->\s*)*", re.DOTALL)
_XML = re.compile(r"<\?xml\s", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|link|base)\b[^<]*>)",
    re.IGNORECASE,
)
_HTML_FRAGMENT = re.compile(
    r"<(?:a|article|b|blockquote|center|div|dl|em|font|footer|form|h[1-6]|header|hr|i|iframe|img|li"
    r"|main|nav|ol|p|pre|section|span|strong|table|u|ul)\b[^<]*>",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<[a-z_][\w.:-]*(?:\s[^<]*)?/?>", re.IGNORECASE)
_DELIMITERS = {"\t": "text/tab-separated-values", ",": "text/csv", ";": "text/csv"}


def container_kind(data: bytes) -> str:
    """``pdf`` or ``zip`` by the first bytes; empty for anything else."""
    if data[:_PDF_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf\0\t\n\f\r ").startswith(b"%PDF-"):
        return "pdf"
    return "zip" if data.startswith(_ZIP_STARTS) else ""


def late_container_kind(data: bytes) -> str:
    """As `container_kind`, for bytes that are no text: a header may come late."""
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    return "zip" if _ZIP_END in data[-_ZIP_END_WITHIN:] else ""


def image_kind(data: bytes) -> str:
    """``png``, ``jpeg``, ``gif``, ``webp``, ``bmp`` or ``tiff``; empty for any other bytes.

    For bytes that are no text: a word may begin as a bitmap does.
    """
    found = _IMAGES.match(data)
    return str(found.lastgroup) if found else ""


def archive_kind(names: Collection[str], mimetype: bytes) -> str:
    """``epub``, ``docx``, ``xlsx`` or ``pptx``; ``zip`` for any other archive.

    Args:
        names: Of the members.
        mimetype: The first bytes of the member of that name (EPUB OCF 3.3, section 4.2.6.1).
    """
    if mimetype.strip() == b"application/epub+zip":
        return "epub"
    if "[Content_Types].xml" in names:
        kinds = {
            kind
            for folder, kind in _OFFICE_FOLDERS.items()
            if any(name.startswith(folder) for name in names)
        }
        if len(kinds) == 1:
            return kinds.pop()
    return "zip"


def text_type(text: str) -> str:
    """Media type of a text, by IANA's names."""
    head = text[:_HEAD_CHARACTERS]
    if head.startswith("{\\rtf"):
        return RTF
    leading = _LEADING.match(head)
    at = leading.end() if leading else 0
    last = text[-_HEAD_CHARACTERS:].rstrip()[-1:]
    if _XML.match(head, at):
        return "application/xhtml+xml" if re.search(r"<html\s", head) else "application/xml"
    if _HTML.match(head, at) or (last == ">" and _HTML_FRAGMENT.match(head, at)):
        return "text/html"
    if last == ">" and _ELEMENT.match(head, at):
        return "application/xml"
    if (head[at : at + 1] + last) in ("{}", "[]"):
        return "application/json"
    return _table_type(head)


def _table_type(head: str) -> str:
    lines = [line for line in head.split("\n")[:21] if line.strip()]
    if len(head) == _HEAD_CHARACTERS:
        lines = lines[:-1]  # it is cut
    for delimiter, media_type in _DELIMITERS.items():
        cells = re.compile(f"{delimiter}(?! )")  # prose has a blank after its commas
        counts = {len(cells.findall(re.sub(r'"[^"]*"', "", line))) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return media_type
    return "text/plain"


def describe(data: bytes) -> tuple[str, str]:
    """Why bytes that are no text and no document cannot be read, and the code of an `Unread`."""
    if data.startswith(_COMPOUND_FILE):
        if _ENCRYPTED_PACKAGE in data:
            return "encrypted Office file", "encrypted"
        return "Office file of the format before 2007, or a message: not read", "unknown-type"
    name, media_type = _signature(data)
    if image_kind(data):
        return "an image: its text is read with OCR only; pip install 'gptreview[ocr]'", "image"
    if media_type.startswith("image/"):
        return f"an image of a type that is not read ({media_type})", "image"
    if name:
        return f"not a text: {name}", "unknown-type"
    return "neither text nor a known type of file", "unknown-type"


def _signature(data: bytes) -> tuple[str, str]:
    import puremagic

    try:
        matches = puremagic.magic_string(data)
    except puremagic.PureError:
        matches = []
    found = [
        match
        for match in matches
        if len(set(match.byte_match)) > 1  # padding is no signature
        and (match.confidence >= _MIN_CONFIDENCE or match.mime_type.startswith("image/"))
    ]
    # Of the names for one signature, those with a media type are the best known ones.
    best = next(iter(sorted(found, key=lambda match: not match.mime_type)), None)
    return (best.name.strip(), best.mime_type) if best else ("", "")
