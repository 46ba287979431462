"""XLSX: every cell with its value and formula, found by its name, and what stands around them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.cells import column_index, date_text, is_date_format, number_text
from gptreview.extract.office.child import read_pieces
from gptreview.extract.office.piece import Gap
from gptreview.extract.office.transcript import transcribe
from gptreview.model.segment import FieldKind, Segment

Read = Callable[..., tuple[list[tuple[str, str]], list[Gap]]]
MakePackage = Callable[[Mapping[str, str | bytes]], bytes]

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _save(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _relationships(*kinds_and_targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{TYPE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f"<Relationships>{rows}</Relationships>"


def _book(sheet: str, **parts: str) -> dict[str, str | bytes]:
    """A workbook of one sheet, whose references are the parts that are given."""
    named = {"styles": "xl/styles.xml", "strings": "xl/sharedStrings.xml"}
    return {
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="{TYPE}"><workbookPr date1904="1"/><sheets>'
        '<sheet name="S" r:id="r1"/><sheet name="T" r:id="r9"/><sheet name="U" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
        **{named[name]: content for name, content in parts.items()},
    }


def test_file_of_a_spreadsheet_program_is_read(read: Read) -> None:
    """A file that openpyxl writes gives rows, hidden sheets, comments, names and prompts."""
    workbook = openpyxl.Workbook()
    workbook.properties.creator = "A writer"
    workbook.defined_names["Rate"] = DefinedName("Rate", attr_text='"A named text"')
    staff = workbook.active
    assert staff is not None
    staff.title = "Staff"
    staff["A1"], staff["B1"], staff["D1"] = "Name", "Phone\tor\nmail", "Total"
    staff["A2"], staff["B2"], staff["D2"] = "Ann", 13800000000, "=B2*2"
    staff["A3"], staff["B3"] = dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001
    staff["C3"], staff["D3"] = dt.time(6, 15), True
    staff["XFD5"] = "far away"
    staff["B2"].comment = Comment("Call first", "Boss")
    staff["A2"].hyperlink = "https://example.com/ann"
    check = DataValidation(type="list", formula1='"Yes,No"', prompt="Say yes or no")
    check.add("C2")
    staff.add_data_validation(check)
    staff.oddHeader.center.text = "Printed top"
    hidden = workbook.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "kept"

    assert read("xlsx", _save(workbook)) == (
        [
            ("workbook", "Staff"),
            ("workbook", "Old"),
            ("workbook", "Rate"),
            ("workbook", '"A named text"'),
            ("sheet Staff row 1", "Name\tPhone or mail\t\tTotal"),
            ("sheet Staff row 2", "Ann\t13800000000\t\t=B2*2"),
            ("sheet Staff row 3", "2024-02-29\t2024-02-29 12:30:00\t06:15:00\tTRUE"),
            ("sheet Staff, cell XFD5", "far away"),
            ("sheet Staff, prompt", "Say yes or no"),
            ("sheet Staff", '"Yes,No"'),
            ("sheet Staff", "&CPrinted top"),
            ("sheet Staff", "Boss"),
            ("sheet Staff, comment B2", "Call first"),
            ("sheet Old row 1", "kept"),
            ("properties", "creator: A writer"),
            ("links", "https://example.com/ann"),
        ],
        [],
    )


def test_segment_leads_to_the_cell() -> None:
    """A place in the text of a sheet is told as the cell that a person can go to."""
    workbook = openpyxl.Workbook()
    staff = workbook.active
    assert staff is not None
    staff.title = "Staff"
    staff["A11"], staff["B12"], staff["C12"] = "above", "13800000000", "x@example.com"
    pieces = read_pieces("xlsx", _save(workbook), ExtractLimits())
    (text,), unread = transcribe(pieces, "xlsx", "knowledge:a.xlsx")
    segment = Segment("knowledge:a.xlsx", FieldKind.KNOWLEDGE, text.text, marks=text.marks)

    spots = [str(segment.locate(text.text.index(word))) for word in ("above", "13800", "example")]

    assert spots == [
        "sheet Staff, cell A11, 1:1",
        "sheet Staff, cell B12, 1:1",
        "sheet Staff, cell C12, 1:3",
    ]
    assert unread == []
    assert text.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_every_type_of_cell_is_read(read: Read, make_package: MakePackage) -> None:
    """Shared, inline and cached texts, errors, and cells that do not say where they are."""
    sheet = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t>'
        '</r></is></c><c r="C2" t="str"><f>A1&amp;"x"</f><v>made</v></c><c t="e"><v>#N/A</v></c>'
        '<c t="b"><v>2</v></c><c t="s"><v>9</v></c><c t="s"><v>-1</v></c></row>'
        '\n<row><c r="??"><v>7</v></c><c r="A3"><v>8</v></c></row>'
        '<row r="99999999"><c s="1"><v>1</v></c><c s="x"><v>1</v></c><c/></row><row><c/></row>'
        "<v>stray</v><f>stray</f>"
    )
    strings = (
        "<sst>\n <si>\n<t>sha</t><t>red</t><rPh><t>(reading)</t></rPh></si>"
        "<si><t>unused</t></si></sst>"
    )
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy"/></numFmts><cellXfs>\n'
        '<xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="x"/></cellXfs><xf numFmtId="14"/>'
        "</styleSheet>"
    )
    data = make_package(_book(sheet, strings=strings, styles=styles))
    assert read("xlsx", data) == (
        [
            ("sheet S row 2", 'shared(reading)\tinline\tmade =A1&"x"\t#N/A\t2'),
            ("sheet S row 3", "7 8"),
            ("sheet S row 4", "1904-01-02\t1"),
            ("shared strings", "unused"),
        ],
        [],
    )


def test_numbers_of_any_length_are_read(read: Read, make_package: MakePackage) -> None:
    """Python makes no number of so many digits: an index of them is none, a value stays."""
    long = "9" * 5_000
    cells = f'<c t="s"><v>{long}</v></c><c s="{long}"><v>1</v></c><c s="0"><v>2</v></c>'
    styles = f'<styleSheet><cellXfs><xf numFmtId="{long}"/></cellXfs></styleSheet>'
    data = make_package(_book(f'<row r="{long}">{cells}</row>', styles=styles))
    assert read("xlsx", data) == ([("sheet S row 1", "\t1\t2")], [])


def test_damaged_parts_leave_the_rest_readable(read: Read, make_package: MakePackage) -> None:
    """Strings and styles that break off are told, and the cells are read without them."""
    sheet = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>5</v></c></row>'
    strings = "<sst><si><t>first</t></si><si><t>sec"
    data = make_package(_book(sheet, strings=strings, styles="<styleSheet"))
    said, gaps = read("xlsx", data)
    assert said == [("sheet S row 1", "first\t\t5")]
    reason = "XML that is not well-formed"
    assert gaps == [
        Gap("damaged", reason, "xl/sharedstrings.xml"),
        Gap("damaged", reason, "xl/styles.xml"),
    ]


def test_damaged_workbook_still_gives_its_sheets(read: Read, make_package: MakePackage) -> None:
    """Where the list of sheets cannot be read, they are read under their parts' names."""
    parts = _book("<row><c><v>5</v></c></row>") | {"xl/workbook.xml": "<workbook><sheets>"}
    assert read("xlsx", make_package(parts)) == (
        [("part xl/worksheets/sheet1.xml row 1", "5")],
        [Gap("damaged", "XML that is not well-formed", "xl/workbook.xml")],
    )


