"""Figures of a yardstick against published ones."""

from __future__ import annotations

import pytest

from gptreview.model.measurement import f_score, ratio, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_the_published_ones(
    part: int, whole: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    found = wilson(part, whole)
    assert found is not None
    assert tuple(round(each, 4) for each in found) == (low, high)


def test_wilson_interval_ends_where_shares_end() -> None:
    """None and all are limits themselves, without a rounding error beside them."""
    none, everything = wilson(0, 29), wilson(29, 29)
    assert none is not None
    assert everything is not None
    assert (none[0], everything[1]) == (0.0, 1.0)
    assert none[1] == pytest.approx(1 - everything[0])


@pytest.mark.parametrize(("beta", "score"), [(0.5, 0.83), (1.0, 0.67), (2.0, 0.56)])
def test_f_scores_are_the_published_ones(beta: float, score: float) -> None:
    """scikit-learn's user guide, "Precision, recall and F-measures": precision 1, recall 1/2."""
    found = f_score(1.0, 0.5, beta)
    assert found is not None
    assert round(found, 2) == score


def test_nothing_has_no_share() -> None:
    """A share of nothing is no figure, rather than 0."""
    assert ratio(0, 0) is None
    assert wilson(0, 0) is None
    assert f_score(None, 0.5) is None
    assert f_score(0.5, None) is None


def test_shares_of_something() -> None:
    """A share is a number from 0 to 1; precision and recall 0 make an F of 0."""
    assert ratio(1, 4) == 0.25
    assert f_score(0.0, 0.0) == 0.0
