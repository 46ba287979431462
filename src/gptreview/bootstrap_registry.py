"""Wiring of the registry: the database and the use-cases that need it."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gptreview.usecases.batch_terms import LISTING_SECONDS

if TYPE_CHECKING:
    from gptreview.bootstrap import ReviewOptions
    from gptreview.model.listing import Listing, UnreadListing
    from gptreview.scan.scanner import Scanner
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.batch_terms import Watcher
    from gptreview.usecases.keep_database import KeepDatabase
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.retire_source import RetireSource
    from gptreview.usecases.review_registry import ReviewRegistry
    from gptreview.usecases.sync_registry import SyncRegistry


@contextmanager
def keep_database() -> Iterator[KeepDatabase]:
    """The keeping of the database that the environment names, which is closed in the end.

    Raises:
        InputError: A setting is wrong, the address is none, or the driver is not installed.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.keep_database import KeepDatabase

    with closing(open_database(read_settings())) as database:
        yield KeepDatabase(database)


def open_database(
    settings: Settings, *, is_durable: bool = False, is_only_read: bool = False
) -> Database:
    """The database that the settings name.

    Args:
        settings: Name the database.
        is_durable: As `Database` has it.
        is_only_read: Whether the user's data folder is not made where it is missing.

    Raises:
        InputError: The address is none, or the driver is not installed.
    """
    from gptreview.store.database import Database

    url = settings.database_url.get_secret_value() or _own_database(is_made=not is_only_read)
    return Database(url, is_durable=is_durable)


def ready_database(
    settings: Settings, tell: Callable[[str], None] | None, *, is_durable: bool = False
) -> Database:
    """The database that the settings name, with its tables; an empty one is given them.

    Args:
        settings: Name the database.
        tell: Told, in one sentence, that tables were made; None makes none, for whoever only reads.
        is_durable: As `Database` has it; for whoever promises somebody that something is kept.

    Raises:
        ConflictError: Its schema is older or newer than this program's.
        NotFoundError: There is none yet, and none is to be made.
        InputError: The address is none, or the driver is not installed.
        DependencyError: The database does not answer.
    """
    from gptreview.errors import NotFoundError
    from gptreview.store import schema

    database = open_database(settings, is_durable=is_durable, is_only_read=tell is None)
    try:
        with database.reading() as session:
            is_empty = schema.revision(session) is None
            if not is_empty:
                schema.require_newest(session)
    except NotFoundError:  # the file of SQLite is not there
        is_empty = True
    if is_empty:
        if tell is None:
            database.close()
            raise NotFoundError(
                "there is no database yet", where=database.address, next_step="gptreview db upgrade"
            )
        schema.upgrade(database)
        tell(f"made the tables of the registry in {database.address}")
    return database


def sync_registry(tell: Callable[[str], None]) -> SyncRegistry:
    """The use-case behind ``gptreview registry sync``.

    Args:
        tell: As for `ready_database`.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap import compliance_client, source_limits
    from gptreview.settings import read_settings
    from gptreview.sources.compliance import compliance_listings, workspace_of
    from gptreview.sources.listings import open_listings
    from gptreview.store.owners import this_process
    from gptreview.usecases.sync_registry import SyncRegistry

    settings = read_settings()
    limits = source_limits(settings)

    def opened(
        source: str, after: str, on_cursor: Callable[[str], None]
    ) -> Iterable[Listing | UnreadListing]:
        workspace = workspace_of(source)
        if workspace is None:
            return open_listings(source, limits=limits, stdin=None)
        client = compliance_client(settings)
        return compliance_listings(
            workspace, client, limits=limits, after=after, on_cursor=on_cursor
        )

    return SyncRegistry(
        ready_database(settings, tell),
        opened,
        masking_scanners(settings),
        lambda: dt.datetime.now(dt.UTC),
        this_process(),
    )


def retire_source(tell: Callable[[str], None]) -> RetireSource:
    """The use-case behind ``gptreview registry retire``.

    Args:
        tell: As for `ready_database`.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.retire_source import RetireSource

    return RetireSource(ready_database(read_settings(), tell), lambda: dt.datetime.now(dt.UTC))


def read_registry() -> ReadRegistry:
    """The use-case behind ``gptreview registry list``, ``show``, ``history`` and ``diff``.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.read_registry import ReadRegistry

    settings = read_settings()
    return ReadRegistry(ready_database(settings, None), masking_scanners(settings))


def masking_scanners(settings: Settings) -> Callable[[], Sequence[Scanner]]:
    """The scanners that mask values, loaded when first asked for; rules mask none."""
    return functools.partial(_masking_scanners, settings)


@functools.cache
def _masking_scanners(settings: Settings) -> Sequence[Scanner]:
    """Once a process: whoever shows a text of the registry has the same ones."""
    from gptreview.bootstrap import cache_folder, pii_scanner
    from gptreview.scan.secrets.scanner import SecretScanner

    return (pii_scanner(settings), SecretScanner(cache_folder(settings)))


def _own_database(*, is_made: bool) -> str:
    """SQLite in the user's data folder, which is made where it is to be."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir("gptreview", appauthor=False))
    if is_made:
        folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'gptreview.db'}"


@dataclass(frozen=True, slots=True)
class BatchSize:
    """How a review of the registry works."""

    jobs: int
    """Processes."""
    chunk: int
    """Contents that are claimed, and written, together."""
    lease_seconds: float
    """For how long a claim holds unless it is renewed."""
    listing_seconds: float = LISTING_SECONDS
    """For how long one listing may take."""


def review_registry(
    options: ReviewOptions,
    size: BatchSize,
    watcher: Watcher,
    is_stopped: Callable[[], bool],
    tell: Callable[[str], None],
) -> ReviewRegistry:
    """The use-case behind ``gptreview registry review``.

    Args:
        options: By what to review.
        size: How to work.
        watcher: Is told how far it is.
        is_stopped: Whether to begin nothing new.
        tell: As for `ready_database`.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting is wrong, the address is none, or the driver is not installed.
        DependencyError: The database does not answer.
    """
    from gptreview.settings import read_settings
    from gptreview.store.owners import dead_owners, this_process
    from gptreview.usecases.batch_terms import BatchOptions, Surroundings
    from gptreview.usecases.review_registry import ReviewRegistry

    lease = dt.timedelta(seconds=size.lease_seconds)
    around = Surroundings(
        owner=this_process(),
        dead_owners=dead_owners,
        clock=lambda: dt.datetime.now(dt.UTC),
        sleep=time.sleep,
        is_stopped=is_stopped,
    )
    database = ready_database(read_settings(), tell)
    batch = BatchOptions(size.jobs, size.chunk, lease, listing_seconds=size.listing_seconds)
    return ReviewRegistry(database, options, batch, around, watcher)
