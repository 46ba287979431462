"""The parts of a priority can be told apart, whoever looks and in either theme."""

from __future__ import annotations

import itertools
import math
import re
from importlib.resources import files
from typing import Final

import pytest

_PARTS: Final = ("severity", "reach", "reporters", "accuracy", "history", "age")
_SURFACES: Final = ("page", "surface", "sunken")
_THEMES: Final = ("light", "dark")
_SEEN: Final = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no-red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no-green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no-blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as it is seen: Machado, Oliveira, Fernandes, A Physiologically-based Model for
Simulation of Color Vision Deficiency (IEEE TVCG 15, 2009), severity 1."""
_LEAST: Final = 0.14
"""Distance in Oklab (CSS Color 4, section 9.2); 0.02 is just seen where colours touch."""
Three = tuple[float, float, float]


def _linear(name: str, theme: str) -> Three:
    """A token of the style sheet in linear RGB (WCAG 2.2, relative luminance)."""
    sheet = (files("gptreview.web") / "static" / "gptreview.css").read_text(encoding="utf-8")
    pair = re.search(rf"--{name}: light-dark\(#(\w{{6}}), #(\w{{6}})\)", sheet)
    assert pair is not None, name
    shares = (each / 255 for each in bytes.fromhex(pair[1 + _THEMES.index(theme)]))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares
    )
    return red, green, blue


def _times(matrix: tuple[Three, ...], of: Three) -> Three:
    one, two, three = (sum(a * b for a, b in zip(row, of, strict=True)) for row in matrix)
    return one, two, three


def _oklab(seen: Three) -> Three:
    clipped = tuple(min(1.0, max(0.0, each)) for each in seen)
    cones = _times(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ),
        (clipped[0], clipped[1], clipped[2]),
    )
    return _times(
        (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        ),
        (math.cbrt(cones[0]), math.cbrt(cones[1]), math.cbrt(cones[2])),
    )


def _luminance(of: Three) -> float:
    return 0.2126 * of[0] + 0.7152 * of[1] + 0.0722 * of[2]


@pytest.mark.parametrize("theme", _THEMES)
def test_parts_stand_out_from_every_surface(theme: str) -> None:
    """By 3:1, as WCAG 2.2, 1.4.11, asks of what is no text."""
    faint = {}
    for part, surface in itertools.product(_PARTS, _SURFACES):
        two = (_luminance(_linear(each, theme)) for each in (f"part-{part}", surface))
        dark, bright = sorted(two)
        if (bright + 0.05) / (dark + 0.05) < 3:
            faint[part, surface] = (bright + 0.05) / (dark + 0.05)
    assert faint == {}


@pytest.mark.parametrize("theme", _THEMES)
@pytest.mark.parametrize("seen", _SEEN)
def test_parts_are_told_apart(theme: str, seen: str) -> None:
    """Also by people who lack one kind of cones."""
    colours = {each: _oklab(_times(_SEEN[seen], _linear(f"part-{each}", theme))) for each in _PARTS}
    alike = {
        pair: distance
        for pair in itertools.combinations(_PARTS, 2)
        if (distance := math.dist(colours[pair[0]], colours[pair[1]])) < _LEAST
    }
    assert alike == {}
