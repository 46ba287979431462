"""What is told of a database, as text."""

from __future__ import annotations

import pytest

from gptreview.model.database import (
    BreakKind,
    ChainBreak,
    ChainHead,
    ChainReport,
    DatabaseCheck,
    DatabaseStats,
    SchemaMove,
    TableSize,
)
from gptreview.render.database_text import chain_text, check_text, move_text, stats_text

HASH = "ab" * 32


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (SchemaMove(None, "0002"), "tables made, schema 0002"),
        (SchemaMove("0002", "0002"), "schema 0002, nothing to do"),
        (SchemaMove("0001", "0002"), "schema brought from 0001 to 0002"),
    ],
)
def test_move_is_one_line(move: SchemaMove, words: str) -> None:
    """What was done to the schema stands on one line with the address."""
    assert move_text(move, "sqlite:///x.db") == f"sqlite:///x.db: {words}\n"


def test_problems_stand_on_lines_of_their_own() -> None:
    """Each problem has its line without control characters, and the count comes last."""
    check = DatabaseCheck("0001", "0001", ("one", "two\x1b[2J"))
    assert check_text(check, "x", color=False) == "one\ntwo\\x1b[2J\nx: 2 problems\n"
    assert check_text(check, "x", color=True).endswith("\x1b[31;1mx: 2 problems\x1b[0m\n")


def test_stats_are_a_table() -> None:
    """Numbers are aligned, unknown sizes are a dash, and verdicts stand by outcome below."""
    stats = DatabaseStats(
        revision="0001",
        size=1_234_567,
        tables=(TableSize("events", 12_345, 1_000_000), TableSize("runs", 1, None)),
        outcomes=(("fail", 1), ("pass", 2_000)),
    )
    assert stats_text(stats, "sqlite:///x.db", color=False) == (
        "sqlite:///x.db: schema 0001, 1,234,567 bytes\n"
        "\n"
        "  table     rows      bytes\n"
        "  events  12,345  1,000,000\n"
        "  runs         1          -\n"
        "\n"
        "fail: 1 verdict\n"
        "pass: 2,000 verdicts\n"
    )


@pytest.mark.parametrize("kind", BreakKind)
def test_every_kind_of_break_has_words(kind: BreakKind) -> None:
    """The place, the kind in words and the last good head are named."""
    report = ChainReport(1_999, ChainHead(1_999, HASH), ChainBreak(2_000, kind))
    first, second = chain_text(report, color=False).splitlines()
    assert first.startswith("broken at event 2,000: it")
    assert second == f"1,999 events before it: head 1999:{HASH}"


def test_chain_that_holds_gives_its_head() -> None:
    """The head is written as --head takes it."""
    report = ChainReport(1, ChainHead(1, HASH), None)
    assert chain_text(report, color=False) == f"1 event, the chain holds\nhead 1:{HASH}\n"
