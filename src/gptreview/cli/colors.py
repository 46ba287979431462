"""Whether standard output takes colours."""

from __future__ import annotations

import os
import sys


def is_colorful() -> bool:
    """Colours on a terminal only, and not where NO_COLOR (no-color.org) asks for none."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()
