"""The review of the registry as a flow: each portion of a few hundred contents is a task."""

from __future__ import annotations

import functools
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, Any, Final

from prefect import State, flow, get_run_logger
from pydantic import Field

from flows.endings import ended, told
from flows.portions import take_portion
from flows.profiles import Profile
from flows.progress import Progress
from flows.run_names import run_name
from flows.run_page import show_review
from gptreview import __version__
from gptreview.bootstrap import ReviewOptions
from gptreview.bootstrap_registry import BatchSize, review_registry
from gptreview.render.batch_text import BatchFigures, batch_text
from gptreview.usecases.batch_figures import batch_figures
from gptreview.usecases.processors import usable_processors
from gptreview.usecases.review_run import ReviewRun
from gptreview.usecases.stop_signals import stop_signals

_SECONDS: Final = 3600.0
"""Of one portion; a listing has its own limit, and the portion ends after a minute of waiting."""


@flow(name="review", version=__version__, flow_run_name=run_name, persist_result=False)
def review(
    profile: Profile = "content",
    policy: Path | None = None,
    rules: tuple[Path, ...] = (),
    jobs: Annotated[int, Field(ge=1, le=256)] | None = None,
    chunk: Annotated[int, Field(ge=1, le=1000)] = 256,
    lease_seconds: Annotated[float, Field(ge=1, le=86_400)] = 300.0,
    portion: Annotated[int, Field(ge=1, le=100_000)] = 512,
) -> State[Any]:
    """Review every current version that has no verdict by today's policy and rules.

    Any number of these may run at once, on one machine or many: they share the work. A signal to
    stop finishes the chunk that is under way; the next run goes on from there.

    Args:
        profile: The audience.
        policy: File of the policy; none is the built-in one.
        rules: Folders whose rules join the built-in ones.
        jobs: Listings to review at the same time; none is one a processor.
        chunk: Contents to claim, and to write, together.
        lease_seconds: After how long without a sign of life another worker takes over.
        portion: Contents of one task.
    """
    options = ReviewOptions(profile, policy, rules)
    size = BatchSize(jobs or usable_processors(), chunk, lease_seconds)
    return told(functools.partial(_review, options, size, portion))


def _review(options: ReviewOptions, size: BatchSize, portion: int) -> State[Any]:
    progress = Progress(get_run_logger().info)
    with stop_signals() as signals, closing(progress), ExitStack() as stack:

        def begin() -> ReviewRun:
            use_case = review_registry(options, size, progress, signals.is_stopped, progress.told)
            stack.enter_context(closing(use_case))
            return stack.enter_context(use_case.begin())

        run = take_portion("begin", begin, seconds=_SECONDS)
        figures = _reviewed(run, progress, portion)
    signals.pass_on()
    return _ending(figures)


def _reviewed(run: ReviewRun, progress: Progress, portion: int) -> BatchFigures:
    advance = functools.partial(run.advance, at_most=portion)
    while not run.is_over:
        take_portion(f"contents after {progress.done:,}", advance, seconds=_SECONDS)
        progress.shown()
    figures = batch_figures(take_portion("end", run.end, seconds=_SECONDS))
    show_review(figures)
    return figures


def _ending(figures: BatchFigures) -> State[Any]:
    gaps = []
    if figures.set_aside:
        gaps.append(f"{figures.set_aside:,} set aside")
    if figures.unreviewed:
        gaps.append(f"{figures.unreviewed:,} without a verdict")
    return ended(batch_text(figures).splitlines()[0], gaps=", ".join(gaps))
