"""Every scanner over every text; one that fails leaves the others' findings standing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from gptreview.model.finding import Finding, Hit
from gptreview.model.segment import Segment, Unread
from gptreview.model.verdict import ScannerRun
from gptreview.model.view import View
from gptreview.normalize.views import views
from gptreview.scan.evidence import ScannerHit, findings
from gptreview.scan.hex_digits import by_letter
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.scanner import MissingPartError, Scanner

MOST_FINDINGS: Final = 10_000
"""Of one text: a report of more is read by nobody, and takes memory for everybody."""
Detector = Callable[[Segment, Sequence[View]], Iterable[Hit]]


class Named(Protocol):
    """A scanner as a verdict knows it, whatever it reads."""

    @property
    def name(self) -> str:
        """Short and stable."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text could get other hits."""
        ...


@dataclass(slots=True)
class ScanLog:
    """What the scanners of one review have done so far."""

    found: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    """Why a scanner could not finish, by its name."""

    def runs(self, scanners: Iterable[Named]) -> tuple[ScannerRun, ...]:
        """Each scanner's part."""
        return tuple(
            ScannerRun(each.name, each.version, self.failures.get(each.name, ""))
            for each in scanners
        )


def scan_segment(
    segment: Segment,
    scanners: Sequence[Scanner],
    extra: dict[str, Detector],
    log: ScanLog,
    more_readings: Sequence[View] = (),
) -> None:
    """Let every scanner read one text.

    Args:
        segment: The text.
        scanners: Those that read every text.
        extra: More, by name, for this text alone.
        log: Takes what they found, and which of them failed.
        more_readings: Further readings of the text, of the same length.
    """
    readings = (*_readings(segment, log), *more_readings)
    hits: list[ScannerHit] = []
    detectors: dict[str, Detector] = {each.name: each.scan for each in scanners}
    for name, detect in (detectors | extra).items():
        try:
            # One by one: what a scanner found before it gave up counts.
            hits.extend(ScannerHit(name, hit) for hit in detect(segment, readings))
        except (ScanLimitError, MissingPartError) as error:
            log.failures.setdefault(name, f"{segment.field}: {error}")
        except Exception as error:  # noqa: BLE001 - one scanner's bug must not silence the others
            # The exception's own text may quote what it choked on.
            log.failures.setdefault(name, f"{segment.field}: {type(error).__name__}")
    if not hits:
        return
    told, untold = _split(hits)
    for name in dict.fromkeys(each.scanner for each in untold):
        reason = f"more than {MOST_FINDINGS:,} findings; the worst of them are told"
        log.failures.setdefault(name, f"{segment.field}: {reason}")
    log.found += findings(segment, told, untold, readings)


def _split(hits: Sequence[ScannerHit]) -> tuple[Sequence[ScannerHit], Sequence[ScannerHit]]:
    """The worst hits, and those that are too many to tell."""
    if len(hits) <= MOST_FINDINGS:
        return hits, ()
    ranked = sorted(hits, key=_worst_first)
    return ranked[:MOST_FINDINGS], ranked[MOST_FINDINGS:]


def _worst_first(found: ScannerHit) -> tuple[int, int, int, int, str]:
    hit = found.hit
    return *hit.gravity, hit.start, hit.end, hit.card.id


def _readings(segment: Segment, log: ScanLog) -> Sequence[View]:
    try:
        return [by_letter(view, segment.text) for view in views(segment.text)]
    except Exception as error:  # noqa: BLE001 - the text as written can still be read
        log.unread.append(
            Unread(
                segment.field,
                f"disguises could not be undone ({type(error).__name__})",
                code="unfolded",
            )
        )
        return (View(segment.text),)
