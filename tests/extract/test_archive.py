from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable

import pytest

from gptreview.extract.archive import Member, MemberError, open_archive, unpack
from gptreview.extract.extract import Extraction
from gptreview.extract.limits import ExtractLimits
from gptreview.model.segment import Mark, Segment, Unread

Read = Callable[..., Extraction]
Pack = Callable[..., bytes]


def only_segment(found: Extraction) -> Segment:
    """The one segment of an extraction."""
    (segment,) = found.segments
    return segment


def gaps(found: Extraction) -> list[tuple[str, str, str]]:
    """Code, place and reason of what was not read."""
    return [(gap.code, gap.place, gap.reason) for gap in found.unread]


def test_members_are_one_text(read: Read, pack: Pack) -> None:
    """Members are joined by a blank line, each with a mark; folders are none."""
    inner = pack(("deep/notes.txt", "three"))
    data = pack(
        ("a.txt", "one\ntwo"), ("empty/", ""), ("inner.zip", inner), ("b.html", "<p>four</p>")
    )
    segment = only_segment(read(data))
    assert segment.text == "one\ntwo\n\nthree\n\nfour"
    assert segment.marks == (
        Mark(0, "a.txt"),
        Mark(9, "inner.zip > deep/notes.txt"),
        Mark(16, "b.html", column=4),
    )
    assert segment.media_type == "application/zip"
    assert str(segment.locate(4)) == "a.txt, 2:1"


def test_empty_archive_is_read(read: Read, pack: Pack) -> None:
    """An archive without members has no text, and hides none."""
    assert read(pack()) == Extraction((), ())


def test_depth_is_limited(read: Read, pack: Pack) -> None:
    """An archive in an archive is read, one further inside is not."""
    data = pack(("a", "shallow"))
    for name in ("b.zip", "c.zip"):
        data = pack((name, data))
    found = read(data)
    reason = "an archive inside an archive inside an archive"
    assert gaps(found) == [("too-deep", "c.zip > b.zip", reason)]
    assert read(data, ExtractLimits(max_depth=2)).unread == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/cron.d/x", "../../etc/cron.d/x"),
        ("/etc/x", "/etc/x"),
        ("C:\\x", "C:\\x"),
        ("a\\..\\x", "a\\..\\x"),
    ],
)
def test_name_that_leads_out_is_told(read: Read, pack: Pack, name: str, shown: str) -> None:
    """Its text is read, for nothing is ever written, and a person learns of the name."""
    found = read(pack((name, "payload")))
    assert only_segment(found).text == "payload"
    assert gaps(found) == [("unsafe-name", shown, "a name that leads out of the archive's folder")]


def test_name_with_nul_is_told(read: Read, pack: Pack) -> None:
    """What follows a NUL in a name is shown, though some readers stop there."""
    data = pack(("a.txt?.exe", "x" * 9)).replace(b"a.txt?.exe", b"a.txt\0.exe")
    assert gaps(read(data)) == [
        ("unsafe-name", "a.txt\ufffd.exe", "a name that leads out of the archive's folder")
    ]


