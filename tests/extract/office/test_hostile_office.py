"""Hostile files: each ends inside two seconds and 300 MB, says so, and keeps what was readable."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

MakePackage = Callable[[Mapping[str, str | bytes]], bytes]
MakePdf = Callable[..., bytes]
Outcomes = dict[str, tuple[float, str, list[str]]]

MAX_SECONDS = 2.5
"""Of processor time: two for the parser, the rest for the process to start."""
MAX_MIB = 300
MEASURE = """
import json, resource, sys
from pathlib import Path
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.binary import extract_binary
from gptreview.model.segment import Artifact, FieldKind
outcomes = {}
def used():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
for path in sorted(Path(sys.argv[1]).iterdir()):
    artifact = Artifact("knowledge:x", FieldKind.KNOWLEDGE, path.name, path.read_bytes())
    start = used()
    texts, unread = extract_binary(path.suffix[1:], artifact, ExtractLimits())
    seconds = used() - start
    text = texts[0].text[:9].strip() if texts else ""
    outcomes[path.name] = (seconds, text, sorted({gap.code for gap in unread}))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"outcomes": outcomes, "peak": peak}))
"""
BODY = "<document><body><p><r><t>Before</t></r></p>{}</body></document>"
TEXT = b"BT /F1 12 Tf 50 700 Td (Words) Tj ET"
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><document><body><p><r><t>&c;</t></r></p></body>'
    "</document>"
)
OUTSIDE = (
    '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<document><p><r><t>&a;</t></r></p></document>"
)
EXPECTED: dict[str, tuple[str, list[str]]] = {
    "bomb.docx": ("part a.xm", ["too-large"]),
    "deep.docx": ("Before", ["too-deep"]),
    "encrypted-office.docx": ("", ["encrypted"]),
    "encrypted-part.docx": ("", ["encrypted"]),
    "entities.docx": ("", ["xml-entities"]),
    "far-cells.xlsx": ("1\n2\n1\n2\n1", ["too-slow"]),
    "garbage.pdf": ("", ["damaged"]),
    "half-bomb.docx": ("", ["too-large"]),
    "laughs.docx": ("", ["xml-entities"]),
    "lying-size.docx": ("", ["damaged"]),
    "many-members.docx": ("", ["too-large"]),
    "no-bytes.docx": ("", ["damaged"]),
    "no-bytes.pdf": ("", ["damaged"]),
    "odd-method.docx": ("", ["damaged"]),
    "page-count.pdf": ("Words", []),
    "packed-bomb.pdf": ("", ["crashed"]),
    "page-loop.pdf": ("", ["damaged"]),
    "repeated-string.xlsx": ("word word", ["too-large"]),
    "self-form.pdf": ("Words", []),
    "traversal.docx": ("Before\nx", []),
    "truncated.docx": ("", ["damaged"]),
    "wide-nesting.pdf": ("Words", []),
}


def _zip_with(change: Callable[[bytearray], None], content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    data = bytearray(buffer.getvalue())
    change(data)
    return bytes(data)


def _both(data: bytearray, local: int, central: int, value: bytes) -> None:
    """Set a field in the member's own header and in the directory."""
    directory = data.rindex(b"PK\1\2")
    data[local : local + len(value)] = value
    data[directory + central : directory + central + len(value)] = value


