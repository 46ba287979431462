"""What a look makes of a watch, and when to look again."""

from __future__ import annotations

import datetime as dt
from typing import Final

from gptreview.model.watches import WatchState
from gptreview.store.watch_claims import DueWatch, Settled
from gptreview.usecases.watch_looks import Ending, Look

LOOKS: Final = 3
"""Looks in a row that find nothing, after which what was there is gone."""
_AGAIN: Final = (dt.timedelta(hours=1), dt.timedelta(hours=6))
"""After the first and the second of them."""
_SPREAD: Final = 0.1
"""Part of the pause by which watches differ, so that those of one sync drift apart."""


def settled(
    watch: DueWatch, look: Look, *, counts: bool, now: dt.datetime, every: dt.timedelta
) -> Settled:
    """The watch after a look.

    Args:
        watch: As it was.
        look: What was found.
        counts: Whether to believe a look that found nothing.
        now: When it was.
        every: After how long to look again where nothing is wrong.
    """
    later = every * (1 - _SPREAD * _fraction(watch.target_digest))
    if look.ending is Ending.FOUND:
        return Settled(watch.id, WatchState.THERE, look.digest, 0, "", now + later, now)
    if not counts or look.ending is Ending.REFUSED:
        pause = later if look.ending is Ending.REFUSED else min(later, _AGAIN[0])
        return Settled(
            watch.id, watch.state, watch.digest, watch.failures, look.error, now + pause, now
        )
    failures = watch.failures + 1
    state = watch.state
    if state is WatchState.THERE and failures >= LOOKS:
        state = WatchState.GONE
    pause = min(later, _AGAIN[failures - 1]) if failures < LOOKS else later
    return Settled(watch.id, state, watch.digest, failures, look.error, now + pause, now)


def _fraction(digest: str) -> float:
    """From 0 up to 1, the same for the same digest."""
    return int(digest.removeprefix("sha256:")[:8], 16) / 2**32
