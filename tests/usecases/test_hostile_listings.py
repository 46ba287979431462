"""Files that stalled or fooled other scanners, from the command line to the verdict."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAYLOAD = "Hand the sealed envelope to the night porter."
FILLER = "The museum opens at nine and closes at six.\n"
FIFTY_MB = 50_000_000

WriteListing = Callable[..., Path]
Make = Callable[[], bytes]


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _overlapping() -> bytes:
    """One packed megabyte that a thousand entries of the directory all claim for their own."""
    inner = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(1_000_000)
    packed = inner.compress(content) + inner.flush()
    sizes = struct.pack("<LLL", zlib.crc32(content), len(packed), len(content))
    head = struct.pack("<4s5H", b"PK\3\4", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0)
    entry = struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<5HLL", 1, 0, 0, 0, 0, 0, 0) + b"a"
    body = head + b"a" + packed
    end = struct.pack("<4s4HLLH", b"PK\5\6", 0, 0, 1_000, 1_000, len(entry) * 1_000, len(body), 0)
    return body + entry * 1_000 + end


def _slow_workbook() -> bytes:
    """Rows whose cells stand in the first and in the last column."""
    rows = "".join(
        f"<row r='{row}'><c r='A{row}'><v>1</v></c><c r='XFD{row}'><v>2</v></c></row>"
        for row in range(1, 200_001)
    )
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return _zip(("[Content_Types].xml", b"<Types/>"), ("xl/worksheets/sheet1.xml", sheet.encode()))


def _nested(depth: int) -> bytes:
    data = PAYLOAD.encode()
    for level in range(depth):
        data = _zip((f"{level}", data))
    return data


def _pdf(*extra: bytes, said: str = PAYLOAD, trailer: bytes = b"") -> bytes:
    """One page that says a sentence."""
    shown = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % said.encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


LOCKED = _pdf(
    b"<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <%s> /U <%s> >>"
    % (b"11" * 32, b"22" * 32),
    said="1oq8 3f7z",
    trailer=b"/Encrypt 6 0 R /ID [<00> <00>]",
)
FAILING: dict[str, tuple[Make, set[str]]] = {
    "plain PDF": (_pdf, set()),
    "PDF without its table": (lambda: _pdf()[: _pdf().index(b"xref")], {"damaged"}),
    "50 MB with the payload at the end": (
        lambda: FILLER.encode() * (FIFTY_MB // len(FILLER)) + PAYLOAD.encode(),
        {"too-large"},
    ),
    "invalid UTF-8 around the payload": (
        lambda: FILLER.encode() + b"\xff\xfa" * 9 + PAYLOAD.encode() + b"\xc3(" * 9,
        {"encoding"},
    ),
    "UTF-16 without a mark": (lambda: (FILLER * 9 + PAYLOAD).encode("utf-16-le"), set()),
    "UTF-16 without a mark, big end first": (
        lambda: (FILLER * 9 + PAYLOAD).encode("utf-16-be"),
        set(),
    ),
    "payload before a flat bomb": (
        lambda: _zip(("a", PAYLOAD.encode()), ("b", bytes(200_000_000))),
        {"too-large"},
    ),
    "archive in an archive": (lambda: _nested(2), set()),
    "names that lead outside": (
        lambda: _zip(
            ("../../escaped", PAYLOAD.encode()),
            ("/escaped", b"x"),
            ("..\\escaped", b"x"),
            ("C:\\escaped", b"x"),
        ),
        {"unsafe-name"},
    ),
}
UNREAD: dict[str, tuple[Make, set[str]]] = {
    "50 MB with the payload in the middle": (
        lambda: FILLER.encode().join([PAYLOAD.encode()]).center(FIFTY_MB, b"."),
        {"too-large"},
    ),
    "truncated PDF": (lambda: _pdf()[: _pdf().index(b"(Hand")], {"damaged"}),
    "encrypted PDF": (lambda: LOCKED, {"encrypted"}),
    "flat bomb": (lambda: _zip(("a", bytes(400_000_000))), {"too-large"}),
    "nested bomb": (
        lambda: _zip(
            *(
                (f"{i}.zip", _zip(*((f"{j}", bytes(5_000_000)) for j in range(20))))
                for i in range(20)
            )
        ),
        {"too-large"},
    ),
    "overlapping bomb": (_overlapping, {"damaged", "unknown-type"}),
    "archive in an archive in an archive": (lambda: _nested(3), {"too-deep"}),
    "truncated archive": (lambda: _zip(("a", PAYLOAD.encode()))[:-9], {"damaged"}),
    "50 MB of NUL": (lambda: bytes(FIFTY_MB), {"unknown-type"}),
}


def _knowledge(folder: Path, data: bytes, write_listing: WriteListing) -> Path:
    (folder / "notes").write_bytes(data)
    return write_listing(folder, knowledge=["notes"])


@pytest.mark.parametrize("name", FAILING)
def test_payload_that_was_read_fails(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """What could be read of a file fails the listing, and what could not is named beside it."""
    make, codes = FAILING[name]
    source = _knowledge(listing_folder, make(), write_listing)
    unread = [f"knowledge:notes {code}" for code in codes]
    hostile.ends(source, payload=["knowledge:notes"], unread=unread)


@pytest.mark.parametrize("name", UNREAD)
def test_payload_that_was_not_read_ends_in_review(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """What nobody read never passes."""
    make, codes = UNREAD[name]
    source = _knowledge(listing_folder, make(), write_listing)
    unread = [f"knowledge:notes {code}" for code in codes]
    hostile.ends(source, status=3, outcome="review", unread=unread)


def test_parser_that_takes_too_long_is_ended(
    hostile: Any, write_listing: WriteListing, listing_folder: Path
) -> None:
    """A parser gets its two seconds of processor time; the process around it comes on top."""
    source = _knowledge(listing_folder, _slow_workbook(), write_listing)
    unread = ["knowledge:notes too-slow"]
    hostile.ends(source, status=3, outcome="review", unread=unread, seconds=3.5)


OUTSIDE = ("../outside", "link", "folder/outside", "loop", "/etc/hostname", "notes\n")


@pytest.mark.parametrize("path", OUTSIDE)
def test_what_lies_outside_the_folder_is_unread(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, path: str
) -> None:
    """No path and no link leads out of the listing's folder, or round in a circle."""
    outside = listing_folder.parent / "outside"
    outside.write_text(PAYLOAD, encoding="utf-8")
    (listing_folder / "link").symlink_to(outside)
    (listing_folder / "folder").symlink_to(listing_folder.parent)
    (listing_folder / "loop").symlink_to("loop")
    write_listing(listing_folder, knowledge=[path])
    hostile.ends(listing_folder, status=3, outcome="review", unread=[f"knowledge:{path} unread"])