def test_damaged_references_are_told(read: Read, make_package: MakePackage) -> None:
    """A list of references that breaks off is a gap, and what it led to is read by name."""
    parts = _book("<row><c><v>5</v></c></row>") | {"xl/_rels/workbook.xml.rels": "<Relationships"}
    said, gaps = read("xlsx", make_package(parts))
    assert ("part xl/worksheets/sheet1.xml row 1", "5") in said
    place = "xl/_rels/workbook.xml.rels"
    assert gaps == [Gap("damaged", "XML that is not well-formed", place)]


def test_pivot_caches_and_connections_are_read(read: Read, make_package: MakePackage) -> None:
    """The copy of its source that a pivot table keeps, and where data comes from, are read."""
    parts = _book("") | {
        "xl/pivotCache/def.xml": '<pivotCacheDefinition><cacheField name="Client"><s v="Ann"/>'
        "</cacheField></pivotCacheDefinition>",
        "xl/connections.xml": '<connections><dbPr connection="Server=db.example" command="T"/>'
        "</connections>",
        "xl/printerSettings/p1.bin": "Office printer".encode("utf-16-le") + b"\0\x01Letter\0\0",
        "xl/printerSettings/p2.bin": b"\0\1\2",
    }
    assert read("xlsx", make_package(parts))[0] == [
        ("part xl/pivotcache/def.xml", "Client"),
        ("part xl/pivotcache/def.xml", "Ann"),
        ("part xl/connections.xml, connection", "Server=db.example"),
        ("part xl/printersettings/p1.bin", "Office printer\nLetter"),
    ]


