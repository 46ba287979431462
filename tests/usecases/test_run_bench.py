"""Which yardsticks run, and what is said of those that are not there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.measurement import Measurement
from gptreview.model.verdict import Reviewed
from gptreview.scan.pii.scanner import PiiScanner
from gptreview.usecases import run_bench
from gptreview.usecases.run_bench import RunBench


class _NoReviewer:
    """Is asked for nothing."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Not needed here."""
        raise AssertionError(listing)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Not needed here."""
        raise AssertionError(listing, reason)


def _named(name: str) -> Measurement:
    return Measurement(0, name, ())


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> RunBench:
    """A bench whose yardsticks only say which data they were given."""
    for name in ("real_gpts", "gpt_pairs", "pii_spans"):
        monkeypatch.setattr(
            run_bench, f"measure_{name}", lambda data, _used, name=name: _named(f"{data}/{name}")
        )
    return RunBench(_NoReviewer(), PiiScanner())


@pytest.mark.parametrize(
    ("numbers", "ran"),
    [
        ((), ["data/real_gpts", "data/gpt_pairs", "data/pii_spans"]),
        ((8, 1), ["data/real_gpts", "data/pii_spans"]),
        ((2, 2), ["data/gpt_pairs"]),
    ],
)
def test_yardsticks_run_in_their_order(
    bench: RunBench, numbers: Collection[int], ran: list[str]
) -> None:
    """All of them, or those that are asked for, each once."""
    assert [each.title for each in bench.run(Path("data"), numbers)] == ran


def test_unknown_yardstick_is_told_before_any_runs(bench: RunBench) -> None:
    """With the numbers that there are."""
    with pytest.raises(InputError) as caught:
        next(bench.run(Path("data"), [1, 3]))
    assert str(caught.value) == "--only: there is no yardstick 3; expected 1, 2, 8"