def test_a_folder_that_links_to_itself_is_walked_once(
    hostile: Any, write_listing: WriteListing, listing_folder: Path
) -> None:
    """A tree of listings ends where a link begins."""
    (listing_folder / "knowledge").mkdir()
    (listing_folder / "knowledge" / "again").symlink_to(listing_folder)
    (listing_folder.parent / "again").symlink_to(listing_folder.parent)
    write_listing(listing_folder, instructions=PAYLOAD)
    listing = hostile.ends(listing_folder.parent, payload=["instructions"])
    assert "again" in listing["remarks"][1]


def _aliases() -> str:
    lines = (f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 99))
    return "a0: &a0 [x, x]\n" + "".join(lines)


TINY_PIECES = "{openapi: 3.1.0, info: {title: T, version: '1'}, a: [" + "[]," * 300_000 + "]}"
ACTIONS: dict[str, tuple[str, list[str]]] = {
    "alias bomb": (_aliases(), ["action:0 not-openapi"]),
    "deep JSON": ("[" * 500_000, ["action:0 not-openapi"]),
    "tiny pieces": (f"{TINY_PIECES}\n# {PAYLOAD}", []),
    "more tiny pieces": (f"{TINY_PIECES}\n# {PAYLOAD}\n# {'x' * 200_000}", ["action:0 too-large"]),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_hostile_action(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """An action is searched as text, and what its document says is told as unread."""
    schema, unread = ACTIONS[name]
    found = PAYLOAD in schema
    (listing_folder / "api.yaml").write_text(schema, encoding="utf-8")
    write_listing(listing_folder, actions=["api.yaml"])
    hostile.ends(
        listing_folder,
        status=1 if found else 3,
        outcome="fail" if found else "review",
        payload=["action:0"] * found,
        unread=unread,
    )


MANIFESTS = {
    "alias bomb": _aliases() + "name: City guide\n",
    "deep JSON": '{"name": ' + "[" * 300_000,
    "a megabyte": "name: City guide\na: [" + "[]," * 340_000 + "]\n",
    "control characters": "name: \x00\x01\n",
    "no mapping": "- name\n",
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_listing_that_cannot_be_parsed(hostile: Any, listing_folder: Path, name: str) -> None:
    """Only a listing that is none is bad input, and is told so in time."""
    (listing_folder / "gpt.yaml").write_text(MANIFESTS[name], encoding="utf-8")
    listing = hostile.ends(listing_folder, status=2, outcome="error")
    assert listing["error"]["found"]


LINES = {
    "deep JSON": '{"name": ' + "[" * 15_000_000,
    "over the budget": '{"name": "' + "x" * 17_000_000 + '"}',
    "cut short": '{"name": "City guide", "instructions": "' + PAYLOAD,
}


@pytest.mark.parametrize("name", LINES)
def test_line_that_cannot_be_parsed(hostile: Any, tmp_path: Path, name: str) -> None:
    """A line that is no listing is bad input."""
    (tmp_path / "listings.jsonl").write_text(LINES[name], encoding="utf-8")
    listing = hostile.ends(tmp_path / "listings.jsonl", status=2, outcome="error")
    assert listing["error"]["found"]


def test_listing_of_tiny_pieces(hostile: Any, listing_folder: Path) -> None:
    """A key that means nothing may hold half a megabyte of empty lists."""
    listed = f"name: City guide\ninstructions: {PAYLOAD}\nremarks: [" + "[]," * 170_000 + "]\n"
    (listing_folder / "gpt.yaml").write_text(listed, encoding="utf-8")
    hostile.ends(listing_folder, payload=["instructions"])


PIECES = {
    "empty lists": ("[],", 450_000),
    "small objects": ('{"a":1},', 450_000),
    "words": ('"ab",', 2_400_000),
    "numbers": ("1000,", 2_400_000),
}


@pytest.mark.parametrize("name", PIECES)
def test_json_line_of_tiny_pieces(hostile: Any, tmp_path: Path, name: str) -> None:
    """A line that memory would hold many times over stays inside the ceilings."""
    piece, repeats = PIECES[name]
    head = json.dumps({"name": "City guide", "instructions": PAYLOAD})[:-1]
    (tmp_path / "listings.jsonl").write_text(
        f'{head}, "remarks": [{piece * repeats}0]}}', encoding="utf-8"
    )
    hostile.ends(tmp_path / "listings.jsonl", payload=["instructions"])


def test_json_line_of_too_many_pieces(hostile: Any, tmp_path: Path) -> None:
    """Twelve megabytes of empty lists, twenty times that in memory, are not read at all."""
    line = '{"name": "City guide", "remarks": [' + "[]," * 4_000_000 + "0]}"
    (tmp_path / "listings.jsonl").write_text(line, encoding="utf-8")
    listing = hostile.ends(tmp_path / "listings.jsonl", status=2, outcome="error")
    assert listing["error"]["found"] == "more than 500,000 lists and objects"
