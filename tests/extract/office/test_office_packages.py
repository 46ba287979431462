"""Packages inside their budget: what is refused, what is told, and what is read all the same."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.markup import End, MarkupError, Start, read_markup
from gptreview.extract.office.piece import Gap, Line, within_characters

Read = Callable[..., tuple[list[tuple[str, str]], list[Gap]]]
MakePackage = Callable[[Mapping[str, str | bytes]], bytes]

NAME = "word/document.xml"
BODY = "<document><body><p><r><t>Words</t></r></p>{}</body></document>"
TOO_DEEP = "over 1,000 XML elements inside one another"
DOCTYPE = "an XML document type, which may define entities"


def _flagged(data: bytes, local: int, central: int, value: bytes) -> bytes:
    """The archive with a field of its first member set, in its own header and the directory."""
    changed = bytearray(data)
    directory = changed.index(b"PK\1\2")
    changed[local : local + len(value)] = value
    changed[directory + central : directory + central + len(value)] = value
    return bytes(changed)


@pytest.mark.parametrize(
    ("tail", "gap"),
    [
        ("<x>" * 2_000, Gap("too-deep", TOO_DEEP, NAME)),
        ("</x>", Gap("damaged", "XML that is not well-formed", NAME)),
        ("&unknown;", Gap("damaged", "XML that is not well-formed", NAME)),
    ],
    ids=["deep", "broken", "unknown entity"],
)
def test_what_stands_before_a_fault_is_kept(
    read: Read, make_package: MakePackage, tail: str, gap: Gap
) -> None:
    """Markup is read up to its fault, and the fault is told."""
    assert read("docx", make_package({NAME: BODY.format(tail)})) == (
        [("paragraph 1", "Words")],
        [gap],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(read: Read, make_package: MakePackage, encoding: str) -> None:
    """No entity is ever defined, in whichever encoding somebody tries."""
    text = '<!DOCTYPE d [<!ENTITY a "b">]><document><p><r><t>&a;</t></r></p></document>'
    gap = Gap("xml-entities", DOCTYPE, NAME)
    assert read("docx", make_package({NAME: text.encode(encoding)})) == ([], [gap])


@pytest.mark.parametrize(
    ("local", "central", "value", "gap"),
    [
        (6, 8, b"\1\0", Gap("encrypted", "an encrypted part", NAME)),
        (8, 10, b"\x0c\0", Gap("damaged", "a part packed in a way Office does not use", NAME)),
        (14, 16, b"\0\0\0\0", Gap("damaged", "a part that cannot be unpacked", NAME)),
    ],
    ids=["encrypted", "method", "checksum"],
)
def test_parts_that_do_not_unpack_are_told(
    read: Read, make_package: MakePackage, local: int, central: int, value: bytes, gap: Gap
) -> None:
    """A part that is encrypted, oddly packed or damaged is unread, and the next one is read."""
    data = make_package({NAME: BODY.format(""), "note.txt": "Kept"})
    found, gaps = read("docx", _flagged(data, local, central, value))
    assert (("note.txt", "Kept") in found, gaps) == (True, [gap])


@pytest.mark.parametrize(
    ("limits", "gap"),
    [
        (
            ExtractLimits(max_unpacked_bytes=2_000_000),
            Gap("too-large", "over the budget of 2,000,000 unpacked bytes", "bomb.bin"),
        ),
        (
            ExtractLimits(),
            Gap("too-large", "unpacks to over 200 times its packed size", "bomb.bin"),
        ),
    ],
    ids=["bytes", "ratio"],
)
def test_bombs_are_refused_by_what_they_declare(
    read: Read, make_package: MakePackage, limits: ExtractLimits, gap: Gap
) -> None:
    """A part beyond the bytes or the ratio that a file may ask for is not unpacked."""
    data = make_package({NAME: BODY.format(""), "bomb.bin": b"\0" * 3_000_000})
    assert read("docx", data, limits) == ([("paragraph 1", "Words")], [gap])


def test_parts_beyond_the_budget_are_counted(read: Read, make_package: MakePackage) -> None:
    """As many parts as the budget allows are read, and the others are told by their number."""
    data = make_package({NAME: BODY.format(""), "a.txt": "Second", "b.txt": "", "c.txt": ""})
    assert read("docx", data, ExtractLimits(max_members=2)) == (
        [("paragraph 1", "Words"), ("a.txt", "Second")],
        [Gap("too-large", "over the budget of 2 parts", "2 parts")],
    )


def test_parts_of_one_name_are_all_read(read: Read) -> None:
    """Whichever of two parts a program would show, both are read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in ("One", "Two"):
            archive.writestr(NAME, BODY.replace("Words", text).format(""))
    assert read("docx", buffer.getvalue()) == (
        [("paragraph 1", "One"), ("paragraph 1", "Two")],
        [],
    )


