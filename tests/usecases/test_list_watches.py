"""Watches as they are shown."""

from __future__ import annotations

import pytest

from gptreview.errors import NotFoundError
from gptreview.model.watches import WatchState
from gptreview.store.database import Database
from gptreview.usecases.list_watches import ListWatches, WatchPage
from tests.loopback import World
from tests.usecases.drift_world import DriftWorld


@pytest.fixture
def drift(database: Database, world: World) -> DriftWorld:
    """Two listings, of which the second names one page only."""
    made = DriftWorld(database, world)
    page = made.site.url("/privacy")
    made.sync(made.gpt(), made.plain("g-2", privacy_policy_url=page))
    made.use_case().link()
    return made


def test_pages_and_listings(drift: DriftWorld) -> None:
    """All, those of one listing, and from where the next page begins."""
    watches = ListWatches(drift.database, lambda: ())
    everything = watches.page(limit=3)
    assert [each.id for each in everything.watches] == [1, 2, 3]
    assert (everything.next, dict(everything.states)) == (None, {WatchState.UNSEEN: 3})
    first = watches.page(limit=2)
    assert (len(first.watches), first.next) == (2, 2)
    assert watches.page(after=2, limit=2).watches == everything.watches[2:]
    (page,) = watches.page("g-2", limit=9).watches
    assert (str(page.kind), page.listings) == ("privacy", 2)
    assert watches.page("2", limit=9).watches == (page,)
    with pytest.raises(NotFoundError):
        watches.page("g-3", limit=9)


def test_empty_registry(database: Database) -> None:
    """Nothing is watched, and no scanner is loaded for it."""

    def load() -> tuple[()]:
        raise AssertionError

    assert ListWatches(database, load).page(limit=9) == WatchPage((), None, {})
