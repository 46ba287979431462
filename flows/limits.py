"""One sync of a source at a time, wherever it runs: what a source answers is shared by all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from prefect.client.orchestration import get_client

from gptreview.usecases.sync_registry import source_name


def limit_name(source: str) -> str:
    """The concurrency limit of a source, in characters that Prefect takes."""
    name = source_name(source)
    readable = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-")[-60:]
    return f"gptreview-{readable}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def make_limits(sources: Iterable[str]) -> None:
    """Have the Prefect server of the settings hold the limits of these sources."""
    with get_client(sync_client=True) as client:
        for source in sources:
            client.upsert_global_concurrency_limit_by_name(limit_name(source), 1)
