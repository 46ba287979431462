"""Checksums that issuers put into their tokens."""

from __future__ import annotations

import zlib
from typing import Final

_BASE62: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = 6


def has_crc32_tail(body: str) -> bool:
    """Whether the last six characters are the CRC-32 of the others, in base 62.

    GitHub and npm write their tokens so, the prefix left out of account:
    https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    https://github.blog/security/announcing-npms-new-access-token-format/
    """
    return body[-_DIGITS:] == _base62(zlib.crc32(body[:-_DIGITS].encode("ascii")))


def _base62(number: int) -> str:
    digits = ""
    for _ in range(_DIGITS):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits
