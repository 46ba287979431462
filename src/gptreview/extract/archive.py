"""ZIP archives: members unpacked in memory, one by one, inside the budget of the whole."""

from __future__ import annotations

import io
import re
import stat
import struct
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from zipfile import BadZipFile, ZipFile, ZipInfo

_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Signature, then the lengths of name and extra field (PKWARE APPNOTE 4.3.7)."""
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_BYTES = 22
_LOCAL_SIGNATURE = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flag bits 0, 6 and 13: encrypted, strongly so, directory too (PKWARE APPNOTE 4.4.4)."""
_EMPTY_BYTES = 2
"""What nothing at all is deflated to."""
_DESCRIBED, _UTF8_NAME = 0x8, 0x800
_FREE_BYTES = 1_048_576
"""Unpacked bytes that the ratio does not count: short files of blanks are innocent."""
_CHUNK_BYTES = 65_536
_PART_BYTES = 1_048_576
_SHOWN_CHARACTERS = 200
_UNSAFE = re.compile(r"^[/\\]|^[a-zA-Z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\x7f]")
_ENTRIES_PER_MEMBER = 20
"""Stored archives inside the archive have entries of their own."""


class MemberError(Exception):
    """A member cannot be unpacked.

    Args:
        reason: Why, in one clause.
        code: Of the `Unread`.
        unpacked_bytes: What was unpacked in vain, which the budget has to bear all the same: a
            thousand members that are each given up at the last moment are a bomb, too.
    """

    def __init__(self, reason: str, code: str = "damaged", unpacked_bytes: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.unpacked_bytes = unpacked_bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, still packed."""

    name: str
    """Fit to be shown."""
    entry: ZipInfo = field(repr=False)
    packed: memoryview | None = field(repr=False)
    """None where the archive does not hold it."""
    remarks: tuple[tuple[str, str], ...] = ()
    """Why a person should look at it though it is read: reason and code of an `Unread`."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What the directory of an archive says, checked against its bytes."""

    members: Sequence[Member]
    """In the order of the directory, folders left out."""
    comment: bytes
    """Those of the members included: nobody unpacks them, so somebody may hide a text there."""
    strays: int
    """Bytes that belong to no member and not to the directory."""

    def names(self) -> list[str]:
        """The members' names, as written."""
        return [member.entry.filename for member in self.members]


def open_archive(data: bytes, max_members: int) -> Archive:
    """Read the directory only.

    Raises:
        MemberError: There is none, it is damaged, or it has far too many entries to be read.
    """
    entries = data.count(_ENTRY)
    if entries > max_members * _ENTRIES_PER_MEMBER:
        raise MemberError(f"{entries:,} entries, {max_members:,} members are read", "too-large")
    try:
        with ZipFile(io.BytesIO(data)) as file:
            infos, comment, directory = file.infolist(), file.comment, file.start_dir
    except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise MemberError("a damaged archive") from error
    spans, strays = _spans(infos, memoryview(data), directory)
    after = len(data) - (data.rfind(_DIRECTORY_END) + _DIRECTORY_END_BYTES + len(comment))
    seen: set[str] = set()
    members = []
    for entry in infos:
        if not _is_folder(entry):
            members.append(_member(entry, spans.get(id(entry)), seen))
            seen.add(entry.filename)
    comments = (comment, *(entry.comment for entry in infos))
    return Archive(members, b"\n".join(filter(None, comments)), strays + max(0, after))


def _is_folder(entry: ZipInfo) -> bool:
    # ZipInfo.is_dir() raises where the name is empty (python/cpython issue 98286).
    return (
        entry.filename.endswith("/") and not entry.file_size and entry.compress_size <= _EMPTY_BYTES
    )


def _spans(
    infos: Sequence[ZipInfo], view: memoryview, directory: int
) -> tuple[dict[int, memoryview], int]:
    """The packed bytes of each entry that has some of its own, and how many bytes have none."""
    spans: dict[int, memoryview] = {}
    end = strays = 0
    for entry in sorted(infos, key=lambda each: each.header_offset):
        start = _content_start(view, entry)
        if start < 0 or entry.header_offset < end or start + entry.compress_size > directory:
            continue
        spans[id(entry)] = view[start : start + entry.compress_size]
        strays += entry.header_offset - end
        end = start + entry.compress_size
        if entry.flag_bits & _DESCRIBED:
            end = min(_after_descriptor(view, end), directory)
    return spans, strays + directory - end


def _content_start(view: memoryview, entry: ZipInfo) -> int:
    """Where an entry's content starts; -1 where there is no header, or one of another name."""
    at = entry.header_offset
    if not 0 <= at <= len(view) - _LOCAL_HEADER.size:
        return -1
    signature: bytes
    name_bytes: int
    extra_bytes: int
    signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack_from(view, at)
    name = bytes(view[at + _LOCAL_HEADER.size :][:name_bytes])
    encoding = "utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"
    if signature != _LOCAL_SIGNATURE or name.decode(encoding, "replace") != entry.orig_filename:
        return -1
    return at + _LOCAL_HEADER.size + name_bytes + extra_bytes


def _after_descriptor(view: memoryview, at: int) -> int:
    """Where the next header or the directory starts, if a data descriptor is all before it."""
    sizes = (16, 24, 12, 20)  # with signature or without, sizes of 4 or 8 bytes (APPNOTE 4.3.9)
    return next((at + size for size in sizes if bytes(view[at + size :][:2]) == b"PK"), at)


def _member(entry: ZipInfo, packed: memoryview | None, seen: Collection[str]) -> Member:
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in entry.orig_filename)
    remarks = []
    if _UNSAFE.search(entry.orig_filename):
        remarks.append(("a name that leads out of the archive's folder", "unsafe-name"))
    if stat.S_ISLNK(entry.external_attr >> 16):
        remarks.append(("a link to another file", "link"))
    if entry.filename in seen:
        remarks.append(
            ("a second member of this name; readers differ in which one counts", "damaged")
        )
    return Member(shown[:_SHOWN_CHARACTERS], entry, packed, tuple(remarks))


