"""Yardstick 8 on a handful of texts, counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Hit
from gptreview.model.measurement import Table
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.scan.pii.scanner import PiiScanner
from gptreview.usecases.yardsticks.pii_spans import ENTITIES, measure_pii_spans

WriteRows = Callable[[str, Iterable[Any]], Path]
COLUMNS = ("entity", "gold", "found", "precision", "recall", "F1", "F2", "exact recall")


class _Alarmist(PiiScanner):
    """Tells two things of every text with an exclamation mark."""

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """Two hits, or none."""
        assert [view.text for view in views] == [segment.text]
        return [Hit(card, 0, 1) for card in self.cards()[:2]] if "!" in segment.text else []


def _row(text: str, *spans: tuple[str, str]) -> dict[str, Any]:
    """A text with its labelled spans, each by its type and what it reads."""
    starts = [(kind, text.index(part), part) for kind, part in spans]
    found = [{"type": kind, "start": at, "end": at + len(part)} for kind, at, part in starts]
    return {"text": text, "meta": {"spans": found}}


ENGLISH = [
    _row("Mail ada@example.com now", ("EMAIL_ADDRESS", "ada@example.com")),
    _row("Mail ada at example now", ("EMAIL_ADDRESS", "ada at example")),
    _row("Mail bob@example.com now", ("PERSON", "bob")),
    _row("Card 4111 1111 1111 1111, please", ("CREDIT_CARD", "Card 4111 1111 1111 1111")),
    _row("Nothing here"),
    _row("Nor here!"),
]
CHINESE = [_row("邮箱 ada@example.com", ("EMAIL", "ada@example.com")), _row("没有！")]


@pytest.fixture
def data(write_rows: WriteRows) -> Path:
    """Both sets."""
    write_rows("bench/permissive/presidio_synth.jsonl", ENGLISH)
    return write_rows("bench/permissive/zh_pii_synth.jsonl", CHINESE)


def test_figures_are_those_counted_by_hand(data: Path) -> None:
    """Any overlap counts as found, the exact span apart; what is not there has no figure."""
    nothing = (0, 0, None, None, None, None, None)
    measurement = measure_pii_spans(data, _Alarmist())
    assert (measurement.number, measurement.title) == (8, "spans of personal data")
    assert measurement.tables == (
        Table(
            "Spans of presidio_synth",
            COLUMNS,
            (
                ("EMAIL_ADDRESS", 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5),
                ("PHONE_NUMBER", *nothing),
                ("CREDIT_CARD", 1, 1, 1.0, 1.0, 1.0, 1.0, 0.0),
                ("IBAN_CODE", *nothing),
                ("IP_ADDRESS", *nothing),
                ("US_SSN", *nothing),
            ),
        ),
        Table(
            "Spans of zh_pii_synth",
            COLUMNS,
            tuple(
                (kind, 1, 1, 1.0, 1.0, 1.0, 1.0, 1.0) if kind == "EMAIL" else (kind, *nothing)
                for kind in ENTITIES["zh_pii_synth"]
            ),
        ),
        Table(
            "False alarms on texts without personal data",
            ("set", "texts", "with a finding", "share", "findings"),
            (("presidio_synth", 2, 1, 0.5, 2), ("zh_pii_synth", 1, 0, 0.0, 0)),
        ),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "x"}, '"meta" is missing or not an object'),
        ({"text": "x", "meta": {}}, '"spans" is missing or not a list'),
        (
            {"text": "x", "meta": {"spans": [{"type": "EMAIL", "start": "0"}]}},
            '"start" is missing or not a whole number',
        ),
    ],
)
def test_unsound_labels_are_told(write_rows: WriteRows, row: dict[str, Any], said: str) -> None:
    """By file and line."""
    data = write_rows("bench/permissive/presidio_synth.jsonl", [ENGLISH[0], row])
    with pytest.raises(InputError) as caught:
        measure_pii_spans(data, _Alarmist())
    file = data / "bench" / "permissive" / "presidio_synth.jsonl"
    assert str(caught.value) == f"{file}:2: {said}"
