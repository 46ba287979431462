"""Whom a visitor is sent on to."""

from __future__ import annotations

import pytest

from gptreview.web.paths import own_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/cases/7?x=1", "/cases/7?x=1"),
        ("", "/"),
        ("cases", "/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/例", "/"),
        ("/[", "/["),
        ("//[", "/"),
    ],
    ids=range(11),
)
def test_only_own_paths_are_gone_to(path: str, expected: str) -> None:
    """A path that leads elsewhere, or splits a header, becomes the start page."""
    assert own_path(path) == expected
