"""Wiring of the policy simulator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.bootstrap import ReviewOptions
    from gptreview.usecases.candidate_comparison import SimulationWatcher
    from gptreview.usecases.simulate_policy import SimulatePolicy


@contextmanager
def simulate_policy(
    options: ReviewOptions, *, jobs: int, watcher: SimulationWatcher
) -> Iterator[SimulatePolicy]:
    """The use-case behind ``gptreview simulate``, on a database that is closed in the end.

    Args:
        options: The candidate.
        jobs: Processes, where something has to be scanned.
        watcher: Is told how far it is.

    Raises:
        InputError: A setting is wrong, the address is none, or the driver is not installed.
    """
    from gptreview.bootstrap_registry import masking_scanners, open_database
    from gptreview.settings import read_settings
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.simulate_policy import SimulatePolicy

    settings = read_settings()
    # Unlike other commands it makes no tables: it writes nothing.
    with closing(open_database(settings)) as database:
        yield SimulatePolicy(
            database,
            options,
            jobs=jobs,
            today=dt.datetime.now(dt.UTC).date(),
            shown_id=ReadRegistry(database, masking_scanners(settings)).shown_id,
            watcher=watcher,
        )
