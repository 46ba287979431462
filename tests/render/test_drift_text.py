"""What looking at dependencies came to, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json

from gptreview.model.watches import DriftCounts, ListedWatch, WatchKind, WatchState
from gptreview.render.drift_json import drift_json, watches_json
from gptreview.render.drift_text import drift_text, watches_text

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
GONE = ListedWatch(
    7,
    WatchKind.PRIVACY,
    "https://example.com/privacy",
    WatchState.GONE,
    3,
    "the server answered 404",
    NOON,
    NOON + dt.timedelta(days=1),
    1_200,
)
NEW = ListedWatch(
    8, WatchKind.HOST, "api.example.com", WatchState.UNSEEN, 0, "no\x1b answer", None, NOON, 1
)


def test_run_on_a_line_or_two() -> None:
    """Counts, then what to do about them."""
    counts = DriftCounts(1_250, 1_240, changed=3, gone=2, back=1, versions=5, waiting=7)
    assert drift_text(4, counts, 61.26, color=False) == (
        "run 4: 1,250 looked at, 3 changed, 2 gone, 1 back, 7 waiting, 61.3 s\n"
        "5 new versions of listings to review: gptreview registry review\n"
    )
    assert drift_text(5, DriftCounts(looked=2), 0, color=False) == (
        "run 5: 2 looked at, 0 changed, 0 gone, 0 back, 0 waiting, 0.0 s\n"
        "nothing could be reached at all: check the connection of this machine; none of this counts"
        " against anybody\n"
    )
    assert "\x1b[" in drift_text(5, DriftCounts(looked=2), 0, color=True)


def test_table_of_watches() -> None:
    """One a line, with why it was not found below it, and nothing that a terminal obeys."""
    states = {WatchState.GONE: 1, WatchState.UNSEEN: 1}
    assert watches_text((GONE, NEW), states, next_page="--after 8", color=False) == (
        "  watch  state   kind     checked           target\n"
        "      7  gone    privacy  2026-03-01 12:00  https://example.com/privacy\n"
        "    the server answered 404 (3 looks)\n"
        "      8  unseen  host     -                 api.example.com\n"
        "    no\\x1b answer (not counted)\n"
        "\n"
        "More: --after 8\n"
        "\n"
        "2 watches: 1 unseen, 1 gone\n"
    )
    assert watches_text((), {}, next_page="", color=False) == (
        "Nothing is watched: no listing that gptreview registry drift has looked at depends on"
        " anything outside\n"
    )


def test_json() -> None:
    """The same for programs."""
    assert json.loads(drift_json(4, DriftCounts(looked=1, reached=1), 1.23456)) == {
        "schema": "gptreview/registry-drift/v1",
        "run": 4,
        "looked": 1,
        "reached": 1,
        "changed": 0,
        "gone": 0,
        "back": 0,
        "versions": 0,
        "waiting": 0,
        "seconds": 1.235,
    }
    states = {WatchState.GONE: 1, WatchState.UNSEEN: 1}
    value = json.loads(watches_json((GONE, NEW), states, after=8))
    assert {key: value[key] for key in ("schema", "next", "states")} == {
        "schema": "gptreview/registry-watches/v1",
        "next": 8,
        "states": {"unseen": 1, "there": 0, "gone": 1},
    }
    assert value["watches"][0] == {
        "id": 7,
        "kind": "privacy",
        "target": "https://example.com/privacy",
        "state": "gone",
        "failures": 3,
        "error": "the server answered 404",
        "checked_at": "2026-03-01T12:00:00Z",
        "due_at": "2026-03-02T12:00:00Z",
        "listings": 1200,
    }
    assert value["watches"][1]["checked_at"] is None
