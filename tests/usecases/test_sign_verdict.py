"""Names of statements' files."""

from __future__ import annotations

import pytest

from gptreview.usecases.sign_verdict import statement_file


@pytest.mark.parametrize(
    ("listing_id", "file"),
    [
        ("g-1", "g-1-b9817549cc546b0e.json"),
        ("../../etc/passwd", "etc-passwd-3754d6cb3a38e118.json"),
        ("旅行", "e751bca25e1fc515.json"),
        ("a\ud800/b\0", "a-b-ae73498a298d3744.json"),
        ("x" * 5_000, f"{'x' * 40}-c59d3c0480cc2d71.json"),
    ],
)
def test_names_are_safe_and_no_two_ids_share_one(listing_id: str, file: str) -> None:
    """A few harmless characters for people, a digest of the whole id for programs."""
    assert statement_file(listing_id) == file
