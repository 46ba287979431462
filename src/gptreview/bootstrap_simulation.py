"""Wiring of the policy simulator, and of what else leads do with policies and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.bootstrap import ReviewOptions
    from gptreview.store.database import Database
    from gptreview.usecases.candidate_comparison import SimulationWatcher
    from gptreview.usecases.policies.read_standards import ReadStandards
    from gptreview.usecases.policies.simulate_upload import SimulateUpload
    from gptreview.usecases.simulate_policy import SimulatePolicy
    from gptreview.usecases.triage.kept_examples import KeptExamples
    from gptreview.usecases.worker_pool import ReviewerFactory


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


@dataclass(frozen=True, slots=True)
class Policies:
    """The use-cases, on one database."""

    standards: ReadStandards
    simulate: SimulateUpload
    examples: KeptExamples


def policies(database: Database, profile: str, shown_id: Callable[[str], str]) -> Policies:
    """The use-cases on a database that somebody else opens and closes.

    Args:
        database: The registry's.
        profile: The audience whose verdicts a candidate is held against.
        shown_id: Masks what is personal in a listing's id.
    """
    from gptreview.bootstrap import ReviewOptions
    from gptreview.usecases.policies.read_standards import ReadStandards
    from gptreview.usecases.policies.simulate_upload import SimulateUpload
    from gptreview.usecases.triage.kept_examples import KeptExamples

    def factory(path: Path) -> ReviewerFactory:
        return ReviewOptions(profile=profile, policy=path)

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    return Policies(
        ReadStandards(database),
        SimulateUpload(database, clock, shown_id, factory),
        KeptExamples(database),
    )
