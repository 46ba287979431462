"""Some stages of `batch.py`, one after the other, in a process that others do not disturb.

Usage: python benchmarks/batch_stage.py STAGE,STAGE FILE JOBS TURN

The database is the one that GPTREVIEW_DATABASE_URL names. Before each stage, when
all is loaded, and after every TURN listings the process writes a line, and waits for one before it
goes on: that is how a run over the registry and plain scanning take turns, and share whatever else
the machine does. The line after a stage tells its times.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, cast

from batch_flow import review_flow
from gptreview.bootstrap import ReviewOptions
from gptreview.bootstrap_publication import publishing
from gptreview.bootstrap_registry import BatchSize, keep_database, review_registry, sync_registry
from gptreview.model.listing import Listing
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
from gptreview.usecases.guarded_review import loaded
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.source_reading import SyncWatch
from process_tree import cpu_seconds

_CHUNK: Final = 256
_LEASE_SECONDS: Final = 300.0


class Turns:
    """Counts listings, and rests after some of them until somebody says to go on."""

    def __init__(self, size: int) -> None:
        self.size = size
        """Listings between two rests."""
        self._next = size
        self.count = 0
        """Done so far."""
        self.rested = 0.0
        """Seconds."""
        self.rested_cpu = 0.0
        """CPU seconds that it and its children took meanwhile."""

    def advanced(self, listings: int) -> None:
        """So many more are done."""
        self.count += listings
        if self.count >= self._next:
            self._next = (self.count // self.size + 1) * self.size
            began, cpu = time.perf_counter(), cpu_seconds(os.getpid())
            self.rest()
            self.rested += time.perf_counter() - began
            self.rested_cpu += cpu_seconds(os.getpid()) - cpu

    def rest(self) -> None:
        """Say how far it is, and wait."""
        print(json.dumps({"listings": self.count}), flush=True)
        sys.stdin.readline()

    def began(self, contents: int) -> None:
        """What a run tells its watcher first."""

    def told(self, line: str) -> None:
        """What a run tells a person."""
        print(line, file=sys.stderr)


def main() -> int:
    """Run the stages."""
    names, file, jobs, turn = sys.argv[1:]
    stages: dict[str, Callable[[Turns], dict[str, Any]]] = {
        "sync": lambda turns: _timed(partial(_sync, file, turns), turns),
        "review": partial(_review, int(jobs)),
        "flow": partial(_flow, int(jobs)),
        "scan": partial(_scan, Path(file), int(jobs)),
        "verify": partial(_timed, _verify),
        "stats": partial(_timed, _stats),
        "publish": lambda turns: _timed(partial(_publish, turns), turns),
    }
    for name in names.split(","):
        told = stages[name](Turns(int(turn)))
        print(json.dumps({"stage": name, **told}), flush=True)
    return 0


def _timed(run: Callable[[], dict[str, Any]], turns: Turns) -> dict[str, Any]:
    """What it tells, with its seconds by the wall and of CPU, its children's included."""
    turns.rest()
    cpu, wall = cpu_seconds(os.getpid()), time.perf_counter()
    told = run()
    wall = time.perf_counter() - wall - turns.rested
    return {"wall": wall, "cpu": cpu_seconds(os.getpid()) - cpu, **told}


def _sync(file: str, turns: Turns) -> dict[str, Any]:
    with closing(sync_registry(turns.told)) as sync:
        result = sync.sync(file, SyncWatch(turns.told, turns.advanced))
    if result.error:
        raise result.error
    counts = result.counts
    return {"listings": counts.added + counts.changed + counts.unchanged, "new": counts.added}


def _review(jobs: int, turns: Turns) -> dict[str, Any]:
    options = ReviewOptions()
    loaded(options)  # each start of the program pays for it once, however many listings there are
    size = BatchSize(jobs, _CHUNK, _LEASE_SECONDS)
    with closing(review_registry(options, size, turns, lambda: False, turns.told)) as review:
        told = _timed(lambda: {"result": review.run()}, turns)
    result = told.pop("result")
    return {**told, "listings": result.tally.versions, "new": result.reviewed}


def _flow(jobs: int, turns: Turns) -> dict[str, Any]:
    loaded(ReviewOptions())
    with review_flow(turns.advanced) as flow:

        def run() -> dict[str, Any]:
            flow(jobs)
            return {"listings": turns.count}

        told = _timed(run, turns)
    # While it rests Prefect's server goes on with its loops, and only that.
    told["cpu"] -= turns.rested_cpu
    return told


def _verify() -> dict[str, Any]:
    with keep_database() as keeper:
        report = keeper.verify(None)
    if report.broken:
        raise RuntimeError(f"the chain of events is broken: {report.broken}")
    return {"listings": report.events}


def _stats() -> dict[str, Any]:
    with keep_database() as keeper:
        keeper.upgrade()
        stats = keeper.stats()
    tables = {each.name: each.size for each in stats.tables if each.size}
    return {"bytes": stats.size, "tables": tables}


def _publish(turns: Turns) -> dict[str, Any]:
    with publishing(turns.told) as rooms:
        counts = rooms.publish.run()
    return {"listings": counts.published + counts.unchanged, "new": counts.published}


def _scan(file: Path, jobs: int, turns: Turns) -> dict[str, Any]:
    """Review the same listings in as many processes, without a registry."""
    loaded(ReviewOptions())
    turns.rest()
    times = {"wall": 0.0, "cpu": 0.0, "listings": 0}
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        for start, stop, count in _parts(file, turns):
            shares = [pool.submit(_share, file, start, stop, (each, jobs)) for each in range(jobs)]
            done = [each.result() for each in shares]
            times["wall"] += max(wall for wall, _ in done)
            times["cpu"] += sum(cpu for _, cpu in done)
            times["listings"] += count
            turns.advanced(count)
    return times


def _parts(file: Path, turns: Turns) -> Iterator[tuple[int, int, int]]:
    """Where each turn's lines begin and end in the file, and how many there are."""
    with file.open("rb") as lines:
        start = 0
        while part := [len(line) for line in islice(lines, turns.size)]:
            yield start, start + sum(part), len(part)
            start += sum(part)


def _share(file: Path, start: int, stop: int, share: tuple[int, int]) -> tuple[float, float]:
    """Seconds by the wall and of CPU of reviewing every so-manieth listing of a part."""
    with file.open("rb") as stream:
        stream.seek(start)
        text = io.BytesIO(stream.read(stop - start))
    number, jobs = share
    read = islice(open_listings("-", limits=SourceLimits(), stdin=text), number, None, jobs)
    listings = [each for each in read if isinstance(each, Listing)]
    reviewer = cast("ReviewGpt", loaded(ReviewOptions()))
    wall, cpu = time.perf_counter(), time.process_time()
    for each in listings:
        reviewer.review(each)
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    os.environ.setdefault("GPTREVIEW_NAME_MODELS", "false")  # as after a plain install
    sys.exit(main())
