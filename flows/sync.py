"""The sources of listings into the registry as a flow: one task a source."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any, Final

from prefect import State, flow, get_run_logger
from prefect.concurrency.sync import concurrency
from prefect.states import Failed
from pydantic import Field

from flows.endings import ended, told
from flows.limits import limit_name
from flows.portions import take_portion
from flows.run_names import run_name
from flows.run_page import show_table
from gptreview import __version__
from gptreview.bootstrap_registry import sync_registry
from gptreview.errors import DependencyError
from gptreview.render.terminal import counted
from gptreview.usecases.source_reading import SyncWatch
from gptreview.usecases.sync_registry import SyncRegistry, SyncResult

_ENTRY: Final = ("entry", "entries")
_SECONDS: Final = 6 * 3600.0
"""Of one source: a million listings of the Compliance API."""


@flow(name="sync", version=__version__, flow_run_name=run_name, persist_result=False)
def sync(sources: Annotated[tuple[str, ...], Field(min_length=1)]) -> State[Any]:
    """Bring the registry up to date with its sources, one after the other.

    Args:
        sources: Folders, files or compliance:WORKSPACE_ID.
    """
    return told(functools.partial(_sync, sources))


def _sync(sources: Sequence[str]) -> State[Any]:
    logger = get_run_logger()
    with closing(sync_registry(logger.info)) as use_case:
        watch = SyncWatch(logger.warning, lambda _number: None)
        results = [_synced(use_case, source, watch) for source in sources]
    rows = [
        {"source": each.source, **asdict(each.counts), "error": str(each.error or "")}
        for each in results
    ]
    show_table("sync", "Sources of the registry", rows)
    return _ending(results)


def _synced(use_case: SyncRegistry, source: str, watch: SyncWatch) -> SyncResult:
    attempts: list[SyncResult] = []

    def read() -> SyncResult:
        attempts.append(use_case.sync(source, watch))
        if isinstance(attempts[-1].error, DependencyError):
            raise attempts[-1].error
        return attempts[-1]

    # Where nobody has made the limit, Prefect says so and goes on.
    with concurrency(limit_name(source), occupy=1):
        try:
            return take_portion(f"sync {source}", read, seconds=_SECONDS)
        except DependencyError as error:
            if attempts and error is attempts[-1].error:
                return attempts[-1]  # the other sources may answer
            raise


def _ending(results: Sequence[SyncResult]) -> State[Any]:
    read = sum(each.counts.read for each in results)
    message = f"{counted(read, 'listing')} of {counted(len(results), 'source')} read"
    errors = [f"{each.source}: {each.error}" for each in results if each.error]
    if errors:
        return Failed(message="; ".join([message, *errors]))
    gaps = []
    if unreadable := sum(each.counts.unreadable for each in results):
        gaps.append(f"{counted(unreadable, *_ENTRY)} cannot be read")
    if conflicting := sum(each.counts.conflicting for each in results):
        gaps.append(
            f"{counted(conflicting, *_ENTRY)} with the id and not the content of an earlier one"
        )
    return ended(message, gaps=", ".join(gaps))
