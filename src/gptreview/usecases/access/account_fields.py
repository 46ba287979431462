"""What people write about themselves, taken or refused."""

from __future__ import annotations

import re
from typing import Final

from gptreview.errors import InputError

LANGUAGES: Final = ("en", "zh")
"""Of the interface."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_RESERVED: Final = frozenset(("operator", "public", "admin", "gptreview"))
"""Names that somebody would be taken for the program, or its operator, by."""
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
"""What browsers take (HTML, section 4.10.5.1.5), with a domain that has a dot."""
_MAX_EMAIL: Final = 254
"""Characters; RFC 3696, erratum 1690."""


def account_name(text: str) -> str:
    """The name of a new account, in lower case.

    Raises:
        InputError: It is none.
    """
    name = text.strip().lower()
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise InputError(
            "a name that is reserved" if name in _RESERVED else "a name that is none",
            where="name",
            expected="3 to 40 letters a-z, digits, '.', '_' and '-', the first a letter or digit",
        )
    return name


def email_address(text: str) -> str:
    """An e-mail address; empty stays empty.

    Raises:
        InputError: It is none.
    """
    address = text.strip()
    if address and (len(address) > _MAX_EMAIL or not _EMAIL.fullmatch(address)):
        raise InputError("no e-mail address", where="email", expected="somebody@example.com")
    return address


def language_code(text: str) -> str:
    """A language of the interface.

    Raises:
        InputError: It is none.
    """
    if text not in LANGUAGES:
        raise InputError("an unknown language", where="language", expected=", ".join(LANGUAGES))
    return text


def one_line(text: str, *, where: str, most: int) -> str:
    """A line of text without blanks around it.

    Raises:
        InputError: It is empty, too long, or more than one line.
    """
    line = text.strip()
    if not line or len(line) > most or not line.isprintable():
        raise InputError(
            f"{len(line):,} characters" if line.isprintable() else "no line of text",
            where=where,
            expected=f"one line of 1 to {most:,} characters",
        )
    return line
