"""Days that somebody asks for, as the range of moments that they are."""

from __future__ import annotations

import datetime as dt

from gptreview.web.figures import Days


def moments_of(days: Days) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of the first day, and the moment after the last one, in UTC."""
    first, last = (dt.datetime.combine(each, dt.time(), dt.UTC) for each in days)
    return first, last + dt.timedelta(days=1)
