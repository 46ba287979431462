"""The registry on a terminal, where the command's own tests do not go."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from gptreview.model.registry import (
    KeptFinding,
    KeptVerdict,
    ListedVersion,
    ListingHistory,
    RegisteredListing,
)
from gptreview.model.registry_diff import ChangeKind, FieldChange, VerdictChange, VersionDiff
from gptreview.render.registry_diff_text import diff_text
from gptreview.render.registry_text import listing_text

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LISTING = RegisteredListing(
    7, "gpts", "g-1", "Al\x1b[2Jps", "sha256:aa", 2, NOON, NOON, NOON, None, "review"
)
WAIVED = KeptFinding("trick", "Trick", "fraud", "high", "fail", "name", 0, "sha256:e", counts=False)
VERDICT = KeptVerdict(1, "review", 1, "house", "1", "content", NOON, "crashed three times")
VERSION = ListedVersion(2, "sha256:aa", NOON, (VERDICT,))


def test_set_aside() -> None:
    """A version that nobody could review says why, and no control character gets out."""
    assert listing_text(ListingHistory(LISTING, (VERSION,)), color=False) == (
        "7  Al\\x1b[2Jps\n"
        "  source      gpts\n"
        "  id          g-1\n"
        "  content     sha256:aa\n"
        "  version     2, since 2026-03-01 12:00 UTC\n"
        "  first seen  2026-03-01 12:00 UTC\n"
        "  last seen   2026-03-01 12:00 UTC\n"
        "\n"
        "review by house 1 (content), 2026-03-01\n"
        "  set aside: crashed three times\n"
    )


def test_a_finding_that_does_not_count() -> None:
    """What was waived or known before stands in brackets."""
    verdict = replace(VERDICT, set_aside="", findings=(WAIVED,))
    shown = listing_text(
        ListingHistory(LISTING, (replace(VERSION, verdicts=(verdict,)),)), color=False
    )
    assert shown.endswith(
        "  rule   means   severity  place  title\n  trick  (fail)  high      name   Trick\n"
    )


def test_two_standards_in_color() -> None:
    """Verdicts by two standards are told apart, and lines have the colours of a diff."""
    later = replace(VERDICT, outcome="fail", standard=2)
    change = FieldChange("name", ChangeKind.CHANGED, lines=("@@ -1 +1 @@", "-a", "+b"))
    shown = diff_text(
        VersionDiff(LISTING, VERSION, VERSION, (change,), VerdictChange(VERDICT, later)),
        color=True,
    )
    assert shown == (
        "\x1b[1m7  Al\\x1b[2Jps\x1b[0m  version 2 to 2\n"
        "\n"
        "  \x1b[2mbefore\x1b[0m  \x1b[33;1mreview\x1b[0m by house 1 (content), 2026-03-01\n"
        "  \x1b[2mafter \x1b[0m  \x1b[31;1mfail\x1b[0m by house 1 (content), 2026-03-01\n"
        "  not by the same standard: policy, rules or scanners differ too\n"
        "\n"
        "\x1b[1mname\x1b[0m \x1b[33;1mchanged\x1b[0m\n"
        "  \x1b[36;1m@@ -1 +1 @@\x1b[0m\n"
        "  \x1b[31;1m-a\x1b[0m\n"
        "  \x1b[32;1m+b\x1b[0m\n"
        "\n"
        "1 field changed\n"
    )
