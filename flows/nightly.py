"""A whole night: sync, drift, review, publish, each a flow of its own below this one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from prefect import State, flow
from prefect.deployments import run_deployment
from prefect.states import Completed, Failed
from pydantic import Field

from flows.drift import drift
from flows.endings import INCOMPLETE, ended
from flows.names import DEPLOYMENT
from flows.profiles import Profile
from flows.publish import publish
from flows.review import review
from flows.run_names import run_name
from flows.sync import sync
from gptreview import __version__


@flow(name="nightly", version=__version__, flow_run_name=run_name, persist_result=False)
def nightly(
    sources: tuple[str, ...] = (),
    profile: Profile = "content",
    policy: Path | None = None,
    rules: tuple[Path, ...] = (),
    jobs: Annotated[int, Field(ge=1, le=256)] | None = None,
    key: Path | None = None,
    machines: Annotated[int, Field(ge=1, le=1000)] = 1,
) -> State[Any]:
    """Bring the registry up to date, review it and publish; a step that fails stops no other.

    Args:
        sources: Folders, files or compliance:WORKSPACE_ID; none leaves the registry as it is.
        profile: The audience.
        policy: File of the policy; none is the built-in one.
        rules: Folders whose rules join the built-in ones.
        jobs: Listings that a machine reviews at the same time; none is one a processor.
        key: File of the private key that signs what is published; none signs nothing.
        machines: How many review: more than this one are asked of the work pool. What no worker
            is free for comes late, finds nothing left, and does no harm.
    """
    steps: dict[str, State[Any]] = {}
    if sources:
        steps["sync"] = sync(sources, return_state=True)
    steps["drift"] = drift(return_state=True)
    if machines > 1:
        steps["machines"] = _ask_for_reviewers(machines - 1, profile, policy, rules, jobs)
    steps["review"] = review(profile, policy, rules, jobs, return_state=True)
    steps["publish"] = publish(profile, key, return_state=True)
    return ending(steps)


def ending(steps: Mapping[str, State[Any]]) -> State[Any]:
    """How a night ended, by how its steps did: as its worst."""
    said = "; ".join(f"{name}: {state.message}" for name, state in steps.items())
    if not all(state.is_completed() for state in steps.values()):
        return Failed(message=said)
    if any(state.name == INCOMPLETE for state in steps.values()):
        return Completed(name=INCOMPLETE, message=said)
    return Completed(message=said)


def _ask_for_reviewers(
    number: int, profile: Profile, policy: Path | None, rules: tuple[Path, ...], jobs: int | None
) -> State[Any]:
    """Whatever keeps them from being asked is a gap, and the night reviews alone."""
    parameters = {
        "profile": profile,
        "policy": str(policy) if policy else None,
        "rules": [str(each) for each in rules],
        "jobs": jobs,
    }
    name = f"review/{DEPLOYMENT}"
    for asked in range(number):
        try:
            run_deployment(name, parameters=parameters, timeout=0, as_subflow=False)
        except Exception as error:  # noqa: BLE001 - of Prefect or its HTTP; no step may be stopped
            return ended(
                f"{asked:,} of {number:,} others asked to review",
                gaps=f"{name} cannot be run ({type(error).__name__}); "
                "`prefect deploy --all` deploys it",
            )
    return ended(f"{number:,} of {number:,} others asked to review")
