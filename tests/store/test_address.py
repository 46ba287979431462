"""Addresses of databases, and what is shown of them."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.store.address import masked_address, masked_words, read_address

TWICE = "an address of a database with more than one @; expected %40 for each @ in the password"
EXPECTED = "sqlite:///PATH or postgresql://USER@HOST/NAME"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///registry.db", "sqlite:///registry.db"),
        ("sqlite:///file:registry.db?mode=ro&uri=true", "sqlite:///file:registry.db"),
        ("postgresql://reviewer@db.example/gpts", "postgresql://reviewer@db.example/gpts"),
        (
            "postgresql+psycopg://reviewer:s3cret@db.example:5433/gpts",
            "postgresql://reviewer:***@db.example:5433/gpts",
        ),
        (
            "postgresql://reviewer:s%40cret@db.example/gpts?sslmode=require&password=s3cret",
            "postgresql://reviewer:***@db.example/gpts",
        ),
    ],
)
def test_address_is_shown_without_secrets(url: str, shown: str) -> None:
    """Passwords are masked, and options left out."""
    assert masked_address(read_address(url)) == shown


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:?uri=true",
        "sqlite:///file::memory:?uri=true&cache=shared",
        "sqlite:///file:registry?mode=memory&cache=shared&uri=true",
    ],
)
def test_database_that_forgets_is_refused(url: str) -> None:
    """SQLite in memory would be empty for every command, so a file is asked for."""
    with pytest.raises(InputError) as error:
        read_address(url)
    assert str(error.value) == (
        "SQLite in memory, which forgets everything when a command ends; "
        f"expected {EXPECTED}; name a file"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3cret", f"no address of a database; expected {EXPECTED}"),
        ("postgresql://u:@db:s3cret/x", f"no address of a database; expected {EXPECTED}"),
        ("mysql://u:s3cret@db.example/x", f"a database of another kind; expected {EXPECTED}"),
        (
            "sqlite:///x.db?password=s3cret",
            f"an address of SQLite with options; expected {EXPECTED}",
        ),
        (
            "postgresql://u:a@s3cret@db.example/x",
            TWICE,
        ),
        (
            "postgresql://u:a@b/s3cret@db.example/x",
            TWICE,
        ),
    ],
)
def test_unusable_address_is_refused_without_showing_it(url: str, message: str) -> None:
    """The message says what is wrong and holds no part of the address."""
    with pytest.raises(InputError) as error:
        read_address(url)
    assert str(error.value) == message


def test_words_of_a_driver_are_masked() -> None:
    """A driver that repeats its passwords does not get them into a message."""
    url = read_address("postgresql://u:s%40cret@db.example/x?sslpassword=other&sslmode=require")
    words = "no entry for s@cret\n  with other, require"
    assert masked_words(words, url) == "no entry for *** with ***, require"


def test_words_stay_where_there_is_no_secret() -> None:
    """Without a password nothing is replaced."""
    assert masked_words("disk is full", read_address("sqlite:///x.db")) == "disk is full"
