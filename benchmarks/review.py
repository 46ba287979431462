"""How fast ``gptreview review`` is on real GPTs, stage by stage: one command.

Usage: python benchmarks/review.py [--data FOLDER] [--only speed|start-up] [--repeat N]
                                   [--format text|json]

All stages run in this one process on one core, each over all texts, the best of N rounds; the
peers read a part of the same texts in the same run. Figures are bytes of UTF-8 a second of CPU.
For the start-up the program reviews a small bundle in processes of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import peers
import start_up
from gptreview.bootstrap import ReviewOptions
from gptreview.model.listing import Listing
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.normalize.views import views
from gptreview.scan.rules.scanner import RuleScanner
from gptreview.scan.scanner import Scanner
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
from gptreview.usecases.read_listing import read_listing
from gptreview.usecases.review_gpt import ReviewGpt
from stage import Stage
from start_up import Start

_DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"

Read = Sequence[tuple[Segment, Sequence[View]]]
Timed = Callable[[str, Callable[[], object]], Stage]


def main() -> int:
    """Measure and print; 2 where the data is not there."""
    arguments = _parsed()
    os.environ.setdefault("GPTREVIEW_NAME_MODELS", "false")  # as after a plain install
    file = arguments.data / "gpts" / "published-gpts.jsonl"
    stages: list[Stage] = []
    starts: list[Start] = []
    if arguments.only != "start-up":
        if not file.is_file():
            print(f"{file}: not there; name the folder of gpts/ with --data", file=sys.stderr)
            return 2
        stages = list(_measured(file, arguments.repeat))
    if arguments.only != "speed":
        starts = list(start_up.measured(arguments.repeat))
    if arguments.format == "json":
        print(json.dumps(_figures(stages, starts), indent=2))
    else:
        print("\n".join((*_table(stages), *_starts(starts))))
    return 0


def _figures(stages: Sequence[Stage], starts: Sequence[Start]) -> dict[str, Any]:
    return {
        "stages": [{**asdict(each), "speed": each.speed} for each in stages],
        "start_up": [asdict(each) for each in starts],
    }


def _measured(file: Path, rounds: int) -> Iterator[Stage]:
    listings = list(_listings(file))
    reviewer = ReviewOptions()()
    texts = [read_listing(each.gpt, reviewer.limits).segments for each in listings]
    segments = [segment for text in texts for segment in text]
    size = sum(len(segment.text.encode("utf-8", "replace")) for segment in segments)

    def timed(name: str, run: Callable[[], object]) -> Stage:
        return Stage(name, min(_cpu_seconds(run) for _ in range(rounds)), size)

    yield timed("parse JSON lines", lambda: list(_listings(file)))
    yield timed("extract", lambda: [read_listing(each.gpt, reviewer.limits) for each in listings])
    yield timed("normalize", lambda: [views(segment.text) for segment in segments])
    yield from _scanners(reviewer, [(each, views(each.text)) for each in segments], timed)
    yield timed("whole review", lambda: [reviewer.review(each) for each in listings])
    yield from peers.measured(segments)


def _listings(file: Path) -> Iterator[Listing]:
    for each in open_listings(str(file), limits=SourceLimits(), stdin=sys.stdin.buffer):
        if isinstance(each, Listing):
            yield each


def _scanners(reviewer: ReviewGpt, read: Read, timed: Timed) -> Iterator[Stage]:
    for scanner in reviewer.scanners:
        _scan(scanner, read)  # loads what the scanner needs
        if isinstance(scanner, RuleScanner):
            written = [(segment, seen[:1]) for segment, seen in read]
            yield timed("rules, text as written", partial(_scan, scanner, written))
        yield timed(f"{scanner.name}, all views", partial(_scan, scanner, read))


def _scan(scanner: Scanner, read: Read) -> None:
    for segment, seen in read:
        for _ in scanner.scan(segment, seen):
            pass


def _cpu_seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _starts(starts: Sequence[Start]) -> Iterator[str]:
    for each in starts:
        missed = "" if each.seconds < each.aim else ", MISSED"
        yield f"{each.name:42} {each.seconds:8.2f} CPU s; aim below {each.aim:.0f}{missed}"


def _table(stages: Sequence[Stage]) -> Iterator[str]:
    if not stages:
        return
    whole = next(each for each in stages if each.name == "whole review")
    yield f"{'stage':42} {'CPU s':>8} {'MB':>6} {'MB/s':>8} {'x whole':>9}"
    for each in stages:
        ratio = each.speed / whole.speed
        numbers = f"{each.seconds:8.3f} {each.bytes / 1e6:6.2f} {each.speed:8.2f} {ratio:9.3g}"
        yield f"{each.name:42} {numbers}"


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=_DATA, metavar="FOLDER")
    parser.add_argument("--only", choices=["speed", "start-up"])
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="rounds of a stage")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