def unpack(member: Member, max_bytes: int, max_ratio: int) -> bytes:
    """A member's content, checked against its size and checksum.

    Raises:
        MemberError: It is encrypted, damaged, not what its entry says, or over the budget.
    """
    entry, packed = member.entry, member.packed
    if entry.flag_bits & _ENCRYPTED:
        raise MemberError("an encrypted archive member", "encrypted")
    if packed is None:
        raise MemberError("its place in the archive holds another member, or none")
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise MemberError(
            f"packed by method {entry.compress_type}, which is not read", "unknown-type"
        )
    ceiling = min(max_bytes, _FREE_BYTES + max_ratio * len(packed))
    if entry.compress_type == _STORED:
        content, whole = bytes(packed[: ceiling + 1]), True
    else:
        content, whole = _inflate(packed, ceiling + 1)
    if len(content) > ceiling:
        reason = f"it unpacks to more than {ceiling:,} bytes"
        raise MemberError(reason, "too-large", len(content))
    if not whole or len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        reason = "its content is not what the archive's directory says"
        raise MemberError(reason, unpacked_bytes=len(content))
    return content


def _inflate(packed: memoryview, max_bytes: int) -> tuple[bytes, bool]:
    """So much of the content, and whether the packed bytes end where it does."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = io.BytesIO()  # hands its bytes out without a copy, which a list of parts would need
    fed = 0
    try:
        while not inflater.eof and content.tell() < max_bytes:
            # What is handed in and not used is copied: so it must be little.
            pending = inflater.unconsumed_tail or packed[fed : fed + _CHUNK_BYTES]
            fed += 0 if inflater.unconsumed_tail else len(pending)
            part = inflater.decompress(pending, min(_PART_BYTES, max_bytes - content.tell()))
            if not part and not pending:
                break
            content.write(part)
    except zlib.error as error:
        # What the failed call unpacked is lost and was work all the same.
        spent = content.tell() + _PART_BYTES
        raise MemberError("damaged packed bytes", unpacked_bytes=spent) from error
    whole = inflater.eof and not inflater.unused_data and fed == len(packed)
    return content.getvalue(), whole
