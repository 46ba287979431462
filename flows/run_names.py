"""Names of flow runs that a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect.runtime import flow_run

from gptreview.bootstrap import policy_at
from gptreview.errors import GptReviewError
from gptreview.settings import read_settings


def run_name() -> str:
    """Of the run that is about to begin: ``review public policy house 7, 2026-11-23 02:00``."""
    begins = flow_run.scheduled_start_time
    subject = subject_of(flow_run.flow_name or "", flow_run.parameters)
    return f"{subject}, {begins:%Y-%m-%d %H:%M}"


def subject_of(flow: str, parameters: Mapping[str, Any]) -> str:
    """What a flow does with these parameters."""
    words = [flow]
    if "profile" in parameters:
        words += [parameters["profile"]]
    if "policy" in parameters:
        words += [_policy(parameters["policy"])]
    sources = parameters.get("sources", ())
    if len(sources) == 1:
        words += [str(sources[0])]
    elif sources:
        words += [f"{len(sources)} sources"]
    return " ".join(map(str, words))


def _policy(path: str | Path | None) -> str:
    """Name and version; the run itself says what is wrong with a policy that cannot be read."""
    try:
        policy = policy_at(Path(path) if path else None, read_settings())
    except GptReviewError:
        return f"policy {Path(path).name}" if path else "policy"
    named = f"{policy.name} {policy.version}"
    return named if "policy" in named else f"policy {named}"