def _office_files(pack: MakePackage) -> dict[str, bytes]:
    content = BODY.format("").encode()
    name = "word/document.xml"
    sheet = "<worksheet><dimension ref='A1:XFD1048576'/><sheetData>{}</sheetData></worksheet>"
    far = "".join(f"<row r='{row}'><c r='A{row}'><v>1</v></c><c r='XFD{row}'><v>2</v></c></row>"
                  for row in range(1, 200_001))  # fmt: skip
    cells = "<row>" + "<c t='s'><v>0</v></c>" * 16_000 + "</row>"
    relation = "http://x/relationships"
    book = {
        "_rels/.rels": f"<Relationships><Relationship Type='{relation}/officeDocument' "
        "Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns:r='{relation}'><sheet name='S' r:id='a'/></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships><Relationship Id='a' "
        f"Type='{relation}/worksheet' Target='s.xml'/><Relationship Id='b' "
        f"Type='{relation}/sharedStrings' Target='t.xml'/></Relationships>",
        "xl/t.xml": f"<sst><si><t>{'word ' * 6_000}</t></si></sst>",
    }
    return {
        "bomb.docx": pack({"a.xml": b"<a>part a.xml</a>", name: b"\0" * 140_000_000}),
        "half-bomb.docx": pack({name: b"<a>" + b"<b/>" * 30_000_000}),
        "deep.docx": pack({name: BODY.format("<x>" * 50_000)}),
        "laughs.docx": pack({name: LAUGHS}),
        "entities.docx": pack({name: OUTSIDE}),
        "many-members.docx": pack({f"{number}.xml": "<a/>" for number in range(3_000)}),
        "traversal.docx": pack({name: content, "../../evil.txt": "x", "/etc/evil.xml": "<a/>"}),
        "truncated.docx": pack({name: content})[:-30],
        "no-bytes.docx": b"",
        "encrypted-office.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + "EncryptedPackage".encode("utf-16-le"),
        "encrypted-part.docx": _zip_with(lambda data: _both(data, 6, 8, b"\1\0"), content),
        "odd-method.docx": _zip_with(lambda data: _both(data, 8, 10, b"\x0c\0"), content),
        "lying-size.docx": _zip_with(lambda data: _both(data, 22, 24, b"\5\0\0\0"), content),
        "far-cells.xlsx": pack(book | {"xl/s.xml": sheet.format(far)}),
        "repeated-string.xlsx": pack(book | {"xl/s.xml": sheet.format(cells * 10)}),
    }


def _pdf_files(make_pdf: MakePdf) -> dict[str, bytes]:
    packed = zlib.compress(b" " * 400_000_000, 9)
    packed = zlib.compress(packed, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 6 0 R >> "
        b">> /Length 6 >>\nstream\n/X1 Do\nendstream"
    )
    return {
        "no-bytes.pdf": b"",
        "garbage.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 400,
        "packed-bomb.pdf": make_pdf().replace(empty, stream % (len(packed), packed)),
        "page-count.pdf": make_pdf(TEXT).replace(b"/Count 1", b"/Count 999999999"),
        "page-loop.pdf": make_pdf(TEXT).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        "self-form.pdf": make_pdf(TEXT + b" /X1 Do", form),
        "wide-nesting.pdf": make_pdf(TEXT, b"[" * 100_000 + b"]" * 100_000),
    }


@pytest.fixture(scope="module")
def measured(
    make_package: MakePackage, make_pdf: MakePdf, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Outcomes, int]:
    """Every hostile file read once, by a process whose children are nobody else's; peak in MiB."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in (_office_files(make_package) | _pdf_files(make_pdf)).items():
        (folder / name).write_bytes(data)
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder)], capture_output=True, check=True
    )
    found = json.loads(result.stdout)
    assert result.stderr == b""
    unit = 1_048_576 if sys.platform == "darwin" else 1_024  # getrusage(2) of either
    return {name: tuple(outcome) for name, outcome in found["outcomes"].items()}, (
        found["peak"] // unit
    )


def test_memory_stays_under_the_ceiling(measured: tuple[Outcomes, int]) -> None:
    """No child's resident memory passes 300 MB, whatever it reads."""
    assert measured[1] <= MAX_MIB


@pytest.mark.parametrize("name", EXPECTED)
def test_hostile_file_ends_in_time_and_is_told(measured: tuple[Outcomes, int], name: str) -> None:
    """What was readable is there, what was not has its code, and the time is kept."""
    seconds, text, codes = measured[0][name]
    assert (text, codes) == EXPECTED[name]
    assert seconds <= MAX_SECONDS


def test_no_file_is_written(measured: tuple[Outcomes, int]) -> None:
    """A name that climbs out of the archive leads nowhere."""
    assert "traversal.docx" in measured[0]
    assert not any(Path("/etc").glob("evil*"))
