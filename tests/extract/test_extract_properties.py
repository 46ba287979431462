from __future__ import annotations

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptreview.extract.extract import Extraction, extract
from gptreview.extract.limits import ExtractLimits
from gptreview.model.segment import Artifact, FieldKind

SMALL = ExtractLimits(
    max_bytes=4_000, max_characters=300, max_members=4, max_unpacked_bytes=6_000, max_seconds=0
)
"""No seconds: parsers of binary formats have tests of their own."""
PIECES = st.one_of(
    st.sampled_from(
        ["<p>", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "<a b='", "'", ">", "hidden"]
    ),
    st.sampled_from(["<script>", "</script>", "&amp;", "&#x70;", "<!DOCTYPE a [", "]>", "<?xml "]),
    st.sampled_from(["\n", "\r\n", "你", "😀", "\0"]),
)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-32-le", "gb18030"])
MARKUP = st.lists(PIECES, max_size=60).map("".join)
TEXTS = st.one_of(st.text(max_size=400), MARKUP)
BYTES = st.one_of(
    st.binary(max_size=600),
    st.builds(lambda text, codec: text.encode(codec, "replace"), TEXTS, ENCODINGS),
    st.builds(lambda text: b"<html>" + text.encode("utf-8", "replace"), MARKUP),
)


def _zip(members: list[tuple[str, bytes]], patches: list[tuple[int, int]]) -> bytes:
    """An archive of some members, with some of its bytes changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members):
            archive.writestr(f"{number}{name}", content)
    data = bytearray(buffer.getvalue())
    for at, value in patches:
        data[at % len(data)] = value
    return bytes(data)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PATCHES = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=4)
ZIPS = st.builds(_zip, st.lists(st.tuples(NAMES, BYTES), max_size=6), PATCHES)
NESTED = st.builds(_zip, st.lists(st.tuples(NAMES, st.one_of(BYTES, ZIPS)), max_size=4), PATCHES)


def _check(found: Extraction) -> None:
    end = -1
    for segment in found.segments:
        assert segment.start > end or segment.start == 0
        end = segment.start + len(segment.text)
        assert segment.marks[0].start == 0
        starts = [mark.start for mark in segment.marks]
        assert starts == sorted(starts)
        for offset in range(len(segment.text) + 1):
            spot = segment.locate(offset)
            assert spot.line >= 1
            assert spot.column >= 1
        segment.text.encode("utf-8")  # no half of a surrogate pair, which no scanner could take
    separators = 2 * sum(len(segment.marks) for segment in found.segments)
    assert sum(len(segment.text) for segment in found.segments) <= 300 + separators
    assert all(gap.field == "knowledge:x" and gap.reason and gap.code for gap in found.unread)


@settings(max_examples=300, deadline=None)
@given(data=BYTES, kind=st.sampled_from([FieldKind.KNOWLEDGE, FieldKind.INSTRUCTIONS]))
def test_any_bytes_end_inside_the_budget(data: bytes, kind: FieldKind) -> None:
    """Whatever the bytes are, each character has a place, and what has no text is told."""
    found = extract(Artifact("knowledge:x", kind, "x", data), SMALL)
    _check(found)
    assert found.segments or found.unread


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(ZIPS, NESTED))
def test_any_archive_ends_inside_the_budget(data: bytes) -> None:
    """Whatever is in an archive, and whichever of its bytes are wrong, nothing is raised."""
    _check(extract(Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", data), SMALL))


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_utf_8_text_is_kept_as_written(text: str) -> None:
    """A text that is no markup comes out as it went in."""
    plain = "Note: " + text
    found = extract(Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", plain.encode()))
    assert [segment.text for segment in found.segments] == [plain]
    assert found.unread == ()
