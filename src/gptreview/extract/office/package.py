"""The zip archive that an Office file is (ECMA-376 part 2), opened inside a budget."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.markup import End, MarkupError, Start, read_markup
from gptreview.extract.office.piece import Gap

_CHUNK_BYTES = 65_536
_HEAD_BYTES = 64
_MIB = 1_048_576
_ENCRYPTED_FLAG = 0x1
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files, [MS-CFB] 2.2: how Office wraps a file that needs a password."""
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""The stream's name, [MS-OFFCRYPTO] 2.3.4.4."""


class PartError(Exception):
    """A part, or the whole archive, cannot be read.

    Args:
        gap: What to say of it.
    """

    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.reason)
        self.gap = gap


@dataclass(slots=True)
class Package:
    """An open archive and what is left of its budget; names are never used as paths of files."""

    archive: zipfile.ZipFile
    limits: ExtractLimits
    depth: int = 0
    """Packages around this one."""
    left_bytes: int = field(init=False)
    parts: dict[str, zipfile.ZipInfo] = field(init=False)
    """By name in lower case, as part names are compared; repeated ones stand under ``again/``."""

    def __post_init__(self) -> None:
        self.left_bytes = self.limits.max_unpacked_bytes
        self.parts = {}
        for info in self.archive.infolist()[: self.limits.max_members]:
            # ZipInfo.is_dir() raises where the name is empty (python/cpython issue 98286).
            if info.file_size or not info.filename.endswith("/"):
                name = info.filename.lower().lstrip("/") or "unnamed"
                while name in self.parts:
                    name = f"again/{name}"
                self.parts[name] = info

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part as they are unpacked.

        Raises:
            PartError: It is over the budget, encrypted or damaged.
        """
        info = self.parts[name]
        self._check(name, info)
        try:
            with self.archive.open(info) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self.left_bytes -= len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise PartError(Gap("damaged", "a part that cannot be unpacked", name)) from error

    def head(self, name: str) -> bytes:
        """The first bytes of a part, enough to tell its type.

        Raises:
            PartError: As `chunks`.
        """
        left = self.left_bytes
        first = next(self.chunks(name), b"")[:_HEAD_BYTES]
        self.left_bytes = left
        return first

    def read(self, name: str) -> bytes:
        """All bytes of a part.

        Raises:
            PartError: As `chunks`.
        """
        return b"".join(self.chunks(name))

    def events(self, name: str) -> Iterator[Start | End | str]:
        """An XML part as `read_markup` gives it.

        Raises:
            PartError: As `chunks`, or its XML is refused.
        """
        try:
            yield from read_markup(self.chunks(name))
        except MarkupError as error:
            raise PartError(Gap(error.code, error.reason, name)) from error

    def _check(self, name: str, info: zipfile.ZipInfo) -> None:
        """Refuse by what the directory declares; zipfile gives no byte more than that."""
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise PartError(Gap("encrypted", "an encrypted part", name))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # ECMA-376 part 2, annex B: no other method is allowed in a package.
            raise PartError(Gap("damaged", "a part packed in a way Office does not use", name))
        limits = self.limits
        if info.file_size > self.left_bytes:
            reason = f"over the budget of {limits.max_unpacked_bytes:,} unpacked bytes"
            raise PartError(Gap("too-large", reason, name))
        if info.file_size - _MIB > limits.max_ratio * info.compress_size:
            reason = f"unpacks to over {limits.max_ratio} times its packed size"
            raise PartError(Gap("too-large", reason, name))


def open_package(data: bytes, limits: ExtractLimits, depth: int = 0) -> Package:
    """Open the archive; only its directory is read.

    Raises:
        PartError: It is encrypted, or no archive at all.
    """
    if data.startswith(_OLE_MAGIC) and _ENCRYPTED_STREAM in data:
        raise PartError(Gap("encrypted", "an Office file that needs a password"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise PartError(
            Gap("damaged", "not a readable zip archive, as Office files are")
        ) from error
    return Package(archive, limits, depth)