def test_link_is_told(read: Read, pack: Pack) -> None:
    """A symbolic link is never followed; where it leads is text."""
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    found = read(pack((info, "/etc/hosts")))
    assert only_segment(found).text == "/etc/hosts"
    assert gaps(found) == [("link", "link", "a link to another file")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_repeated_name_is_told(read: Read, pack: Pack) -> None:
    """Both members of one name are read, for nobody knows which one counts."""
    found = read(pack(("a", "one"), ("a", "two")))
    assert only_segment(found).text == "one\n\ntwo"
    assert [gap.code for gap in found.unread] == ["damaged"]


def test_encrypted_member_is_told(read: Read, pack: Pack) -> None:
    """Other members are read."""
    data = bytearray(pack(("a", "secret"), ("b", "open")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found = read(bytes(data))
    assert only_segment(found).text == "open"
    assert gaps(found) == [("encrypted", "a", "an encrypted archive member")]


def test_foreign_method_is_told(read: Read) -> None:
    """Only stored and deflated members are read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", "x" * 100)
    reason = "packed by method 12, which is not read"
    assert gaps(read(buffer.getvalue())) == [("unknown-type", "a", reason)]


@pytest.mark.parametrize("declared", [3, 300])
def test_declared_size_lies(read: Read, pack: Pack, declared: int) -> None:
    """A member of another size than the directory says is damaged, not cut."""
    data = bytearray(pack(("a", "x" * 30)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = declared.to_bytes(4, "little")
    reason = "its content is not what the archive's directory says"
    assert gaps(read(bytes(data))) == [("damaged", "a", reason)]


def test_damaged_content_is_told(read: Read, pack: Pack) -> None:
    """Packed bytes that cannot be unpacked, or give another checksum, are damaged."""
    packed = pack(("a", "some text or other"))
    broken = packed.replace(zlib_of(packed), b"\xff" * len(zlib_of(packed)))
    assert gaps(read(broken)) == [("damaged", "a", "damaged packed bytes")]
    changed = pack(("a", "some text"), stored=True).replace(b"some text", b"same text")
    assert [gap.code for gap in read(changed).unread] == ["damaged"]


def zlib_of(data: bytes) -> bytes:
    """The packed bytes of an archive's first member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.infolist()[0].compress_size
    start = 30 + 1
    return data[start : start + size]


def test_missing_directory_is_told(read: Read, pack: Pack) -> None:
    """A truncated archive is damaged as a whole."""
    assert gaps(read(pack(("a", "b"))[:40])) == [("damaged", "", "a damaged archive")]


def test_bytes_of_no_member_are_told(read: Read, pack: Pack) -> None:
    """What stands before, between or after the members is read by nobody, so it never passes."""
    packed = pack(("a", "one"), ("b", "two"))
    assert [gap.reason for gap in read(packed + b"hidden").unread] == [
        "6 bytes of the archive belong to no member"
    ]
    with_program = read(b"MZ\0\0" * 10 + packed)
    assert only_segment(with_program).text == "one\n\ntwo"
    assert [gap.reason for gap in with_program.unread] == [
        "40 bytes of the archive belong to no member"
    ]


def test_member_inside_another_is_told(read: Read, pack: Pack) -> None:
    """Two entries that share bytes, as in bombs that unpack the same bytes over and over."""
    data = bytearray(pack(("a", "one"), ("b", "two"), stored=True))
    second = data.rindex(b"PK\x01\x02") + 42
    data[second : second + 4] = (0).to_bytes(4, "little")
    found = read(bytes(data))
    assert only_segment(found).text == "one"
    assert gaps(found) == [
        ("damaged", "", "34 bytes of the archive belong to no member"),
        ("damaged", "b", "its place in the archive holds another member, or none"),
    ]


def test_entry_that_points_nowhere_is_told(read: Read, pack: Pack) -> None:
    """An entry whose header is out of the file is damaged."""
    data = bytearray(pack(("a", "one")))
    at = data.index(b"PK\x01\x02") + 42
    data[at : at + 4] = (9_999).to_bytes(4, "little")
    assert [gap.code for gap in read(bytes(data)).unread] == ["damaged", "damaged"]


def test_streamed_archive_has_no_stray_bytes(read: Read) -> None:
    """The sizes behind each member of a streamed archive belong to it."""

    class Pipe(io.RawIOBase):
        """Takes bytes only, in their order."""

        def __init__(self) -> None:
            self.content = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, part: bytes) -> int:  # type: ignore[override]
            self.content += part
            return len(part)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr("a", "one")
        archive.writestr("b", "two")
    found = read(bytes(pipe.content))
    assert (only_segment(found).text, found.unread) == ("one\n\ntwo", ())


def test_comments_are_text(read: Read) -> None:
    """The comments of an archive and of its members are read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.comment = b"second"
        archive.writestr(info, "one")
        archive.comment = b"first"
    segment = only_segment(read(buffer.getvalue()))
    assert segment.text == "one\n\nfirst\nsecond"
    assert segment.marks[1] == Mark(5, "archive comment")


def test_members_are_limited(read: Read, pack: Pack) -> None:
    """What is over the number of members is told once."""
    found = read(pack(*((f"{i}", "x") for i in range(5))), ExtractLimits(max_members=2))
    assert only_segment(found).text == "x\n\nx"
    assert gaps(found) == [
        ("too-large", "from 2 on", "over the budget of 2 members; unread members: 3")
    ]


def test_directory_is_limited(read: Read, pack: Pack) -> None:
    """An archive of far too many entries is not opened."""
    found = read(pack(*((f"{i}", "") for i in range(41))), ExtractLimits(max_members=2))
    assert gaps(found) == [("too-large", "", "41 entries, 2 members are read")]


def test_ratio_and_size_are_limited(read: Read, pack: Pack) -> None:
    """A member that unpacks to too much is given up; the budget is one for all members."""
    bomb = pack(("a", b"\0" * 3_000_000), ("b", "text"))
    found = read(bomb)
    assert only_segment(found).text == "text"
    assert [(gap.code, gap.place) for gap in found.unread] == [("too-large", "a")]
    limits = ExtractLimits(max_unpacked_bytes=10)
    assert [gap.place for gap in read(pack(("a", "x" * 8), ("b", "y" * 8)), limits).unread] == ["b"]


def test_characters_are_one_budget(read: Read, pack: Pack) -> None:
    """Of the member that goes over it beginning and end are read, further ones are not."""
    found = read(
        pack(("a", "aaaa"), ("b", "bbbbBBBB"), ("c", "c")), ExtractLimits(max_characters=8)
    )
    assert [(each.start, each.text) for each in found.segments] == [(0, "aaaa\n\nbbb"), (13, "B")]
    assert gaps(found) == [
        ("too-large", "b > characters 4 to 7", "over the budget of 8 characters"),
        ("too-large", "from c on", "over the budget of 8 characters; unread members: 1"),
    ]


def test_long_name_is_shortened(pack: Pack) -> None:
    """A name as long as the format allows does not flood a report."""
    (member,) = open_archive(pack(("n" * 60_000, "x")), 10).members
    assert len(member.name) == 200


def test_unpacking_stops_at_the_ceiling() -> None:
    """A stored member is looked at no further than the budget."""
    entry = zipfile.ZipInfo("a")
    with pytest.raises(MemberError, match="more than 2 bytes"):
        unpack(Member("a", entry, memoryview(b"abc")), 2, 200)


def test_packed_bytes_that_end_early_are_damaged() -> None:
    """A stream without its end is not taken for the whole content."""
    entry = zipfile.ZipInfo("a")
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed = zlib.compress(b"some text or other", wbits=-zlib.MAX_WBITS)[:-4]
    with pytest.raises(MemberError, match="not what the archive's directory says"):
        unpack(Member("a", entry, memoryview(packed)), 99, 200)


def test_unread_says_its_field(read: Read) -> None:
    """Each gap names the artifact that it is in."""
    assert read(b"PK\x03\x04").unread == (
        Unread("knowledge:x", "a damaged archive", "", "damaged"),
    )


def test_members_given_up_count_for_the_budget(read: Read, pack: Pack) -> None:
    """What is unpacked in vain is work all the same: a hundred small bombs end like one."""
    data = pack(*((f"{number}", bytes(3_000_000)) for number in range(5)), ("note", "kept out"))
    found = read(data, ExtractLimits(max_unpacked_bytes=2_000_000, max_ratio=0))
    over = "over the budget of 2,000,000 unpacked bytes; unread members: 4"
    assert gaps(found) == [
        ("too-large", "0", "it unpacks to more than 1,048,576 bytes"),
        ("too-large", "1", "it unpacks to more than 951,423 bytes"),
        ("too-large", "from 2 on", over),
    ]
    assert found.segments == ()


def test_damaged_members_count_for_the_budget(read: Read, pack: Pack) -> None:
    """A member that breaks off half-way has cost what it unpacked until then, and a megabyte."""
    data = bytearray(pack(("a", b"broken"), ("b", "kept out")))
    data[31] = 0xFF  # begins a block of a type that there is not (RFC 1951, section 3.2.3)
    found = read(bytes(data), ExtractLimits(max_unpacked_bytes=1_048_576))
    assert gaps(found) == [
        ("damaged", "a", "damaged packed bytes"),
        (
            "too-large",
            "from b on",
            "over the budget of 1,048,576 unpacked bytes; unread members: 1",
        ),
    ]


def test_member_without_a_name_is_read(read: Read, pack: Pack) -> None:
    """A name is no evidence of anything, nor is there need of one."""
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    segment = only_segment(read(pack((nameless, "one"), ("b", "two"))))
    assert (segment.text, segment.marks) == ("one\n\ntwo", (Mark(0, ""), Mark(5, "b")))
