"""What overturned decisions have taught so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gptreview.model.regression import RegressionExample
from gptreview.store import examples
from gptreview.store.database import Database


@dataclass(frozen=True, slots=True)
class KeptExamples:
    """Lists regression examples."""

    database: Database

    def kept(self) -> Sequence[RegressionExample]:
        """All of them, by rule.

        Raises:
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            return examples.kept(session)
