"""What tests of exports share."""

from __future__ import annotations

import pytest

from tests.publishing import Newsroom
from tests.usecases.exports.casebook import Casebook


@pytest.fixture
def casebook(newsroom: Newsroom) -> Casebook:
    """On an empty database of either kind, with a reviewer (1) and a lead (2)."""
    return Casebook(newsroom)
