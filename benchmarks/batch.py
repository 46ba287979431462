"""How fast the registry is synced and reviewed, and what it takes: one command.

Usage: python benchmarks/batch.py [--listings N] [--databases sqlite,postgresql] [--jobs N]
                                  [--data FOLDER] [--no-prefect] [--json]

The listings are made from sentences of real GPTs (`batch_listings.py`) and are gone in the end.
Each database is synced by one process, and reviewed by another one. The first review takes turns
with plain scanning: a portion of the run over each database, then as many listings in as many
processes without a registry, then the run over a copy of the SQLite database as a flow of Prefect.
Whatever else goes on on the machine so hits all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from batch_child import Plan, run_in_turns
from batch_database import KINDS, BatchDatabase, copied, open_database
from batch_figures import BatchFigures, OnDatabase, as_json, figure_lines
from batch_listings import write_listings
from tables import machine

_DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
_TURN: Final = 10_000
"""Listings after which memory is to grow no more."""
_SYNC: Final = ("stats", "sync", "sync")
_REVIEW: Final = ("review", "review", "verify", "stats", "publish", "publish")


def main() -> int:
    """Measure and print; 2 where the data is not there."""
    arguments = _parsed()
    os.environ.setdefault("GPTREVIEW_NAME_MODELS", "false")  # as after a plain install
    real = arguments.data / "gpts" / "published-gpts.jsonl"
    if not real.is_file():
        print(f"{real}: not there; name the folder of gpts/ with --data", file=sys.stderr)
        return 2
    figures = _measured(real, arguments)
    if arguments.json:
        print(as_json(figures))
    else:
        print("\n".join(figure_lines(figures)))
    return 0


def _measured(real: Path, arguments: argparse.Namespace) -> BatchFigures:
    listings, kinds, jobs = arguments.listings, arguments.databases, arguments.jobs
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gptreview-batch-")))
        file = folder / "listings.jsonl"
        made = write_listings(real, file, listings)
        databases = [stack.enter_context(open_database(kind, folder)) for kind in kinds]
        turn = min(_TURN, max(1, listings // 4))
        plan = Plan(_SYNC, file, jobs, turn)
        tell = _progress()
        synced = [ran for each in databases for ran in run_in_turns([(plan, each)], tell)]
        plans: list[tuple[Plan, BatchDatabase | None]] = [
            (replace(plan, stages=_REVIEW), each) for each in databases
        ]
        plans.append((replace(plan, stages=["scan"]), None))
        if arguments.prefect and "sqlite" in kinds:
            copy = copied(databases[kinds.index("sqlite")], folder / "copy.db")
            plans.append((replace(plan, stages=["flow"]), copy))
        ran = run_in_turns(plans, tell)
        reviewed, (scan,), *flow = ran[: len(kinds)], *ran[len(kinds) :]
        measured = zip(kinds, synced, reviewed, strict=True)
        return BatchFigures(
            date=dt.datetime.now(dt.UTC).date(),
            machine=machine(),
            jobs=jobs,
            turn=turn,
            made=made,
            scan=scan,
            flow=flow[0][0] if flow else None,
            databases=[OnDatabase(kind, *first, *then) for kind, first, then in measured],
        )


def _progress() -> Callable[[str], None]:
    """One line of a terminal that is written over; nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda line: print(f"\r{line:40}", end="\r", file=sys.stderr, flush=True)


def _kinds(text: str) -> Sequence[str]:
    kinds = text.split(",")
    if unknown := set(kinds) - set(KINDS):
        names = ", ".join(sorted(unknown))
        raise argparse.ArgumentTypeError(f"{names}: expected {' or '.join(KINDS)}")
    return kinds


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--listings", type=int, default=100_000, metavar="N")
    parser.add_argument("--databases", type=_kinds, default=KINDS, metavar="KIND,KIND")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes that review")
    parser.add_argument("--data", type=Path, default=_DATA, metavar="FOLDER")
    parser.add_argument("--no-prefect", dest="prefect", action="store_false")
    parser.add_argument("--json", action="store_true", help="all figures, for programs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
