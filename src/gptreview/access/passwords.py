"""Passwords: which are taken, and what is kept of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from gptreview.errors import InputError, TooManyError
from gptreview.model.account import MIN_PASSWORD

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MAX_PASSWORD: Final = 256
"""Characters; NIST SP 800-63B-4, section 3.1.1.2, asks for at least 64."""
_FEWEST: Final = 5
"""Different characters that a password has at least."""
_ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")
"""What fingers and alphabets run along, there and back."""
_OWN_NAME: Final = "gptreview"
_REPEATED: Final = re.compile(r"(.{1,8}?)\1+")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one Argon2id takes: by default the second recommended option of RFC 9106, section 4."""

    passes: int = 3
    memory: int = 65_536
    """KiB."""
    lanes: int = 4


class Passwords:
    """Hashes passwords by Argon2id, and only so many at once: each takes its memory.

    Args:
        cost: What one hash takes; a hash of another cost is made anew at the next sign-in.
        at_once: Hashes that are made at the same time in this process.
        patience: Seconds that one waits for its turn.
    """

    def __init__(self, cost: Cost | None = None, *, at_once: int = 4, patience: float = 10) -> None:
        self._cost = cost or Cost()
        self._turns = BoundedSemaphore(at_once)
        self._patience = patience

    def hash(self, password: str) -> str:
        """What is kept, in PHC format with a random salt.

        Raises:
            TooManyError: Too many are being hashed.
        """
        with self._turn():
            return self._hasher.hash(_normal(password))

    def verify(self, kept: str, password: str) -> bool:
        """Whether a password is the one that was hashed.

        It takes the same time where nothing is kept: the answer must not tell who has an account.

        Args:
            kept: What is kept; empty where nothing is.
            password: Whatever somebody gave.

        Raises:
            TooManyError: Too many are being hashed.
        """
        from argon2.exceptions import VerificationError

        with self._turn():
            try:
                self._hasher.verify(kept or self._nobodys, _normal(password[: MAX_PASSWORD + 1]))
            except VerificationError:
                return False
        return bool(kept) and len(password) <= MAX_PASSWORD

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(self._cost.passes, self._cost.memory, self._cost.lanes)

    @cached_property
    def _nobodys(self) -> str:
        """A hash at the same cost that no password has."""
        return self._hasher.hash("\0")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._patience):
            raise TooManyError("too many sign in at once", next_step="try again", retry_after=10)
        try:
            yield
        finally:
            self._turns.release()


def require_strong(password: str, *, name: str) -> None:
    """Take a new password only where guessing it takes more than a few tries.

    Length counts, kinds of characters do not (NIST SP 800-63B-4, section 3.1.1.2).

    Args:
        password: As it was given.
        name: Of the account; empty where it has none yet.

    Raises:
        InputError: It is too short or long, holds what no keyboard writes, or is easily guessed.
    """
    text = password.casefold()
    fault = ""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        fault = f"{len(password):,} characters"
    elif not password.isprintable():
        fault = "a character that cannot be written"
    elif (name and name.casefold() in text) or _OWN_NAME in text:
        fault = "it holds the account's name, or this program's"
    elif _REPEATED.fullmatch(text) or len(set(text)) < _FEWEST:
        fault = "the same characters again and again"
    elif _is_row(text):
        fault = "a row of letters or digits"
    if fault:
        raise InputError(
            fault,
            where="password",
            expected=f"{MIN_PASSWORD} to {MAX_PASSWORD} characters that are hard to guess",
            next_step="take four or more words that have nothing to do with one another",
        )


def _is_row(text: str) -> bool:
    """Whether each character but three follows the one before it along a row."""
    pairs = [one + other for one, other in pairwise(text)]
    rows = "\n".join(row for each in _ROWS for row in (each, each[::-1]))
    return sum(pair not in rows for pair in pairs) <= 3


def _normal(password: str) -> bytes:
    """The same bytes whichever keyboard wrote it (Unicode, annex 15: NFC)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
