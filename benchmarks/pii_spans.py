"""Yardstick 8: spans of personal data, before the judgement of leak or sample.

``python benchmarks/pii_spans.py [DATA]`` prints precision, recall, F1 and F2 for each entity of
presidio_synth and zh_pii_synth, and what the scanner says of texts that hold nothing personal.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import View
from gptreview.scan.pii.detection import Detector
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.scanner import PiiScanner

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT.parent / "shared" / "data"
SETS: Final[Mapping[str, Mapping[str, frozenset[Entity]]]] = {
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
"""The identifiers of each set, and what we call them. The first two figures of a row count any
overlap with the right kind as found; the last one asks for the exact span."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How spans of one entity were found."""

    gold: int
    found: int
    """Spans that we told."""
    right: int
    """Spans that we told and that overlap one of the set's."""
    hit: int
    """Spans of the set that one of ours overlaps."""
    exact: int
    """Spans of the set that we told to the character."""

    @property
    def precision(self) -> float:
        """Share of ours that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the set's that we found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def exact_recall(self) -> float:
        """Share of the set's that we found to the character."""
        return self.exact / self.gold if self.gold else 0.0

    def f(self, beta: float) -> float:
        """F measure; beta 2 weighs recall higher."""
        top = (1 + beta**2) * self.precision * self.recall
        return top / (beta**2 * self.precision + self.recall) if top else 0.0


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def measure(name: str, texts: Sequence[Mapping[str, Any]]) -> dict[str, Score]:
    """The scores of one set, by the set's names of entities."""
    detector = Detector()
    kinds = SETS[name]
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for row in texts:
        spans = detector.spans(row["text"])
        for kind, ours in kinds.items():
            gold = [(s["start"], s["end"]) for s in row["meta"]["spans"] if s["type"] == kind]
            totals[kind].update(_count(gold, [(s.start, s.end) for s in _of(spans, ours)]))
    return {
        kind: Score(**{each: total[each] for each in _FIELDS}) for kind, total in totals.items()
    }


_FIELDS: Final = ("gold", "found", "right", "hit", "exact")


def _of(spans: Iterable[Span], entities: frozenset[Entity]) -> Iterator[Span]:
    return (span for span in spans if span.entity in entities)


def _count(gold: Sequence[Range], found: Sequence[Range]) -> Counter[str]:
    return Counter(
        gold=len(gold),
        found=len(found),
        right=sum(any(_overlap(one, other) for other in gold) for one in found),
        hit=sum(any(_overlap(one, other) for other in found) for one in gold),
        exact=len(set(gold) & set(found)),
    )


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def hits(scanner: PiiScanner, texts: Iterable[str]) -> Counter[str]:
    """How often each card is told, by id and severity."""
    kind = FieldKind.INSTRUCTIONS
    counts: Counter[str] = Counter()
    for text in texts:
        for hit in scanner.scan(Segment(kind.value, kind, text), [View(text)]):
            counts[f"{hit.card.id} {hit.severity or hit.card.severity}"] += 1
    return counts


def main(data: Path) -> None:
    """Print all of it."""
    scanner = PiiScanner(None)
    for name in SETS:
        labelled = rows(data / "bench" / "permissive" / f"{name}.jsonl")
        print(f"\n{name}: {len(labelled)} texts")
        print(f"{'entity':16} {'gold':>5} {'P':>6} {'R':>6} {'F1':>6} {'F2':>6} {'exact':>6}")
        for kind, score in measure(name, labelled).items():
            figures = (score.precision, score.recall, score.f(1), score.f(2), score.exact_recall)
            print(f"{kind:16} {score.gold:5} " + " ".join(f"{each:6.3f}" for each in figures))
        negatives = [row["text"] for row in labelled if not row["meta"]["spans"]]
        print(f"hits on {len(negatives)} texts without spans: {dict(hits(scanner, negatives))}")
    gpts = rows(data / "gpts" / "published-gpts.jsonl")
    texts = ["\n".join((gpt["name"], gpt["description"], gpt["instructions"])) for gpt in gpts]
    began = time.process_time()
    counts = hits(scanner, texts)
    spent = time.process_time() - began
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"\n{len(gpts)} real GPTs, {size / spent:.1f} MB/s: {dict(sorted(counts.items()))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
