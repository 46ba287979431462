"""Addresses of databases: which are understood, and how they may be shown."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from gptreview.errors import InputError

_EXPECTED: Final = "sqlite:///PATH or postgresql://USER@HOST/NAME"
_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_HIDDEN: Final = "***"


def read_address(url: str) -> URL:
    """The parts of an address, with the driver that is used.

    Raises:
        InputError: It is no address of a database that is supported. The message holds nothing of
            it, for a password may stand anywhere in an address with a slip.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise InputError("no address of a database", expected=_EXPECTED) from error
    name = parsed.get_backend_name()
    if name not in _DRIVERS:
        raise InputError("a database of another kind", expected=_EXPECTED)
    if name == "sqlite" and parsed.query and "uri" not in parsed.query:
        raise InputError("an address of SQLite with options", expected=_EXPECTED)
    if name == "sqlite" and _is_in_memory(parsed):
        raise InputError(
            "SQLite in memory, which forgets everything when a command ends",
            expected=_EXPECTED,
            next_step="name a file",
        )
    if name == "postgresql" and "@" in f"{parsed.host}{parsed.database}":
        raise InputError(
            "an address of a database with more than one @",
            expected="%40 for each @ in the password",
        )
    return parsed.set(drivername=_DRIVERS[name])


def _is_in_memory(url: URL) -> bool:
    """Whether it has no file, in any of the ways of https://sqlite.org/inmemorydb.html."""
    path = (url.database or "").removeprefix("file:")
    return path in ("", ":memory:") or url.query.get("mode") == "memory"


def masked_address(url: URL) -> str:
    """An address for messages: no password, and no options, which can hold one too."""
    shown = url.set(drivername=url.get_backend_name(), query={})
    return shown.render_as_string(hide_password=True)


def masked_words(words: str, url: URL) -> str:
    """A driver's words on one line, without the secrets of the address that it was given."""
    secrets = [url.password, *(str(value) for key, value in url.query.items() if _is_secret(key))]
    line = " ".join(words.split())
    for secret in filter(None, secrets):
        line = line.replace(str(secret), _HIDDEN)
    return line


def _is_secret(option: str) -> bool:
    """Of libpq's options: password, sslpassword, oauth_client_secret, scram_client_key."""
    return any(part in option for part in ("password", "secret", "scram"))
