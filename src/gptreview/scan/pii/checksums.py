"""Check digits that tell an identifier from any other number."""

from __future__ import annotations

import datetime as dt
import re
import string
from operator import mul
from typing import Final

_DOUBLED: Final = str.maketrans("0123456789", "0246813579")
"""Twice a digit, its own digits added up."""
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, 4.1
_ID_CHECKS: Final = "10X98765432"
_USCC_ALPHABET: Final = (
    "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 2: no I, O, S, V, Z
)
_USCC_WEIGHTS: Final[tuple[int, ...]] = tuple(pow(3, index, 31) for index in range(17))
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two digits of the division codes of GB/T 2260; 83 is for residents from Taiwan."""
_OLDEST: Final = 1880
_LETTERS: Final = {ord(letter): str(int(letter, 36)) for letter in string.ascii_uppercase}
"""Letters as numbers from 10 on, as ISO 13616 counts them."""


def luhn(digits: str) -> bool:
    """Whether the last digit is the one of ISO/IEC 7812-1, annex B."""
    doubled = digits[-2::-2].translate(_DOUBLED)
    return (sum(map(int, digits[-1::-2])) + sum(map(int, doubled))) % 10 == 0


def mod_97(iban: str) -> bool:
    """Whether an IBAN without spaces has the check digits of ISO 13616 (ISO 7064 MOD 97-10)."""
    return int((iban[4:] + iban[:4]).upper().translate(_LETTERS)) % 97 == 1


def resident_id(number: str) -> bool:
    """Whether 18 characters are a plausible resident identity number of GB 11643-1999.

    The last one is the check character of ISO 7064 MOD 11-2; the region must exist and the birth
    date too.
    """
    if not _plausible(number[:6], number[6:14]):
        return False
    total = sum(map(mul, map(int, number[:17]), _ID_WEIGHTS))
    return _ID_CHECKS[total % 11] == number[17].upper()


def old_resident_id(number: str) -> bool:
    """Whether 15 digits are a plausible number of the form used until 1999, without a check."""
    return _plausible(number[:6], "19" + number[6:12])


def social_credit_code(code: str) -> bool:
    """Whether the last of 18 characters is the check character of GB 32100-2015, annex A."""
    values = [*map(_USCC_ALPHABET.find, code)]
    if -1 in values:
        return False
    total: int = sum(map(mul, values, _USCC_WEIGHTS))
    return (31 - total % 31) % 31 == values[17]


def _plausible(region: str, birth: str) -> bool:
    if not _PROVINCES.fullmatch(region[:2]) or region[2:4] == "00":
        return False
    try:
        born = dt.date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return False
    return born.year >= _OLDEST