def test_sheets_beyond_the_budget_are_unread(read: Read) -> None:
    """Sheets count as pages do."""
    workbook = openpyxl.Workbook()
    for name in ("One", "Two", "Three"):
        workbook.create_sheet(name)["A1"] = name.lower()
    said, gaps = read("xlsx", _save(workbook), ExtractLimits(max_pages=2))
    assert [line for line in said if line[0].startswith("sheet")] == [("sheet One row 1", "one")]
    assert gaps == [Gap("too-large", "over the budget of 2 slides or sheets", "2 slides or sheets")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("13800000000", "13800000000"),
        ("1.38E+10", "13800000000"),
        ("1.101011990030785E+17", "110101199003078500"),
        ("0.30000000000000004", "0.3"),
        ("-2.50", "-2.5"),
        ("1E-7", "0.0000001"),
        ("1E-300", "1E-300"),
        ("1E999999999", "1E999999999"),
        ("nan", "nan"),
        ("0.0", "0"),
        ("n/a", "n/a"),
    ],
)
def test_numbers_are_written_in_full(raw: str, text: str) -> None:
    """A number keeps its digits and never comes as a power of ten, and a hostile one costs none."""
    assert number_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "from_1904", "text"),
    [
        ("45351", False, "2024-02-29"),
        ("45351.5", False, "2024-02-29 12:00:00"),
        ("0.25", False, "06:00:00"),
        ("1", False, "1900-01-01"),
        ("43889", True, "2024-02-29"),
        ("-1", False, "-1"),
        ("1e12", False, "1000000000000"),
        ("soon", False, "soon"),
    ],
)
def test_day_numbers_are_written_as_dates(raw: str, *, from_1904: bool, text: str) -> None:
    """Both calendars of spreadsheets give ISO dates; what is no day stays as it is."""
    assert date_text(raw, from_1904=from_1904) == text


@pytest.mark.parametrize(
    ("number", "code", "date"),
    [
        (14, "", True),
        (0, "", False),
        (164, "yyyy-mm-dd", True),
        (164, "[h]:mm", True),
        (164, '[Red]0.00" days"', False),
        (164, "General", False),
        (164, "#,##0\\d", False),
    ],
)
def test_date_formats_are_told_from_numbers(number: int, code: str, *, date: bool) -> None:
    """Letters in quotes, escapes and colours make no date."""
    assert is_date_format(number, code) is date


@pytest.mark.parametrize(
    ("reference", "index"), [("A1", 0), ("$B$12", 1), ("XFD9", 16383), ("XFE1", None), ("1", None)]
)
def test_columns_are_counted(reference: str, index: int | None) -> None:
    """The last column is XFD."""
    assert column_index(reference) == index


def test_rows_within_rows_end_once(read: Read, make_package: MakePackage) -> None:
    """Sheet data in sheet data is no sheet, and every cell of it is read all the same."""
    inner = '<row r="1"><c><v>5</v></c></row><sheetData/><row r="2"><c><v>6</v></c></row>'
    said, _gaps = read("xlsx", make_package(_book(inner)))
    assert [text for place, text in said if place.startswith("sheet S row")] == ["5", "6"]
