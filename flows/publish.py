"""Publication as a flow: transitions a few hundred listings at a time, then their delivery."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from prefect import State, flow, get_run_logger

from flows.endings import ended, told
from flows.portions import take_portion
from flows.profiles import Profile
from flows.run_names import run_name
from flows.run_page import show_publication
from gptreview import __version__
from gptreview.bootstrap_publication import Publishing, publishing
from gptreview.model.publication import DeliveryReport, PublicationCounts

_SECONDS: Final = 900.0
"""Of one portion of transitions."""
_DELIVERY_SECONDS: Final = 3600.0


@flow(name="publish", version=__version__, flow_run_name=run_name, persist_result=False)
def publish(profile: Profile = "content", key: Path | None = None) -> State[Any]:
    """Bring what the public sees to what the registry knows, and tell every subscriber.

    Args:
        profile: The audience.
        key: File of the private key that signs what is published; none signs nothing.
    """
    return told(functools.partial(_publish, profile, key))


def _publish(profile: Profile, key: Path | None) -> State[Any]:
    with publishing(get_run_logger().info, profile=profile, key=key) as use_cases:
        counts = functools.reduce(PublicationCounts.__add__, _portions(use_cases))
        report = take_portion("deliver", use_cases.deliver.run, seconds=_DELIVERY_SECONDS)
    show_publication(counts, report)
    return _ending(counts, report)


def _portions(use_cases: Publishing) -> Iterator[PublicationCounts]:
    after: int | None = 0
    while after is not None:
        take = functools.partial(use_cases.publish.portion, after)
        portion = take_portion(f"listings after {after:,}", take, seconds=_SECONDS)
        yield portion.counts
        after = portion.next


def _ending(counts: PublicationCounts, report: DeliveryReport) -> State[Any]:
    message = (
        f"{counts.published:,} published, {counts.stale:,} stale, {counts.withdrawn:,} withdrawn, "
        f"{report.delivered:,} delivered"
    )
    waits = ", ".join(f"{each.subscriber} ({each.error})" for each in report.failed)
    return ended(message, gaps=f"not delivered to {waits}" if waits else "")
