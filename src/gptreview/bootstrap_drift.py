"""Wiring of drift: what looks at the things that listings depend on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gptreview.bootstrap_registry import masking_scanners, ready_database

if TYPE_CHECKING:
    from gptreview.settings import Settings
    from gptreview.usecases.check_drift import CheckDrift
    from gptreview.usecases.list_watches import ListWatches
    from gptreview.usecases.watch_looks import Looker


def check_drift(
    tell: Callable[[str], None],
    *,
    every: dt.timedelta = dt.timedelta(days=1),
    is_stopped: Callable[[], bool] = lambda: False,
) -> CheckDrift:
    """The use-case behind ``gptreview registry drift``.

    Args:
        tell: Told, in one sentence, that tables were made.
        every: After how long to look again where nothing is wrong.
        is_stopped: Whether to begin nothing new.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.settings import read_settings
    from gptreview.store.owners import this_process
    from gptreview.usecases.check_drift import CheckDrift
    from gptreview.usecases.watch_portion import DriftOptions

    settings = read_settings()
    return CheckDrift(
        ready_database(settings, tell),
        looker(settings),
        DriftOptions(every),
        this_process(),
        lambda: dt.datetime.now(dt.UTC),
        is_stopped,
    )


def list_watches() -> ListWatches:
    """The use-case behind ``gptreview registry watches``.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.list_watches import ListWatches

    settings = read_settings()
    return ListWatches(ready_database(settings, None), masking_scanners(settings))


def looker(settings: Settings) -> Looker:
    """What asks the outside: public addresses only, and inside the limits of every fetch."""
    from gptreview.bootstrap import read_limits
    from gptreview.net.deadline import Deadline
    from gptreview.net.dns_records import TxtRecords
    from gptreview.net.fetch import Fetcher, FetchLimits
    from gptreview.net.guard import AddressGuard
    from gptreview.net.resolver import resolve, system_resolver
    from gptreview.net.url import HTTPS_PORT
    from gptreview.usecases.watch_looks import Looker

    guard = AddressGuard()
    limits = FetchLimits(
        max_bytes=settings.fetch_max_bytes,
        timeout_seconds=settings.fetch_timeout_seconds,
        max_redirects=settings.fetch_max_redirects,
    )

    def addresses(host: str) -> Sequence[str]:
        deadline = Deadline.after(settings.fetch_timeout_seconds)
        return guard.check(host, resolve(system_resolver, host, HTTPS_PORT, deadline))

    return Looker(
        Fetcher(limits, guard=guard).ask,
        addresses,
        TxtRecords(),
        settings.fetch_timeout_seconds,
        read_limits(settings),
    )
