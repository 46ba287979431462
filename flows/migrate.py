"""The migration of legacy plugins as a flow, some plugins a task."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from prefect import State, flow
from pydantic import Field

from flows.endings import ended, told
from flows.portions import take_portion
from flows.run_names import run_name
from flows.run_page import show_table
from gptreview import __version__
from gptreview.bootstrap import migrate_plugin
from gptreview.render.migration_text import MigrationLine
from gptreview.usecases.migrate_plugin import MigrateRequest, MigrationOutcome

_SECONDS: Final = 3600.0
"""Of one portion."""
_Row = Mapping[str, str]
_SHOWN: Final = 1000
"""Plugins that the run's page names."""


@flow(name="migrate", version=__version__, flow_run_name=run_name, persist_result=False)
def migrate(
    sources: Annotated[tuple[str, ...], Field(min_length=1)],
    output: Path,
    portion: Annotated[int, Field(ge=1, le=10_000)] = 100,
) -> State[Any]:
    """Turn legacy plugins into bundles, which a sync of OUTPUT then takes into the registry.

    Args:
        sources: Manifests, folders that hold one, trees of them. No URLs: what one may hold that
            is secret would be shown as a parameter.
        output: Folder for the bundles.
        portion: Plugins of one task.
    """
    return told(functools.partial(_migrate, MigrateRequest(sources, output), portion))


def _migrate(request: MigrateRequest, portion: int) -> State[Any]:
    use_case = migrate_plugin()
    outcomes = use_case.run(request, use_case.find(request))
    rows = list(itertools.chain.from_iterable(_portions(outcomes, portion)))
    show_table("migration", f"{len(rows):,} plugins", rows[:_SHOWN])
    return _ending(rows)


def _portions(outcomes: Iterator[MigrationOutcome], size: int) -> Iterator[Sequence[_Row]]:
    taken, full = 0, True
    while full:
        take = functools.partial(_rows, outcomes, size)
        rows = take_portion(f"plugins after {taken:,}", take, seconds=_SECONDS)
        yield rows
        taken += len(rows)
        full = len(rows) == size


def _rows(outcomes: Iterator[MigrationOutcome], size: int) -> list[_Row]:
    """The next plugins, without what was made of them: a tree may have a million."""
    lines = (
        MigrationLine(each.source, each.migration, str(each.error or ""))
        for each in itertools.islice(outcomes, size)
    )
    return [
        {
            "plugin": each.source,
            "state": each.state,
            "operations": f"{each.usable} of {each.total}",
            "why": each.error or each.why,
        }
        for each in lines
    ]


def _ending(rows: Sequence[_Row]) -> State[Any]:
    states = Counter(each["state"] for each in rows)
    gaps = []
    if states["incomplete"]:
        gaps.append(f"{states['incomplete']:,} need something from you")
    if states["failed"]:
        gaps.append(f"{states['failed']:,} cannot be read or used")
    done = len(rows) - states["failed"]
    return ended(f"{done:,} of {len(rows):,} plugins migrated", gaps=", ".join(gaps))
