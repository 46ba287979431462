"""DOCX: everything that is written in it, shown or not, with a place for each."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import docx
import pytest
from docx.enum.text import WD_BREAK

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap, sound

Read = Callable[..., tuple[list[tuple[str, str]], list[Gap]]]
MakePackage = Callable[[Mapping[str, str | bytes]], bytes]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _paragraph(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _document(body: str, namespaces: str = W) -> str:
    return f"<w:document {namespaces} {MC}><w:body>{body}</w:body></w:document>"


def test_file_of_a_word_processor_is_read(read: Read) -> None:
    """A file that python-docx writes gives body, tables, header, footer, comments, properties."""
    document = docx.Document()
    first = document.add_paragraph("First\tline")
    first.add_run().add_break(WD_BREAK.LINE)
    first.add_run("second line")
    table = document.add_table(2, 2)
    for row, column, text in ((0, 0, "a"), (0, 1, "b"), (1, 1, "d")):
        table.cell(row, column).text = text
    table.cell(1, 1).add_paragraph("more")
    document.add_paragraph("Last")
    document.sections[0].header.paragraphs[0].text = "Top"
    document.sections[0].footer.paragraphs[0].text = "Bottom"
    document.add_comment(first.runs, text="Check this", author="A", initials="A")
    document.core_properties.title = "Minutes"
    document.core_properties.author = ""
    document.core_properties.comments = "A remark"
    buffer = io.BytesIO()
    document.save(buffer)

    said, gaps = read("docx", buffer.getvalue())

    assert [line for line in said if not line[1].startswith(("Template:", "lpstr:"))] == [
        ("paragraph 1", "First\tline\nsecond line"),
        ("table 1, row 1", "a\tb"),
        ("table 1, row 2", "\td\nmore"),
        ("paragraph 2", "Last"),
        ("properties", "title: Minutes"),
        ("properties", "description: A remark"),
        ("header", "Top"),
        ("footer", "Bottom"),
        ("comment 0", "Check this"),
    ]
    # The thumbnail that python-docx packs into every file is nothing that anybody reads.
    assert gaps == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f"<w:p>{_run('ha')}{_run('xx', '<w:vanish/>')}{_run('te')}</w:p>",
            [("paragraph 1", "hate"), ("paragraph 1, with its hidden text", "haxxte")],
        ),
        ("<w:p>" + _run("shown", "<w:vanish w:val='0'/>") + "</w:p>", [("paragraph 1", "shown")]),
        (
            f"<w:p>{_run('Pay ')}<w:ins>{_run('nothing')}</w:ins>"
            "<w:del><w:r><w:delText>now</w:delText></w:r></w:del></w:p>",
            [("paragraph 1", "Pay nothing"), ("paragraph 1, before its changes", "Pay now")],
        ),
        (f"<w:p><w:ins>{_run('new')}</w:ins></w:p>", [("paragraph 1", "new")]),
        (
            f"<w:p><w:moveFrom>{_run('old')}</w:moveFrom></w:p>"
            f"<w:p><w:moveTo>{_run('old')}</w:moveTo></w:p>",
            [("paragraph 1, before its changes", "old"), ("paragraph 2", "old")],
        ),
        (
            "<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>" + _run("here") + "</w:p>",
            [("paragraph 1", "here"), ("paragraph 1", "HYPERLINK x")],
        ),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>a</w:t>"
            "<w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:sym w:char='0041'/>"
            "<w:sym w:char='zz'/>"
            "<w:sym w:char='D800'/><w:cr/><w:t>c</w:t></w:r></w:p><w:br/><w:sym w:char='0041'/>",
            [("paragraph 1", "a-b\u00adA\nc")],
        ),
        (
            "<w:p><w:r><w:drawing><docPr descr='A red house' title='House'/>"
            "<posOffset>914400</posOffset></w:drawing></w:r></w:p><docPr descr='Alone'/>",
            [
                ("paragraph 1, alt text", "A red house"),
                ("paragraph 1, alt text", "House"),
                ("alt text", "Alone"),
            ],
        ),
        (
            f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{_paragraph('Boxed')}"
            f"</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{_paragraph('Boxed')}"
            f"{_paragraph('Only here')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
            f"{_run('Around')}</w:p>",
            [("text box 1", "Boxed"), ("text box 2", "Only here"), ("paragraph 1", "Around")],
        ),
        (
            f"<w:tbl><w:tr><w:tc>{_paragraph('outer')}<w:tbl><w:tr><w:tc>{_paragraph('inner')}"
            "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
            [("table 1, row 1", "outer\ninner")],
        ),
        (
            f"<w:tbl><w:tc>{_paragraph('rowless')}</w:tc></w:tbl><w:tr><w:tc>{_paragraph('x')}"
            "</w:tc></w:tr>",
            [("table 1, row 0", "rowless"), ("paragraph 1", "x")],
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val='Your name'/><w:tag w:val='7'/></w:sdtPr>"
            "<w:dropDownList><w:listItem w:displayText='Red' w:value='r'/></w:dropDownList>"
            "</w:sdt>",
            [("", "Your name"), ("", "Red")],
        ),
        ("<unknown>Loose <b/>words</unknown>", [("", "Loose"), ("", "words")]),
    ],
    ids=["hidden", "not hidden", "changed", "inserted", "moved", "field", "signs", "alt text",
         "text box", "nested table", "table parts alone", "form control", "unknown element"],
)  # fmt: skip
def test_body_is_read_as_shown_and_as_written(
    read: Read, make_package: MakePackage, body: str, said: list[tuple[str, str]]
) -> None:
    """What a paragraph shows, what it hides, and what stood there before are lines of their own."""
    data = make_package({"word/document.xml": _document(body)})
    assert read("docx", data) == (said, [])


def test_notes_links_and_other_parts_are_read(read: Read, make_package: MakePackage) -> None:
    """Foot- and endnotes, outside links, custom data and embedded texts have a place each."""
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    note = "<w:{0}s {1}><w:{0} w:id='2'>{2}</w:{0}></w:{0}s>"
    data = make_package(
        {
            "word/document.xml": _document(_paragraph("Body")),
            "word/footnotes.xml": note.format("footnote", W, _paragraph("Foot")),
            "word/endnotes.xml": note.format("endnote", W, _paragraph("End")),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{relationships}">'
            '<Relationship Id="r1" TargetMode="External" Target="https://example.com/"/>'
            '<Relationship Id="r2" Target="media/image1.png"/></Relationships>',
            "customXml/item1.xml": "<data><name>Custom</name></data>",
            "word/afchunk1.htm": "<p>Chunk</p>",
            "word/unnamed": "\ufeff<?xml version='1.0'?><a>By its head</a>",
            "word/empty.txt": "",
            "word/media/": "",
        }
    )
    assert read("docx", data) == (
        [
            ("paragraph 1", "Body"),
            ("footnote 2", "Foot"),
            ("endnote 2", "End"),
            ("links", "https://example.com/"),
            ("part customxml/item1.xml", "Custom"),
            ("word/afchunk1.htm", "<p>Chunk</p>"),
            ("part word/unnamed", "By its head"),
        ],
        [],
    )


def test_main_part_is_found_by_reference(read: Read, make_package: MakePackage) -> None:
    """A strict file whose main part has a name of its own is read in its order all the same."""
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    data = make_package(
        {
            "a.xml": f"<w:hdr {STRICT}>{_paragraph('Top')}</w:hdr>",
            "_rels/.rels": f'<Relationships><Relationship Type="{kind}" Target="/Odd/Main.xml"/>'
            "</Relationships>",
            "odd/main.xml": _document(_paragraph("Body"), STRICT),
        }
    )
    assert read("docx", data) == ([("paragraph 1", "Body"), ("header", "Top")], [])


def test_parts_that_cannot_be_read_are_counted_by_kind(
    read: Read, make_package: MakePackage
) -> None:
    """Images, macros and foreign files are one gap for each kind, and the text is kept."""
    data = make_package(
        {
            "word/document.xml": _document(_paragraph("Body")),
            "word/media/image1.png": b"\x89PNG",
            "word/media/image2.jpeg": b"",
            "word/media/unnamed": b"GIF89a",
            "word/vbaProject.bin": b"\0\1",
            "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        }
    )
    assert read("docx", data) == (
        [("paragraph 1", "Body")],
        [
            Gap("embedded", "1 embedded file of a type that is not read"),
            Gap("image", "3 embedded images; there is no OCR inside documents"),
            Gap("macro", "1 macro project"),
        ],
    )


def test_embedded_package_is_read_to_the_depth_of_the_budget(
    read: Read, make_package: MakePackage
) -> None:
    """An Office file in an Office file is read, and one in that is unread."""
    inner = make_package({"word/document.xml": _document(_paragraph("Inner"))})
    middle = make_package({"word/document.xml": _document(_paragraph("Middle")), "x.docx": inner})
    outer = make_package({"word/document.xml": _document(_paragraph("Outer")), "y.docx": middle})
    reason = "over 1 embedded files inside one another"
    assert read("docx", outer) == (
        [("paragraph 1", "Outer"), ("y.docx > paragraph 1", "Middle")],
        [Gap("too-deep", reason, "y.docx > x.docx")],
    )
    assert read("docx", outer, ExtractLimits(max_depth=2))[1] == []


def test_carriage_returns_and_half_surrogates_are_mended(read: Read) -> None:
    """Text comes with line feeds only, and can be encoded."""
    assert sound("a\r\nb\rc\ud800d") == "a\nb\nc\ufffdd"
    assert read("docx", b"")[1] == [
        Gap("damaged", "not a readable zip archive, as Office files are")
    ]
