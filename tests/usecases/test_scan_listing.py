"""Every scanner looks at every text, and one that fails takes nobody else's findings along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from gptreview.model.finding import Card, Category, Confidence, Hit, Severity, Wording
from gptreview.model.segment import FieldKind, Segment, Unread
from gptreview.model.verdict import ScannerRun
from gptreview.model.view import View
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.scanner import MissingPartError
from gptreview.usecases import scan_listing
from gptreview.usecases.scan_listing import MOST_FINDINGS, Detector, ScanLog, scan_segment

CARD = Card(
    "example",
    "Example",
    Category.FRAUD,
    Severity.HIGH,
    Confidence.HIGH,
    Wording("Why.", "为什么。"),
    Wording("How.", "怎么改。"),
    "usage-policies/fraud",
)
NUMBER = replace(CARD, id="number", category=Category.PII, severity=Severity.LOW)
Scan = Detector


@dataclass(frozen=True)
class FakeScanner:
    """Says what a test tells it to."""

    name: str
    scan: Scan
    version: str = "1"

    def cards(self) -> Sequence[Card]:
        """None that anybody asks for."""
        return ()


def saying(*hits: Hit) -> Scan:
    """Finds the same in any text."""
    return lambda _segment, _views: iter(hits)


def raising(error: Exception, *first: Hit) -> Scan:
    """Finds something, and fails then."""

    def scan(_segment: Segment, _views: Sequence[View]) -> Iterator[Hit]:
        yield from first
        raise error

    return scan


def segment(text: str) -> Segment:
    """The text as instructions."""
    return Segment("instructions", FieldKind.INSTRUCTIONS, text)


def found(log: ScanLog) -> list[tuple[str, str, str]]:
    """Scanner, rule and excerpt of each finding."""
    return [(each.scanner, each.rule_id, each.excerpt) for each in log.found]


def test_every_scanner_reads_every_text() -> None:
    """Findings come in the order of the text, each with the name of its scanner."""
    scanners = [
        FakeScanner("second", saying(Hit(CARD, 4, 7))),
        FakeScanner("first", saying(Hit(CARD, 0, 3))),
    ]
    log = ScanLog()
    extra = {"third": saying(Hit(CARD, 8, 13))}
    scan_segment(segment("one two three"), scanners, extra, log)
    assert found(log) == [
        ("first", "example", "one"),
        ("second", "example", "two"),
        ("third", "example", "three"),
    ]
    assert log.runs(scanners) == (ScannerRun("second", "1"), ScannerRun("first", "1"))


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (ScanLimitError("more than 9 matches"), "instructions: more than 9 matches"),
        (MissingPartError("it does not work"), "instructions: it does not work"),
        (ValueError("4111 1111 1111 1111 is odd"), "instructions: ValueError"),
        (MemoryError(), "instructions: MemoryError"),
        (RecursionError("deep"), "instructions: RecursionError"),
    ],
)
def test_scanner_that_raises_is_told(error: Exception, failure: str) -> None:
    """What it found before it failed counts, what others found too, and no text is quoted."""
    scanners = [
        FakeScanner("broken", raising(error, Hit(CARD, 0, 3))),
        FakeScanner("sound", saying(Hit(CARD, 4, 7))),
    ]
    log = ScanLog()
    scan_segment(segment("one two"), scanners, {}, log)
    assert found(log) == [("broken", "example", "one"), ("sound", "example", "two")]
    assert log.runs(scanners) == (
        ScannerRun("broken", "1", failure),
        ScannerRun("sound", "1"),
    )


def test_first_failure_of_a_scanner_is_kept() -> None:
    """A scanner that fails at every text is told once, by the first of them."""
    scanners = [FakeScanner("broken", raising(ValueError()))]
    log = ScanLog()
    scan_segment(replace(segment("one"), field="name"), scanners, {}, log)
    scan_segment(segment("two"), scanners, {}, log)
    assert log.failures == {"broken": "name: ValueError"}


def test_scanners_get_the_readings_of_the_text() -> None:
    """The written text comes first, and what was hidden in it after that."""
    seen: list[tuple[str, str]] = []

    def scan(_segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
        seen.extend((view.name, view.text) for view in views)
        return iter(())

    scan_segment(segment("se\u200baled"), [FakeScanner("rules", scan)], {}, ScanLog())
    assert seen == [("written", "se\u200baled"), ("plain", "sealed")]


def test_text_whose_disguises_cannot_be_undone_is_read_as_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault in undoing disguises is told, and the text as written is still scanned."""

    def broken(_text: str) -> tuple[View, ...]:
        raise RuntimeError("se\u200baled")

    monkeypatch.setattr(scan_listing, "views", broken)
    log = ScanLog()
    scan_segment(segment("one"), [FakeScanner("rules", saying(Hit(CARD, 0, 3)))], {}, log)
    assert found(log) == [("rules", "example", "one")]
    reason = "disguises could not be undone (RuntimeError)"
    assert log.unread == [Unread("instructions", reason, code="unfolded")]


def test_more_findings_than_anybody_reads_are_told_as_a_failure() -> None:
    """The worst are kept, what is personal stays masked, and nobody takes the rest for nothing."""
    text = "7" * (MOST_FINDINGS + 2)
    numbers = [Hit(NUMBER, at, at + 1, masked="#") for at in range(len(text))]
    scanners = [
        FakeScanner("many", saying(*numbers)),
        FakeScanner("few", saying(Hit(CARD, 0, 3), replace(numbers[1], severity=Severity.HIGH))),
    ]
    log = ScanLog()
    scan_segment(segment(text), scanners, {}, log)
    told = found(log)
    assert len(told) == MOST_FINDINGS
    assert told[:2] == [("many", "number", "#"), ("few", "example", "# … # … #")]
    assert [each.scanner for each in log.found].count("few") == 2
    assert log.found[-1].after == "# … # … # … #"
    assert log.failures == {
        "many": "instructions: more than 10,000 findings; the worst of them are told"
    }
