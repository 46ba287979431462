"""One file of any type: found out what it is, and handed to the reader of its type."""

from __future__ import annotations

import time
from dataclasses import replace

from gptreview.extract import archive, kind
from gptreview.extract.encoding import Encoding, find_encoding
from gptreview.extract.epub import reading_order
from gptreview.extract.image.engine import is_installed
from gptreview.extract.intake import Intake
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.markup_text import TooManyTokens, declares_entities, markup_text
from gptreview.extract.plain import MAX_STRAY, decode
from gptreview.extract.text import Text, join, shorten

_MARKUP = frozenset({"text/html", "application/xhtml+xml", "application/xml"})
_CONTAINERS = {"zip": "application/zip", "epub": "application/epub+zip"}
_MIMETYPE_BYTES = 64


def read_file(intake: Intake, data: bytes, place: str = "", depth: int = 0) -> None:
    """Read a file and what is inside it.

    Args:
        intake: Takes what is found.
        data: The file's content.
        place: Where it stands in the artifact, in words; empty for the artifact itself.
        depth: Archives that it is in.
    """
    match kind.container_kind(data):
        case "zip":
            _read_zip(intake, data, place, depth)
        case "pdf":
            _read_document(intake, "pdf", data, place)
        case _:
            if not read_text(intake, data, place):
                _read_binary(intake, data, place, depth)


def read_text(intake: Intake, data: bytes, place: str) -> bool:
    """Read a file as text; False where the evidence says that it is none."""
    encoding = find_encoding(data)
    if encoding is None:
        return False
    texts, stray = decode(data, encoding, intake.characters_left)
    if encoding.doubt:
        reason = f"its bytes fit no known encoding well, or two of them; read as {encoding.name}"
        intake.skip(reason, place, "encoding")
    if stray > MAX_STRAY:
        intake.skip(_broken(stray, encoding), place, "damaged")
    media_type = kind.text_type(texts[0].text)
    if media_type in _MARKUP and len(texts) == 1:
        texts = _read_markup(intake, texts[0].text, media_type, place)
    elif media_type == kind.RTF:
        intake.skip("RTF: read as written, what its codes say is not", place, "unknown-type")
    intake.take([replace(text, media_type=media_type) for text in texts], place)
    return True


def read_field(intake: Intake, data: bytes) -> None:
    """Read what is typed and not uploaded: as written, whatever it looks like."""
    utf_8 = Encoding("utf-8")
    texts, stray = decode(data, utf_8, intake.characters_left)
    if stray:
        intake.skip(_broken(stray, utf_8), "", "damaged")
    intake.take(texts, "")


def _broken(stray: int, encoding: Encoding) -> str:
    return f"places where its bytes are not {encoding.name}: {stray:,}"


def _read_markup(intake: Intake, source: str, media_type: str, place: str) -> tuple[Text, ...]:
    if declares_entities(source):
        intake.skip("XML entities are declared, and not expanded", place, "xml-entities")
    try:
        text, count = markup_text(source, media_type, intake.tokens_left)
    except TooManyTokens:
        intake.skip("too much markup to take apart; read as written", place, "too-large")
        text, count = Text(source), intake.tokens_left
    intake.tokens_left -= count
    return shorten(text, intake.characters_left)


def _read_binary(intake: Intake, data: bytes, place: str, depth: int) -> None:
    match kind.late_container_kind(data):
        case "zip":
            _read_zip(intake, data, place, depth)
        case "pdf":
            _read_document(intake, "pdf", data, place)
        case _:
            image = kind.image_kind(data)
            if image and is_installed():
                _read_image(intake, image, data, place)
            else:
                reason, code = kind.describe(data)
                intake.skip(reason, place, code)


def _read_image(intake: Intake, image: str, data: bytes, place: str) -> None:
    limits = intake.limits
    seconds = limits.max_image_seconds - intake.image_seconds
    if seconds <= 0:
        intake.skip("no time left to read it", place, "too-slow")
        return
    limits = replace(
        limits,
        max_seconds=seconds,
        max_memory_bytes=limits.max_image_memory_bytes,
        max_characters=intake.characters_left,
    )
    started = time.monotonic()
    _take_binary(intake, image, data, place, limits)
    intake.charge_image(time.monotonic() - started)


def _read_document(intake: Intake, document: str, data: bytes, place: str) -> None:
    seconds = intake.seconds_left
    if seconds <= 0:
        intake.skip("no time left to read it", place, "too-slow")
        return
    limits = replace(
        intake.limits,
        max_seconds=seconds,
        max_characters=intake.characters_left,
        max_unpacked_bytes=intake.limits.max_unpacked_bytes - intake.unpacked_bytes,
    )
    if not _take_binary(intake, document, data, place, limits):
        read_text(intake, data, place)  # a text that only begins like a document


def _take_binary(
    intake: Intake, document: str, data: bytes, place: str, limits: ExtractLimits
) -> bool:
    """Take what another process reads; False where that is no text, but gaps."""
    from gptreview.extract.office.binary import extract_binary

    artifact = replace(intake.artifact, data=data)
    texts, unread = extract_binary(document, artifact, limits)
    for text in texts:
        intake.take(shorten(text, intake.characters_left), place)
    for gap in unread:
        intake.skip(gap.reason, join(place, gap.place), gap.code)
    return any(text.text for text in texts) or not unread


def _read_zip(intake: Intake, data: bytes, place: str, depth: int) -> None:
    try:
        opened = archive.open_archive(data, intake.limits.max_members)
        found = _archive_kind(opened)
    except archive.MemberError as error:
        intake.skip(error.reason, place, error.code)
        return
    if found not in _CONTAINERS:
        _read_document(intake, found, data, place)
        return
    if depth > intake.limits.max_depth:
        intake.skip("an archive inside an archive inside an archive", place, "too-deep")
        return
    if not place:
        intake.container = _CONTAINERS[found]
    if opened.strays:
        reason = f"{opened.strays:,} bytes of the archive belong to no member"
        intake.skip(reason, place, "damaged")
    members = opened.members
    if found == "epub":
        members = reading_order(members, intake.limits)
    for index, member in enumerate(members):
        if intake.exhausted:
            reason = f"{intake.exhausted}; unread members: {len(members) - index:,}"
            intake.skip(reason, join(place, f"from {member.name} on"), "too-large")
            break
        _read_member(intake, member, join(place, member.name), depth)
    if opened.comment:
        read_text(intake, opened.comment, join(place, "archive comment"))


def _archive_kind(opened: archive.Archive) -> str:
    first = next((each for each in opened.members if each.entry.filename == "mimetype"), None)
    mimetype = b""
    if first and first.entry.file_size <= _MIMETYPE_BYTES:
        mimetype = archive.unpack(first, _MIMETYPE_BYTES, 1)
    return kind.archive_kind(opened.names(), mimetype)


def _read_member(intake: Intake, member: archive.Member, place: str, depth: int) -> None:
    limits = intake.limits
    for reason, code in member.remarks:
        intake.skip(reason, place, code)
    intake.members += 1
    try:
        left = limits.max_unpacked_bytes - intake.unpacked_bytes
        data = archive.unpack(member, left, limits.max_ratio)
    except archive.MemberError as error:
        intake.unpacked_bytes += error.unpacked_bytes
        intake.skip(error.reason, place, error.code)
        return
    intake.unpacked_bytes += len(data)
    read_file(intake, data, place, depth + 1)
