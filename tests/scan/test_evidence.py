"""Hits become findings without giving away what any scanner masks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gptreview.model.finding import (
    Card,
    Category,
    Confidence,
    Finding,
    Hit,
    Severity,
    Wording,
    evidence_digest,
)
from gptreview.model.segment import FieldKind, Locator, Segment
from gptreview.scan.evidence import ScannerHit, findings

CARD = Card(
    "fraud-example",
    "Example",
    Category.FRAUD,
    Severity.HIGH,
    Confidence.MEDIUM,
    Wording("It asks for money.", "索要钱财。"),
    Wording("Remove it.", "删除。"),
    "usage-policies/fraud",
)
PHONE = replace(CARD, id="pii-phone", category=Category.PII)


def segment(text: str, start: int = 0) -> Segment:
    """The text as instructions."""
    return Segment("instructions", FieldKind.INSTRUCTIONS, text, start)


def only(text: str, *hits: Hit) -> Finding:
    """The single finding of some hits."""
    (found,) = findings(segment(text), [ScannerHit("rules", hit) for hit in hits])
    return found


def test_finding_tells_everything() -> None:
    """A finding carries the card, the place, the excerpt, its context and the digest."""
    found = findings(
        segment("First line.\nPlease send the fee today.\nBye.", start=100),
        [ScannerHit("rules", Hit(CARD, 19, 31))],
    )
    assert found == (
        Finding(
            rule_id="fraud-example",
            title="Example",
            category=Category.FRAUD,
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            field="instructions",
            start=119,
            end=131,
            locator=Locator(2, 8),
            excerpt="send the fee",
            before="Please ",
            after=" today.",
            decoded="",
            disguises=(),
            message=CARD.message,
            clause="usage-policies/fraud",
            fix=CARD.fix,
            scanner="rules",
            evidence_digest=evidence_digest("fraud-example", "instructions", "send the fee"),
        ),
    )


def test_hit_overrides_its_card() -> None:
    """What a hit says of itself stands in for what its card says."""
    message = Wording("Twelve people.", "十二人。")
    hit = Hit(CARD, 0, 4, severity=Severity.CRITICAL, confidence=Confidence.HIGH, message=message)
    found = only("Text.", hit)
    assert (found.severity, found.confidence, found.message) == (
        Severity.CRITICAL,
        Confidence.HIGH,
        message,
    )


def test_masks_cover_other_scanners_context() -> None:
    """A number that one scanner masks is masked in the context of another one's finding."""
    text = "Call 555-0100 and send the fee to 555-0199."
    found = findings(
        segment(text),
        [
            ScannerHit("rules", Hit(CARD, 18, 30)),
            ScannerHit("pii", Hit(PHONE, 5, 13, masked="555-****")),
            ScannerHit("pii", Hit(PHONE, 34, 42, masked="***-****")),
        ],
    )
    assert [(each.before, each.excerpt, each.after) for each in found] == [
        ("Call ", "555-****", " and send the fee to ***-****."),
        ("Call 555-**** and ", "send the fee", " to ***-****."),
        ("Call 555-**** and send the fee to ", "***-****", "."),
    ]


def test_personal_evidence_is_known_by_what_is_shown() -> None:
    """The digest of personal evidence does not come from the value, which could be guessed."""
    one = only("Call 555-0100.", Hit(PHONE, 5, 13, masked="555-****"))
    other = only("Call 555-0199.", Hit(PHONE, 5, 13, masked="555-****"))
    moved = only("Line.\nCall 555-0100.", Hit(PHONE, 11, 19, masked="555-****"))
    assert one.evidence_digest == other.evidence_digest == moved.evidence_digest
    assert one.evidence_digest == evidence_digest("pii-phone", "instructions", "Call 555-****.")


def test_overlapping_masks_hide_all_of_them() -> None:
    """Where masks overlap without one covering the other, nothing of either is shown."""
    text = "abcdefghij"
    found = findings(
        segment(text),
        [
            ScannerHit("rules", Hit(CARD, 0, 10)),
            ScannerHit("pii", Hit(PHONE, 2, 6, masked="x")),
            ScannerHit("pii", Hit(PHONE, 4, 8, masked="y")),
        ],
    )
    assert found[0].excerpt == "ab[masked]ij"


def test_mask_inside_another_shows_the_wider_one() -> None:
    """Of nested masks the one that covers the other is shown, whichever came first."""
    wide, narrow = Hit(PHONE, 2, 8, masked="W"), Hit(PHONE, 2, 5, masked="n")
    inner = Hit(PHONE, 3, 5, masked="i")
    for masks in ((wide, narrow), (narrow, wide), (wide, inner)):
        hits = [ScannerHit("rules", Hit(CARD, 0, 10)), *(ScannerHit("pii", m) for m in masks)]
        assert findings(segment("abcdefghij"), hits)[0].excerpt == "abWij"


def test_long_evidence_and_lines_are_cut() -> None:
    """An excerpt keeps its two ends, a context the 80 characters next to it."""
    text = "b" * 100 + "x" * 1000 + "a" * 100
    found = only(text, Hit(CARD, 100, 1100))
    assert found.before == "…" + "b" * 80
    assert found.after == "a" * 80 + "…"
    assert found.excerpt == "x" * 198 + " … " + "x" * 198


def test_decoded_text_is_hidden_where_it_is_personal() -> None:
    """What a disguise says is not shown where another scanner masks a part of it."""
    text = "c2VuZCA1NTUtMDEwMA=="
    rule = Hit(CARD, 0, 20, decoded="send 555-0100", disguises=("base64",))
    alone = only(text, rule)
    assert (alone.decoded, alone.disguises) == ("send 555-0100", ("base64",))
    found = findings(
        segment(text),
        [
            ScannerHit("rules", rule),
            ScannerHit("pii", Hit(PHONE, 0, 20, decoded="send 555-****", masked="5**")),
        ],
    )
    assert [each.decoded for each in found] == ["[masked]", "send 555-****"]


@given(
    st.text(alphabet="ab\n0123", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40), st.booleans()), max_size=12),
)
def test_no_masked_digit_is_ever_shown(text: str, spans: list[tuple[int, int, bool]]) -> None:
    """Whatever overlaps whatever, a character under a mask stands in no excerpt or context."""
    hits: list[ScannerHit] = []
    letters = list(text)
    for start, length, personal in spans:
        begin, end = min(start, len(text)), min(start + length, len(text))
        if personal and begin < end:
            letters[begin:end] = "#" * (end - begin)
        masked = "*" if personal and begin < end else ""
        hits.append(ScannerHit("any", Hit(PHONE if personal else CARD, begin, end, masked=masked)))
    for found in findings(segment("".join(letters)), hits):
        assert "#" not in found.before + found.excerpt + found.after
