"""The review of the registry as a flow of Prefect, with a server of its own."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[1]
_START_SECONDS: Final = 120


@contextmanager
def review_flow(advanced: Callable[[int], None]) -> Iterator[Callable[[int], object]]:
    """The flow, to be called with a number of processes; its server is there already.

    Args:
        advanced: Told how many more contents have got their verdict.
    """
    with tempfile.TemporaryDirectory(prefix="gptreview-prefect-") as home:
        # Read when Prefect is first imported.
        os.environ |= {
            "PREFECT_HOME": home,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        sys.path.append(str(_ROOT))  # flows/ is not installed
        from prefect.testing.utilities import prefect_test_harness

        module: Any = importlib.import_module("flows.review")

        class Told(module.Progress):  # type: ignore[misc]
            """Tells the benchmark, too."""

            def advanced(self, contents: int) -> None:
                """So many more."""
                super().advanced(contents)
                advanced(contents)

        module.Progress = Told
        with prefect_test_harness(_START_SECONDS):
            yield lambda jobs: module.review(jobs=jobs)
