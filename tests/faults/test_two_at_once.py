"""Two processes that do the same at the same time do it once."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from gptreview.store.database import Database
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import StandardRow

if TYPE_CHECKING:
    from tests.faults.conftest import Commands

SYNCED = re.compile(r"Synced: .*?: (\d+) added, 0 changed, (\d+) unchanged, 0 vanished, ")
REVIEWED = re.compile(r"run \d+: (\d+) reviewed, ")


def test_two_syncs_and_two_reviews_share_their_work(
    commands: Commands, assert_sound: Callable[[Database], None]
) -> None:
    """Started together on a database without tables, all end well and nothing is there twice."""
    file = commands.listings(120)
    both = [commands.start("sync", file) for _ in range(2)]
    syncs = [commands.end(each) for each in both]
    assert [status for status, *_ in syncs] == [0, 0], syncs
    found = [tuple(map(int, each)) for each in SYNCED.findall("".join(out for _, out, _ in syncs))]
    assert [sum(each) for each in found] == [120, 120]
    assert sum(added for added, _ in found) == 120
    both = [commands.start("review", "--jobs", "1", "--chunk", "8") for _ in range(2)]
    reviews = [commands.end(each) for each in both]
    assert [status for status, *_ in reviews] == [0, 0], reviews
    assert sum(map(int, REVIEWED.findall("".join(out for _, out, _ in reviews)))) == 120
    with closing(Database(commands.url)) as database:
        assert_sound(database)
        with database.reading() as session:
            assert session.scalars(select(func.count()).select_from(ListingRow)).one() == 120
            assert session.scalars(select(func.count()).select_from(StandardRow)).one() == 1
