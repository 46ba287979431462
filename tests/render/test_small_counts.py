"""No hidden count can be worked out from the sum of a breakdown."""

from __future__ import annotations

from itertools import product

import pytest

from gptreview.render.small_counts import companions, is_few


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], set()),
        ([9, 12], set()),
        ([9, 1], {0}),
        ([9, 0, 1], {0}),
        ([9, 7, 1], {1}),
        ([1], set()),
        ([5, 1, 8], {0, 2}),
        ([5, 2, 8], {0}),
        ([1, 1, 8, 9], {2}),
        ([4, 4, 8, 9], {2}),
        ([1, 2, 8], set()),
        ([4, 4], set()),
        ([5, 5, 1, 1, 6], {0, 1, 4}),
    ],
    ids=[
        "nothing", "no small one", "one small one", "none is told", "the smallest", "alone",
        "least of both", "not least of both", "least", "most", "either way", "all hidden",
        "three more",
    ],
)  # fmt: skip
def test_as_many_are_hidden_as_it_takes(numbers: list[int], expected: set[int]) -> None:
    """The smallest first, until there are two ways to have the same sum."""
    assert companions(numbers) == expected


def test_every_hidden_count_could_be_another_one() -> None:
    """Tried with all breakdowns of three counts up to 9 that have enough to hide."""
    tried = 0
    for numbers in product(range(10), repeat=3):
        also = companions(numbers)
        few = [place for place, each in enumerate(numbers) if is_few(each)]
        hidden = sorted({*few, *also})
        shown_large = [
            place for place, each in enumerate(numbers) if each >= 5 and place not in also
        ]
        if not few or not shown_large:
            continue
        tried += 1
        total = sum(numbers[place] for place in hidden)
        ranges = [range(5, total + 1) if place in also else range(1, 5) for place in hidden]
        ways = [way for way in product(*ranges) if sum(way) == total]
        assert all(len({way[place] for way in ways}) > 1 for place in range(len(hidden))), numbers
    # Two of 1 to 4 but (1, 1) and (4, 4) with one of 5 to 9 (14 x 5 x 3 places), and one of 1 to 4
    # with two of 5 to 9 but 1 with a 5 (4 x 25 x 3 - 9 x 3).
    assert tried == 210 + 273
