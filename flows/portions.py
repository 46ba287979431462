"""Work as Prefect sees it: portions of a few hundred listings, never one listing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from prefect import State, Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun

from gptreview.errors import DependencyError

Taken = TypeVar("Taken")
_PAUSES: Final = (5, 15, 60, 180)
"""Seconds before what did not answer is asked again; use-cases themselves are patient for 30."""


def is_worth_another_try(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether something outside did not answer; nothing else gets better by trying again."""
    return isinstance(state.result(raise_on_failure=False), DependencyError)


@task(
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(_PAUSES),
    retry_delay_seconds=list(_PAUSES),
    retry_condition_fn=is_worth_another_try,
)
def portion(take: Callable[[], Any]) -> Any:
    """One portion."""
    return take()


def take_portion(name: str, take: Callable[[], Taken], *, seconds: float) -> Taken:
    """Run one portion as a task, in this thread.

    Args:
        name: For people.
        take: Does the work; it must be good to repeat.
        seconds: After how many the portion is given up.

    Raises:
        DependencyError: It failed to the last try.
    """
    # A function, for Prefect would look for fields in a text that has braces.
    named = portion.with_options(task_run_name=lambda: name, timeout_seconds=seconds)
    return cast("Taken", named(take))
