"""What listings depend on, and what looking at it came to, as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from gptreview.model.watches import DriftCounts, ListedWatch, WatchState
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped

_DRIFT: Final = "gptreview/registry-drift/v1"
_WATCHES: Final = "gptreview/registry-watches/v1"


def drift_json(run: int, counts: DriftCounts, seconds: float) -> str:
    """``schema``, ``run``, the counts and ``seconds``."""
    return pretty_json(
        {"schema": _DRIFT, "run": run, **asdict(counts), "seconds": round(seconds, 3)}
    )


def watches_json(
    watches: Iterable[ListedWatch], states: Mapping[WatchState, int], *, after: int | None
) -> str:
    """``schema``, ``watches``, ``next`` (what --after takes, or null) and ``states``."""
    value = {
        "schema": _WATCHES,
        "watches": list(map(_watch, watches)),
        "next": after,
        "states": {str(state): states.get(state, 0) for state in WatchState},
    }
    return escaped(pretty_json(value))


def _watch(each: ListedWatch) -> dict[str, Any]:
    return asdict(each) | {
        "checked_at": each.checked_at and _moment(each.checked_at),
        "due_at": _moment(each.due_at),
    }


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
