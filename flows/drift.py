"""The look at what listings depend on as a flow, a hundred looks a task."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any, Final

from prefect import State, flow, get_run_logger
from pydantic import Field

from flows.endings import ended, told
from flows.portions import take_portion
from flows.run_names import run_name
from flows.run_page import show_drift
from gptreview import __version__
from gptreview.bootstrap_drift import check_drift
from gptreview.model.watches import DriftCounts
from gptreview.usecases.check_drift import CheckDrift
from gptreview.usecases.stop_signals import stop_signals

_SECONDS: Final = 3600.0
"""Of one portion: every look of it may take as long as a fetch may."""


@flow(name="drift", version=__version__, flow_run_name=run_name, persist_result=False)
def drift(every_hours: Annotated[float, Field(gt=0, le=8760)] = 24.0) -> State[Any]:
    """Look at all that is due: specifications, privacy pages, hosts and proofs of builders.

    Args:
        every_hours: After how long to look again where nothing is wrong.
    """
    return told(functools.partial(_drift, dt.timedelta(hours=every_hours)))


def _drift(every: dt.timedelta) -> State[Any]:
    logger = get_run_logger()
    with stop_signals() as signals:
        use_case = check_drift(logger.info, every=every, is_stopped=signals.is_stopped)
        with closing(use_case):
            run = take_portion("begin", use_case.begin, seconds=_SECONDS)
            take_portion("link", use_case.link, seconds=_SECONDS)
            counts = functools.reduce(_sum, _portions(use_case), DriftCounts())
            end = functools.partial(use_case.end, run, counts)
            counts = take_portion("end", end, seconds=_SECONDS)
    signals.pass_on()
    show_drift(counts)
    return _ending(counts)


def _portions(use_case: CheckDrift) -> Iterator[DriftCounts]:
    looked = 0
    while not use_case.is_stopped():
        counts = take_portion(f"looks after {looked:,}", use_case.portion, seconds=_SECONDS)
        if counts is None:
            return
        looked += counts.looked
        yield counts


def _sum(counts: DriftCounts, more: DriftCounts) -> DriftCounts:
    return counts.plus(asdict(more))


def _ending(counts: DriftCounts) -> State[Any]:
    message = (
        f"{counts.looked:,} looks, {counts.changed:,} changed, {counts.gone:,} gone, "
        f"{counts.back:,} back, {counts.versions:,} new versions"
    )
    nobody = "nothing could be reached" if counts.looked and not counts.reached else ""
    return ended(message, gaps=nobody)