def test_password_of_an_office_file_is_told(read: Read) -> None:
    """A compound file with an encrypted package inside needs a password."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert read("docx", data) == (
        [],
        [Gap("encrypted", "an Office file that needs a password")],
    )


def test_markup_comes_as_events() -> None:
    """Names lose their namespace, but a reference keeps its own mark."""
    chunks = [b"<a:x xmlns:a='urn:a' xmlns:r='http://x/relationships' r:id='1' ", b"id='2'>t</a:x>"]
    assert list(read_markup(chunks)) == [Start("x", {"r:id": "1", "id": "2"}), "t", End("x")]


def test_unknown_encoding_is_a_fault() -> None:
    """XML in an encoding that nobody knows is damaged."""
    with pytest.raises(MarkupError, match="not well-formed"):
        list(read_markup([b"<?xml version='1.0' encoding='nonsense'?><a/>"]))


def test_characters_stop_exactly_at_the_budget() -> None:
    """A text that fills the budget leaves nothing of the next one, which is told."""
    lines = iter([Line("abc", ""), Line("next", "page 2")])
    assert list(within_characters(lines, 4)) == [
        Line("abc", ""),
        Gap("too-large", "over the budget of 4 characters", "from page 2 on"),
    ]


def _reference(kind: str, target: str) -> str:
    return f'<Relationship Type="http://x/relationships/{kind}" Target="{target}"/>'


IMAGES = [Gap("image", "1 embedded image; there is no OCR inside documents")]


@pytest.mark.parametrize(
    ("of_package", "of_document", "gaps"),
    [
        ([("metadata/thumbnail", "docProps/thumbnail.jpeg")], [], []),
        ([("metadata/thumbnail", "/DocProps/Thumbnail.JPEG")], [("styles", "styles.xml")], []),
        ([("image", "docProps/thumbnail.jpeg")], [], IMAGES),
        ([], [("metadata/thumbnail", "../docProps/thumbnail.jpeg")], IMAGES),
        ([("metadata/thumbnail", "docProps/other.jpeg")], [], IMAGES),
        (
            [
                ("metadata/thumbnail", "docProps/thumbnail.jpeg"),
                ("image", "docProps/thumbnail.jpeg"),
            ],
            [],
            IMAGES,
        ),
        (
            [("metadata/thumbnail", "docProps/thumbnail.jpeg")],
            [("image", "../docProps/thumbnail.jpeg")],
            IMAGES,
        ),
    ],
    ids=[
        "thumbnail",
        "other case",
        "other type",
        "of a part",
        "other file",
        "shown",
        "shown inside",
    ],
)
def test_thumbnail_of_the_file_is_no_image_in_it(
    read: Read,
    make_package: MakePackage,
    of_package: list[tuple[str, str]],
    of_document: list[tuple[str, str]],
    gaps: list[Gap],
) -> None:
    """A picture that stands for the whole file is not missed, unless the document shows it, too."""
    listing = "<Relationships>{}</Relationships>"
    data = make_package(
        {
            NAME: BODY.format(""),
            "_rels/.rels": listing.format("".join(_reference(*each) for each in of_package)),
            "word/_rels/document.xml.rels": listing.format(
                "".join(_reference(*each) for each in of_document)
            ),
            "docProps/thumbnail.jpeg": b"\xff\xd8\xff",
        }
    )
    assert read("docx", data) == ([("paragraph 1", "Words")], gaps)


def test_thumbnail_that_is_no_image_is_read(read: Read, make_package: MakePackage) -> None:
    """What calls itself a thumbnail and is a text is read as one."""
    thumbnail = _reference("metadata/thumbnail", "docProps/thumbnail.txt")
    data = make_package(
        {
            NAME: BODY.format(""),
            "_rels/.rels": f"<Relationships>{thumbnail}</Relationships>",
            "docProps/thumbnail.txt": "Pay now",
        }
    )
    assert read("docx", data) == (
        [("paragraph 1", "Words"), ("docprops/thumbnail.txt", "Pay now")],
        [],
    )


@pytest.mark.parametrize(("name", "place"), [("", "unnamed"), ("/", "unnamed"), ("word/", "word/")])
def test_part_without_a_file_name_is_read(read: Read, name: str, place: str) -> None:
    """What has no name, or that of a folder, is read all the same."""
    buffer = io.BytesIO()
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(NAME, BODY.format(""))
        archive.writestr(entry, "Pay now")
        archive.writestr("empty/", "")
    said = [("paragraph 1", "Words"), (place, "Pay now")]
    assert read("docx", buffer.getvalue()) == (said, [])
