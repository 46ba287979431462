"""Who has a case open in their browser."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who gave a sign of life a short while ago."""

    account: int
    """Number of the account."""
    name: str
    """Of the account, as colleagues see it."""
    seen_at: dt.datetime
