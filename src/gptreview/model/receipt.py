"""Receipt codes: what opens a report's status for whoever was given it, and for nobody else."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of Crockford's Base 32 (crockford.com/base32.html): none looks like another one."""
_LENGTH: Final = 20
"""Characters of five bits: 100 bits, which nobody guesses."""
_GROUP: Final = 5
_READ_AS: Final = str.maketrans("OIL", "011", "- \t\r\n\u00a0\u3000")
"""What people write for a digit, and what they put between groups."""


def new_receipt() -> str:
    """A code that nobody was given before, in groups of five."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def receipt_digest(code: str) -> str | None:
    """SHA-256 of a code in hex, all that is kept of it; None where it is no code.

    Large and small letters, blanks and hyphens don't matter; O is read as 0, I and L as 1.
    """
    read = code[: 4 * _LENGTH].upper().translate(_READ_AS)
    if len(read) != _LENGTH or not set(read) <= set(_LETTERS):
        return None
    return hashlib.sha256(read.encode()).hexdigest()
