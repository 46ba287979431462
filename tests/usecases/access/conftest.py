"""What tests of coming in may ask for."""

from __future__ import annotations

import pytest

from gptreview.store.database import Database
from tests.entrance import Entrance


@pytest.fixture
def entrance(database: Database) -> Entrance:
    """An installation without accounts, on either database in turn."""
    return Entrance(database)
