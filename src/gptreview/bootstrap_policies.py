"""Wiring of what leads do with policies and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.store.database import Database
    from gptreview.usecases.policies.read_standards import ReadStandards
    from gptreview.usecases.policies.simulate_upload import SimulateUpload
    from gptreview.usecases.triage.kept_examples import KeptExamples
    from gptreview.usecases.worker_pool import ReviewerFactory


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
