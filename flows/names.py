"""Names under which the flows are deployed, on one machine and on many."""

from __future__ import annotations

from typing import Final

POOL: Final = "gptreview"
"""Work pool of process workers."""
DEPLOYMENT: Final = "gptreview"
"""Of each flow: ``review/gptreview``."""
CRON: Final = "0 2 * * *"
"""When a night begins, unless it is said otherwise."""
TIMEZONE: Final = "UTC"
