"""JSON pointers."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.reading.pointer import existing, join, resolve, split

DOCUMENT = {"paths": {"/a~b": {"get": [10, {"x": 1}]}}, "": {"": 5}, "list": [[7]], "0": "zero"}


@pytest.mark.parametrize(
    ("tokens", "pointer"),
    [
        ((), ""),
        (("",), "/"),
        (("", ""), "//"),
        (("a", 0, "b"), "/a/0/b"),
        (("/a~b", "~1"), "/~1a~0b/~01"),
    ],
)
def test_tokens_survive_the_pointer(tokens: tuple[str | int, ...], pointer: str) -> None:
    """What is joined comes apart again, slashes and tildes escaped as RFC 6901 says."""
    assert join("", *tokens) == pointer
    assert split(pointer) == [str(token) for token in tokens]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", DOCUMENT),
        ("/paths/~1a~0b/get/1/x", 1),
        ("//", 5),
        ("/list/0/0", 7),
        ("/0", "zero"),
    ],
)
def test_pointers_lead_to_values(pointer: str, value: Any) -> None:
    """A pointer names the value that its tokens lead to."""
    assert resolve(DOCUMENT, pointer) == value
    assert existing(DOCUMENT, pointer) == pointer


@pytest.mark.parametrize(
    ("pointer", "nearest"),
    [
        ("/missing/deeper", ""),
        ("/paths/~1a~0b/put", "/paths/~1a~0b"),
        ("/list/1", "/list"),
        ("/list/-", "/list"),
        ("/list/00", "/list"),
        ("/list/-1", "/list"),
        ("/list/²", "/list"),
        ("/list/\u0660", "/list"),  # a digit, but none of ASCII
        ("/list/" + "9" * 5000, "/list"),
        ("/0/zero", "/0"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_not_there_has_a_nearest_place(pointer: str, nearest: str) -> None:
    """A place that the document lacks is a lookup error, and its nearest ancestor is named."""
    with pytest.raises(LookupError):
        resolve(DOCUMENT, pointer)
    assert existing(DOCUMENT, pointer) == nearest
