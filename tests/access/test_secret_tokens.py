"""Secrets that are shown once."""

from __future__ import annotations

import hashlib

import pytest

from gptreview.access.tokens import (
    digest_of,
    fresh_api_token,
    fresh_secret,
    is_api_token,
    is_same,
    is_secret,
)


def test_secrets_are_fresh_and_have_their_shape() -> None:
    """A thousand of each kind differ, and each is known by its shape alone."""
    secrets = {fresh_secret() for _ in range(1_000)}
    tokens = {fresh_api_token() for _ in range(1_000)}
    assert (len(secrets), len(tokens)) == (1_000, 1_000)
    assert all(map(is_secret, secrets))
    assert all(map(is_api_token, tokens))
    assert not any(map(is_secret, tokens))
    assert not any(map(is_api_token, secrets))


@pytest.mark.parametrize(
    "text",
    ["", "gpr_", "gpr_" + "a" * 42, "gpr_" + "a" * 44, "GPR_" + "a" * 43, "gpr_" + "ä" * 43],
    ids=["empty", "prefix", "short", "long", "case", "letters"],
)
def test_other_texts_are_no_tokens(text: str) -> None:
    """Nothing that a token could not be is looked up."""
    assert not is_api_token(text)


def test_a_digest_is_sha_256() -> None:
    """Of the text's bytes, whatever the text holds."""
    assert digest_of("a") == hashlib.sha256(b"a").hexdigest()
    assert len(digest_of("\ud800")) == 64


def test_secrets_are_the_same_only_in_full() -> None:
    """A part of one is another one."""
    assert [is_same("abc", each) for each in ("abc", "ab", "abcd", "ABC", "é")] == [True] + [
        False
    ] * 4
