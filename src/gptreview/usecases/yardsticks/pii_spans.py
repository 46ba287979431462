"""Yardstick 8: spans of personal data, before the judgement of leak or sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.model.measurement import Cell, Measurement, Table, f_score, ratio
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import View
from gptreview.scan.pii.detection import Detector
from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.scanner import PiiScanner
from gptreview.usecases.yardsticks.labelled_rows import Row, demand, read_rows

ENTITIES: Final[Mapping[str, Mapping[str, frozenset[Entity]]]] = {
    "presidio_synth": {
        "EMAIL_ADDRESS": frozenset({Entity.EMAIL}),
        "PHONE_NUMBER": frozenset({Entity.PHONE, Entity.CN_MOBILE, Entity.CN_LANDLINE}),
        "CREDIT_CARD": frozenset({Entity.BANK_CARD}),
        "IBAN_CODE": frozenset({Entity.IBAN}),
        "IP_ADDRESS": frozenset({Entity.IP_ADDRESS}),
        "US_SSN": frozenset({Entity.US_SSN}),
    },
    "zh_pii_synth": {
        "ZH_ID": frozenset({Entity.CN_RESIDENT_ID}),
        "ZH_MOBILE": frozenset({Entity.CN_MOBILE}),
        "TEL": frozenset({Entity.CN_LANDLINE, Entity.PHONE}),
        "EMAIL": frozenset({Entity.EMAIL}),
        "BANK_CARD": frozenset({Entity.BANK_CARD}),
        "HKMO_PERMIT": frozenset({Entity.CN_TRAVEL_PERMIT}),
        "LICENSE_PLATE": frozenset({Entity.CN_PLATE}),
        "ADDRESS": frozenset({Entity.CN_ADDRESS}),
        "PERSON": frozenset({Entity.PERSON}),
    },
}
"""The identifiers of each set, by the set's own names, and what we call them."""
_COLUMNS: Final = (
    "entity",
    "gold",
    "found",
    "precision",
    "recall",
    "F1",
    "F2",
    "exact recall",
)

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpanScore:
    """How the spans of one entity were found; any overlap with the right kind counts."""

    gold: int
    """Spans of the set."""
    found: int
    """Spans that we told."""
    right: int
    """Spans that we told and that overlap one of the set's."""
    hit: int
    """Spans of the set that one of ours overlaps."""
    exact: int
    """Spans of the set that we told to the character."""

    @property
    def precision(self) -> float | None:
        """Share of ours that are right."""
        return ratio(self.right, self.found)

    @property
    def recall(self) -> float | None:
        """Share of the set's that we found."""
        return ratio(self.hit, self.gold)

    @property
    def f2(self) -> float | None:
        """Recall counts four times as much as precision: what is missed is what leaks."""
        return f_score(self.precision, self.recall, 2.0)


def measure_pii_spans(data: Path, pii: PiiScanner) -> Measurement:
    """Spans by entity, and what is told of texts that hold nothing personal.

    Raises:
        NotFoundError: The data is not there.
        InputError: A row is no labelled text.
    """
    tables: list[Table] = []
    alarms: list[tuple[Cell, ...]] = []
    for name, entities in ENTITIES.items():
        rows = read_spans(data, name)
        scores = span_scores(rows, entities).items()
        cells = tuple(_cells(kind, score) for kind, score in scores)
        tables.append(Table(f"Spans of {name}", _COLUMNS, cells))
        impersonal = [row["text"] for row in rows if not _spans(row)]
        alarms.append((name, *_alarms(pii, impersonal)))
    heads = ("set", "texts", "with a finding", "share", "findings")
    tables.append(Table("False alarms on texts without personal data", heads, tuple(alarms)))
    return Measurement(8, "spans of personal data", tuple(tables))


def read_spans(data: Path, name: str) -> list[Row]:
    """The texts of one set.

    Raises:
        NotFoundError: The set is not there.
        InputError: A row is no labelled text.
    """
    file = data / "bench" / "permissive" / f"{name}.jsonl"
    rows = read_rows(file, {"text": str, "meta": dict})
    for number, row in enumerate(rows, 1):
        demand(row["meta"], {"spans": list}, f"{file}:{number}")
        for span in _spans(row):
            demand(span, {"type": str, "start": int, "end": int}, f"{file}:{number}")
    return rows


def span_scores(
    rows: Iterable[Row], entities: Mapping[str, frozenset[Entity]]
) -> dict[str, SpanScore]:
    """The score of each entity, by the set's name of it."""
    detector = Detector()
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in entities}
    for row in rows:
        spans = detector.spans(row["text"])
        for kind, ours in entities.items():
            gold = [(span["start"], span["end"]) for span in _spans(row) if span["type"] == kind]
            found = [(span.start, span.end) for span in spans if span.entity in ours]
            totals[kind].update(_count(gold, found))
    return {
        kind: SpanScore(*(total[each] for each in ("gold", "found", "right", "hit", "exact")))
        for kind, total in totals.items()
    }


def told(pii: PiiScanner, text: str) -> list[str]:
    """What the scanner says of a text: each finding's rule and severity."""
    kind = FieldKind.INSTRUCTIONS
    hits = pii.scan(Segment(kind.value, kind, text), [View(text)])
    return [f"{hit.card.id} {hit.severity or hit.card.severity}" for hit in hits]


def _spans(row: Row) -> list[Row]:
    found: list[Row] = row["meta"]["spans"]
    return found


def _cells(kind: str, score: SpanScore) -> tuple[Cell, ...]:
    return (
        kind,
        score.gold,
        score.found,
        score.precision,
        score.recall,
        f_score(score.precision, score.recall),
        score.f2,
        ratio(score.exact, score.gold),
    )


def _alarms(pii: PiiScanner, texts: Sequence[str]) -> tuple[Cell, ...]:
    findings = [len(told(pii, text)) for text in texts]
    alarmed = sum(map(bool, findings))
    return len(texts), alarmed, ratio(alarmed, len(texts)), sum(findings)


def _count(gold: Sequence[_Range], found: Sequence[_Range]) -> Counter[str]:
    return Counter(
        gold=len(gold),
        found=len(found),
        right=sum(any(_overlap(one, other) for other in gold) for one in found),
        hit=sum(any(_overlap(one, other) for other in found) for one in gold),
        exact=len(set(gold) & set(found)),
    )


def _overlap(one: _Range, other: _Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]
