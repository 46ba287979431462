"""Wiring of the registry: the database and the use-cases that need it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.settings import Settings
    from gptreview.store.database import Database


def open_database(settings: Settings) -> Database:
    """The database that the settings name.

    Raises:
        InputError: The address is none, or the driver is not installed.
    """
    from gptreview.store.database import Database

    return Database(settings.database_url or _own_database())


def _own_database() -> str:
    """SQLite in the user's data folder."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir("gptreview", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'gptreview.db'}"
