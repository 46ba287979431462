"""Random and broken bytes: every one ends in text or in what is unread, and nothing is raised."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.binary import extract_binary
from gptreview.extract.office.child import read_pieces
from gptreview.extract.office.piece import Gap, Line
from gptreview.model.segment import Artifact, FieldKind

LIMITS = ExtractLimits(max_characters=100_000, max_unpacked_bytes=10_000_000)
KINDS = ("docx", "pdf", "pptx", "xlsx")
ELEMENTS = ("p", "r", "t", "tbl", "tr", "tc", "txbxContent", "ins", "del", "vanish", "br", "tab",
            "text", "comment", "c", "v", "f", "is", "row", "sheetData", "AlternateContent",
            "Choice", "Fallback", "footnote", "sst")  # fmt: skip
HEADS = (b"", b"%PDF-1.7\n", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@pytest.fixture(scope="module")
def samples(
    make_package: Callable[[Mapping[str, str | bytes]], bytes], make_pdf: Callable[..., bytes]
) -> dict[str, bytes]:
    """A sound file of each kind."""
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Staff")["B2"] = 45351.5
    sheet = io.BytesIO()
    workbook.save(sheet)
    table = "<tbl><tr><tc><p/></tc></tr></tbl>"
    body = f"<document><body><p><r><t>Words</t></r></p>{table}</body></document>"
    slide = {"ppt/slides/slide1.xml": "<sld><p><r><t>Words</t></r></p></sld>"}
    return {
        "docx": make_package({"word/document.xml": body, "word/media/a.png": b"\x89PNG"}),
        "pdf": make_pdf(b"BT /F1 12 Tf 50 700 Td (Words) Tj ET"),
        "pptx": make_package(slide),
        "xlsx": sheet.getvalue(),
    }


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(KINDS), head=st.sampled_from(HEADS), tail=st.binary(max_size=400))
def test_random_bytes_end_in_text_or_gaps(kind: str, head: bytes, tail: bytes) -> None:
    """Bytes that nobody made as a file are told, or read, and never raise."""
    for piece in read_pieces(kind, head + tail, LIMITS):
        assert isinstance(piece, Line | Gap)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_broken_files_end_in_text_or_gaps(
    samples: dict[str, bytes], data: st.DataObject, kind: str
) -> None:
    """A sound file cut short or with bytes changed is read or told, and never raises."""
    sample = bytearray(samples[kind])
    places = st.integers(0, len(sample) - 1)
    for at, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        sample[at] = value
    cut = data.draw(st.one_of(st.just(len(sample)), places))
    for piece in read_pieces(kind, bytes(sample[:cut]), LIMITS):
        assert isinstance(piece, Line | Gap)


@settings(max_examples=300, deadline=None)
@given(
    markup=st.recursive(
        st.text("ab ", max_size=3),
        lambda inner: st.builds(
            lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
            st.sampled_from(ELEMENTS),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    ),
    root=st.sampled_from(("document", "worksheet", "comments", "Properties", "sldMaster")),
)
def test_elements_in_any_order_are_read(
    make_package: Callable[[Mapping[str, str | bytes]], bytes], markup: str, root: str
) -> None:
    """However elements are nested, nothing is raised and no part is damaged."""
    data = make_package({"word/document.xml": f"<{root}>{markup}</{root}>"})
    assert [piece for piece in read_pieces("docx", data, LIMITS) if isinstance(piece, Gap)] == []


@settings(max_examples=6, deadline=None)
@given(kind=st.sampled_from(KINDS), head=st.sampled_from(HEADS), tail=st.binary(max_size=400))
def test_any_bytes_through_the_process_end_in_text_or_unread(
    kind: str, head: bytes, tail: bytes
) -> None:
    """The whole way through the child gives text or says what is unread."""
    artifact = Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", head + tail)
    texts, unread = extract_binary(kind, artifact, LIMITS)
    assert texts or unread
    assert {gap.code for gap in unread} <= {"damaged", "encrypted"}
