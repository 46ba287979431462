"""Anybody reads the figures, counted once in a while."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest

from gptreview.errors import TooManyError
from gptreview.web import figures
from gptreview.web.figures import KeptFigures
from gptreview.web.quarters import last_quarters, quarter_of
from tests.publishing import Newsroom
from tests.web.conftest import SignIn, Site
from tests.web.reporting import decide, listed, report

_DAYS = (dt.date(2026, 1, 1), dt.date(2026, 1, 31))


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Figures are counted alike on every database, as their use-case's tests say: one will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


def test_figures_are_shown(site: Site, newsroom: Newsroom, signed_in: SignIn) -> None:
    """Reports and decisions are counted; few of a kind are not told exactly."""
    listed(newsroom)
    for number in range(5):
        report(site.visitor(), description=f"It wants a deposit, {number}.")
    report(site.visitor(), 2, category="hate")
    decide(site, signed_in)
    pages = [site.visitor(language=each).get("/transparency").text for each in ("en", "zh")]
    assert "No violation" in pages[0]
    assert '<span class="value">6</span>' in pages[0]
    assert ("Fraud or scam" in pages[0], "欺诈或诈骗" in pages[1]) == (True, True)
    assert pages[0].count("&lt;5") >= 4


def test_figures_are_given_to_programs(site: Site) -> None:
    """The same as JSON and as a table, under a name that says the days."""
    visitor = site.visitor()
    asked = "since=2026-01-01&until=2026-03-31"
    document = visitor.get(f"/transparency.json?{asked}")
    table = visitor.get(f"/transparency.csv?{asked}")
    assert document.json()["until"] == "2026-04-01T00:00:00Z"
    assert table.text.splitlines()[0].startswith("since,until,part,name,received")
    assert [each.headers["content-disposition"] for each in (document, table)] == [
        f'attachment; filename="transparency-2026-01-01-2026-03-31.{ending}"'
        for ending in ("json", "csv")
    ]


@pytest.mark.parametrize(
    "query",
    ["since=x", "until=2026-02-30", "since=1999-12-31", "until=3000-01-01",
     "since=2026-02-01&until=2026-01-01", "since=2026-01-02", "since=2026-02-01",
     "since=2026-01-01&until=2026-01-31", "since=2025-10-01&until=2026-03-31",
     "until=2026-03-30"],
    ids=["word", "no day", "early", "late", "turned", "later day", "month", "one month",
         "two quarters", "day less"],
)  # fmt: skip
def test_wrong_days_are_told(site: Site, query: str) -> None:
    """Days that there are not, and ranges that could be subtracted, are answered as such."""
    for path in ("/transparency", "/transparency.json", "/transparency.csv"):
        assert site.visitor().get(f"{path}?{query}").status_code == 422


def test_a_quarter_is_chosen(site: Site) -> None:
    """Three years are offered, and what is asked for; of the running one it is said."""
    today = site.desk.clock().date()
    running = site.visitor().get("/transparency").text
    assert running.count("<option") == 12
    assert f'<option value="{quarter_of(today)[0]}" selected>' in running
    assert "This quarter is not over" in running
    old = site.visitor(language="zh").get("/transparency?since=2001-04-01").text
    assert old.count("<option") == 13
    assert '<option value="2001-04-01" selected>2001 年第 2 季度<' in old
    assert "本季度尚未结束" not in old


@pytest.mark.parametrize("year", [2000, 2023, 2024, 2999], ids=str)
def test_quarters_are_all_days_and_never_overlap(year: int) -> None:
    """Each day is in one quarter, so nothing is left when one is subtracted from another."""
    first = dt.date(year, 1, 1)
    days = [
        first + dt.timedelta(days=each)
        for each in range((first.replace(month=12, day=31) - first).days + 1)
    ]
    quarters = [quarter_of(day) for day in days]
    assert all(begin <= day <= end for day, (begin, end) in zip(days, quarters, strict=True))
    assert sum((end - begin).days + 1 for begin, end in set(quarters)) == len(days)
    assert len(set(quarters)) == 4


def test_the_first_quarter_is_the_last_that_is_offered() -> None:
    """Nothing is offered that would be refused."""
    assert last_quarters(dt.date(2000, 5, 1), 12) == [
        (dt.date(2000, 4, 1), dt.date(2000, 6, 30)),
        (dt.date(2000, 1, 1), dt.date(2000, 3, 31)),
    ]


class _Counter:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[dt.datetime, dt.datetime]] = []
        self.now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

    def count(self, since: dt.datetime, until: dt.datetime) -> Any:
        """Some figures."""
        self.asked.append((since, until))
        return object()

    def clock(self) -> dt.datetime:
        """As a test sets it."""
        return self.now


def test_figures_are_kept_for_a_while() -> None:
    """The same days are counted once in five minutes, and whole days are counted."""
    counter = _Counter()
    kept = KeptFigures(counter.count, counter.clock)
    first, second = kept.of(_DAYS), kept.of(_DAYS)
    counter.now += dt.timedelta(minutes=5)
    third = kept.of(_DAYS)
    span = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert (first is second, first is third, counter.asked) == (True, False, [span, span])


def test_few_figures_are_kept() -> None:
    """Of many ranges the ones that were counted first are counted again."""
    counter = _Counter()
    kept = KeptFigures(counter.count, counter.clock)
    for days in (*range(17), 16, 0):
        kept.of((_DAYS[0], _DAYS[0] + dt.timedelta(days=days)))
    assert len(counter.asked) == 18


def test_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes while others' figures are counted is asked to come back, so that pages go on."""
    monkeypatch.setattr(figures, "_WAIT", 0.01)
    counting, done = threading.Event(), threading.Event()

    def count(_since: dt.datetime, _until: dt.datetime) -> Any:
        counting.set()
        done.wait(10)
        return object()

    kept = KeptFigures(count, _Counter().clock)
    thread = threading.Thread(target=kept.of, args=(_DAYS,))
    thread.start()
    counting.wait(10)
    with pytest.raises(TooManyError) as caught:
        kept.of((_DAYS[0], _DAYS[0]))
    done.set()
    thread.join()
    assert caught.value.retry_after == 5
