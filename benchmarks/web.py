"""How long the web face takes to answer, and whether it loses a report: one command.

Usage: python benchmarks/web.py [--database URL | --postgresql] [--workers N] [--cases N]
                                [--seconds N] [--rate N] [--burst N] [--format text|json]

A database is filled with open cases of made-up listings (`web_registry.py`), and ``gptreview
serve`` is started on it as a process of its own, with all its chores. Reports, the queue and case
pages are asked for at random moments (`web_load.py`), each kind alone and then all in turn. In the
end reports are filed as fast as they are taken, and the server is killed half-way
(`web_burst.py`). The exit status is 1 where a report is lost or there twice, or a request was not
answered as it ought to be; the aims decide nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from batch_database import open_database
from gptreview.errors import GptReviewError
from gptreview.store.database import Database
from tables import machine
from web_burst import burst
from web_figures import WebFigures, as_json, figure_lines
from web_load import Load, arrivals, drive
from web_registry import fill
from web_requests import Asked, makers
from web_server import WebServer

_LOADS: Final = (("queue",), ("case",), ("report",), ("queue", "case", "report"))
_WARM: Final = 3.0
"""Seconds of each kind, at most, that are not counted: a server has yet to load what it needs."""


def main() -> int:
    """Measure and print; 1 where something is not as it ought to be, 2 where nothing can be."""
    arguments = _parsed()
    os.environ.setdefault("GPTREVIEW_NAME_MODELS", "false")  # as after a plain install
    try:
        with _database(arguments) as url:
            figures = _measured(url, arguments)
    except GptReviewError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.format == "json":
        print(as_json(figures))
    else:
        print("\n".join(figure_lines(figures)))
    return 0 if figures.is_sound else 1


@contextmanager
def _database(arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.database:
        yield arguments.database
        return
    kind = "postgresql" if arguments.postgresql else "sqlite"
    with (
        tempfile.TemporaryDirectory(prefix="gptreview-web-") as folder,
        open_database(kind, Path(folder)) as database,
    ):
        yield database.url


def _measured(url: str, arguments: argparse.Namespace) -> WebFigures:
    tell = _progress()
    with closing(Database(url)) as database:
        began = time.perf_counter()
        registry = fill(database, arguments.cases, tell)
        filled = time.perf_counter() - began
        made = makers(registry)
        with WebServer(url, arguments.workers) as server:
            requests = _Requests(server, made, arguments.rate, tell)
            for kind in made:
                requests.load((kind,), min(_WARM, arguments.seconds), "warm")
            loads = [requests.load(each, arguments.seconds, "measure") for each in _LOADS]
            numbers = range(requests.next, requests.next + arguments.burst)
            filed = burst(server, database, numbers, made["report"], tell) if numbers else None
            complaints = server.complaints
        return WebFigures(
            date=dt.datetime.now(dt.UTC).date(),
            machine=machine(),
            database="sqlite" if database.is_sqlite else "postgresql",
            workers=arguments.workers,
            cases=len(registry.cases),
            reports=registry.reports,
            findings=registry.findings,
            filled=filled,
            rate=arguments.rate,
            seconds=arguments.seconds,
            loads=loads,
            burst=filed,
            complaints=complaints,
        )


class _Requests:
    """Drives the server, and never sends the same report twice.

    Args:
        server: The server.
        made: What makes the requests of each kind.
        rate: Requests a second.
        tell: Told what is measured.
    """

    def __init__(
        self,
        server: WebServer,
        made: Mapping[str, Callable[[int], Asked]],
        rate: float,
        tell: Callable[[str], None],
    ) -> None:
        self.next = 0
        """Number of the next request."""
        self._server = server
        self._made = made
        self._rate = rate
        self._tell = tell

    def load(self, kinds: tuple[str, ...], seconds: float, verb: str) -> Load:
        """Requests of these kinds in turn."""
        self._tell(f"{verb} {', '.join(kinds)}")
        first = self.next
        moments = list(arrivals(self._rate, seconds, seed=first))
        self.next += len(moments)

        def asked(place: int) -> Asked:
            return self._made[kinds[place % len(kinds)]](first + place)

        before = self._server.cpu_seconds()
        timed = drive(self._server.address, moments, asked)
        cpu = self._server.cpu_seconds() - before
        name = kinds[0] if len(kinds) == 1 else "mixed"
        return Load(name, timed, cpu / max(1, len(timed)))


def _progress() -> Callable[[str], None]:
    """One line of a terminal that is written over; elsewhere a line for each thing begun."""
    if sys.stderr.isatty():
        return lambda line: print(f"\r{line:60}", end="\r", file=sys.stderr, flush=True)
    told: set[str] = set()

    def tell(line: str) -> None:
        kind = line.lstrip("0123456789, of")
        if kind not in told:
            told.add(kind)
            print(line, file=sys.stderr, flush=True)

    return tell


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--database", metavar="URL", help="an empty one, which stays filled")
    which.add_argument("--postgresql", action="store_true", help="a server of its own")
    parser.add_argument(
        "--workers",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that answer; one for each core",
    )
    parser.add_argument(
        "--cases", type=_positive, default=50_000, metavar="N", help="that are open"
    )
    parser.add_argument("--seconds", type=float, default=60.0, metavar="N", help="of each load")
    parser.add_argument("--rate", type=float, default=20.0, metavar="N", help="requests a second")
    parser.add_argument(
        "--burst", type=int, default=10_000, metavar="N", help="reports; 0 for none"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
