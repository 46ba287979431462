"""Hits become findings without giving away what any scanner masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
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
from gptreview.model.view import Piece, View
from gptreview.scan import masks
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
    assert (found.severity, found.confidence, found.message, found.general) == (
        Severity.CRITICAL,
        Confidence.HIGH,
        message,
        CARD.message,
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


def test_overlapping_masks_stand_side_by_side() -> None:
    """Where masks overlap without one covering the other, both are shown, and none of the text."""
    text = "abcdefghij"
    found = findings(
        segment(text),
        [
            ScannerHit("rules", Hit(CARD, 0, 10)),
            ScannerHit("pii", Hit(PHONE, 2, 6, masked="x")),
            ScannerHit("pii", Hit(PHONE, 4, 8, masked="y")),
        ],
    )
    assert [(each.before, each.excerpt, each.after) for each in found] == [
        ("", "abx … yij", ""),
        ("ab", "x", "yij"),
        ("abx", "y", "ij"),
    ]


def test_mask_inside_another_shows_the_wider_one() -> None:
    """Of nested masks the one that covers the other is shown, whichever came first."""
    wide, narrow = Hit(PHONE, 2, 8, masked="W"), Hit(PHONE, 2, 5, masked="n")
    inner = Hit(PHONE, 3, 5, masked="i")
    for pair in ((wide, narrow), (narrow, wide), (wide, inner)):
        hits = [ScannerHit("rules", Hit(CARD, 0, 10)), *(ScannerHit("pii", hit) for hit in pair)]
        found = findings(segment("abcdefghij"), hits)
        assert [(each.before, each.excerpt, each.after) for each in found] == [
            ("", "abWij", ""),
            ("ab", "W", "ij"),
            ("ab", "W", "ij"),
        ]


def test_mask_of_several_values_stays_out_of_the_way() -> None:
    """A hit for all that a person is known by leaves its neighbours readable and in their order."""
    text = "Mail m@x.example, card 4111, call 555-0100."
    mail, card, phone = (
        Hit(PHONE, 5, 16, masked="m***@x…"),
        Hit(PHONE, 23, 27, masked="41**"),
        Hit(PHONE, 34, 42, masked="***-**00"),
    )
    person = Hit(replace(PHONE, id="pii-all"), 5, 42, masked="m***@x… … 41** … ***-**00")
    found = findings(segment(text), [ScannerHit("pii", h) for h in (person, card, phone, mail)])
    assert [(each.before, each.excerpt, each.after) for each in found] == [
        ("Mail ", "m***@x…", ", card 41**, call ***-**00."),
        ("Mail ", "m***@x… … 41** … ***-**00", "."),
        ("Mail m***@x…, card ", "41**", ", call ***-**00."),
        ("Mail m***@x…, card 41**, call ", "***-**00", "."),
    ]


def test_mask_of_several_values_hides_what_nobody_else_masks() -> None:
    """Where a part of it has no mask of its own, the whole place is hidden from all others."""
    text = "Mail m@x.example, call 555-0100."
    mail = Hit(PHONE, 5, 16, masked="m***@x…")
    person = Hit(replace(PHONE, id="pii-all"), 5, 31, masked="m***@x… … ***-**00")
    rule = Hit(CARD, 0, 22)
    found = findings(segment(text), [ScannerHit("any", h) for h in (person, mail, rule)])
    assert [(each.before, each.excerpt, each.after) for each in found] == [
        ("", "Mail m***@x… … ***-**00", "."),
        ("Mail ", "m***@x… … ***-**00", "."),
        ("Mail ", "m***@x… … ***-**00", "."),
    ]


def test_rule_s_evidence_repeats_no_mask_that_it_cuts() -> None:
    """A mask that begins before a finding or ends after it is a part of the excerpt alone."""
    text = "Call 555-0100 and send the fee to 555-0199."
    found = findings(
        segment(text),
        [
            ScannerHit("rules", Hit(CARD, 9, 38)),
            ScannerHit("pii", Hit(PHONE, 5, 13, masked="A")),
            ScannerHit("pii", Hit(PHONE, 34, 42, masked="B")),
        ],
    )
    assert (found[1].before, found[1].excerpt, found[1].after) == (
        "Call ", "A and send the fee to B", ".",
    )  # fmt: skip


def test_mask_covers_what_invisible_signs_part_from_its_value() -> None:
    """Of a value that is split by signs of no width, the pieces beside it are hidden, too."""
    text = "Mail h\u200ba\u200bn@x.example\u200b.net, 名\u200bq@x.example or see\u200b !"
    one = Hit(PHONE, 9, 20, masked="n***@x…")
    other = Hit(PHONE, 29, 40, masked="q***@x…")
    assert (text[9:20], text[29:40]) == ("n@x.example", "q@x.example")
    found = findings(segment(text), [ScannerHit("pii", one), ScannerHit("pii", other)])
    assert [(each.before, each.excerpt, each.after) for each in found] == [
        ("Mail ", "n***@x…", ", 名q***@x… or see\u200b !"),
        ("Mail n***@x…, 名", "q***@x…", " or see\u200b !"),
    ]


def test_values_of_one_encoded_run_are_all_told() -> None:
    """Where only the whole of a run is known, its mask tells each value; an open one has one."""
    mail = Hit(PHONE, 0, 8, decoded="m***@x…", masked="m***@x…")
    call = Hit(replace(PHONE, id="pii-q"), 0, 8, decoded="***-**00", masked="***-**00")
    found = findings(segment("6d40782e"), [ScannerHit("pii", mail), ScannerHit("pii", call)])
    assert [(each.excerpt, each.decoded) for each in found] == [
        ("m***@x… … ***-**00", "m***@x… … ***-**00")
    ] * 2
    alike = [replace(mail, decoded=""), replace(call, decoded="")]
    found = findings(segment("6d40782e"), [ScannerHit("pii", hit) for hit in alike])
    assert [each.excerpt for each in found] == ["m***@x…", "m***@x…"]


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


def _moved(view: View) -> Sequence[Piece]:
    """The pieces of a reading before which one more letter stands."""
    return [
        replace(each, view_start=each.view_start + 1, view_end=each.view_end + 1)
        for each in view.pieces or ()
    ]


def test_decoded_text_keeps_what_is_not_personal() -> None:
    """With the readings at hand, only what comes from under a mask is hidden in a decoded text."""
    text = "say: 73656e64203535352d30313030206e6f77"
    view = View(
        "send 555-0100 now",
        "hex",
        tuple(Piece(at, at + 1, 5 + 2 * at, 7 + 2 * at, "hex") for at in range(17)),
    )
    rule = ScannerHit("rules", Hit(CARD, 5, 39, decoded="send 555-0100 now", disguises=("hex",)))
    call = Hit(PHONE, 15, 31, decoded="***-**00", masked="***-**00", disguises=("hex",))
    hits = [rule, ScannerHit("pii", call)]
    other = View("something else", "hex", (Piece(0, 14, 0, 39, "hex"),))
    found = findings(segment(text), hits, (), (View(text), other, view))
    assert [(each.before, each.excerpt, each.decoded) for each in found] == [
        ("say: ", "73656e6420***-**00206e6f77", "send ***-**00 now"),
        ("say: 73656e6420", "***-**00", "***-**00"),
    ]
    whole = View("send 555-0100 now", "hex", (Piece(0, 17, 5, 39, "hex"),))
    assert findings(segment(text), hits, (), (View(text), whole))[0].decoded == "[masked]"
    later = replace(view, text="x" + view.text, pieces=(Piece(0, 1, 39, 40), *_moved(view)))
    assert findings(segment(text), hits, (), (later,))[0].decoded == "send ***-**00 now"
    often = replace(whole, text="send 555-0100 now" * 200, pieces=(Piece(0, 3400, 0, 39, "hex"),))
    assert findings(segment(text), hits, (), (often,))[0].decoded == "[masked]"


def test_missing_value_is_shown_as_its_scanner_says() -> None:
    """A hit of no length masks nothing, and has the excerpt that it brings."""
    found = findings(segment("abc"), [ScannerHit("any", Hit(PHONE, 1, 1, masked="none"))])
    assert [(each.before, each.excerpt, each.after) for each in found] == [("a", "none", "bc")]


def test_very_many_decoded_texts_are_hidden_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text may ask for so much looking up and no more; what follows is hidden."""
    monkeypatch.setattr(masks, "_MOST_WORK", 10)
    view = View("abc 1", "hex", (Piece(0, 4, 0, 4), Piece(4, 5, 4, 6, "hex")))
    hits = [Hit(CARD, 0, 6, decoded="bc 1"), Hit(PHONE, 4, 6, decoded="*", masked="*")]
    found = findings(segment("abc 31"), [ScannerHit("any", hit) for hit in hits], (), (view,))
    assert found[0].decoded == "[masked]"


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
        masked = "* … *"[: 5 - 4 * (length % 2)] if personal and begin < end else ""
        hits.append(ScannerHit("any", Hit(PHONE if personal else CARD, begin, end, masked=masked)))
    for found in findings(segment("".join(letters)), hits):
        assert "#" not in found.before + found.excerpt + found.after
