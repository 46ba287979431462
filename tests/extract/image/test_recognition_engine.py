"""The engine behind recognition: how it is set up, and what is taken from its answer."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
from PIL import Image

from gptreview.extract.image.engine import Seen, is_installed, load_engine, see


class _Engine:
    """Finds one line in whatever is not all white, and keeps how it was made and asked."""

    made: Mapping[str, Any] = {}
    asked: tuple[dict[str, bool], ...] = ()

    def __init__(self, params: Mapping[str, Any]) -> None:
        type(self).made = params
        type(self).asked = ()

    def __call__(self, pixels: Any, **asked: bool) -> SimpleNamespace:
        type(self).asked += (asked,)
        if pixels.min() == 255:
            return SimpleNamespace(boxes=None, txts=None, scores=None)
        box = numpy.array([[[1, 5], [9, 4], [9, 8], [1, 7]]], numpy.float32)
        blue, green, red = (int(value) for value in pixels[0, 0])
        return SimpleNamespace(boxes=box, txts=(f"{red},{green},{blue}",), scores=(0.75,))


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[int]]:
    """Puts fake packages in the place of the extra; what OpenCV was told of threads."""
    told: list[int] = []
    package = SimpleNamespace(RapidOCR=_Engine, __file__=str(tmp_path / "__init__.py"))
    monkeypatch.setitem(sys.modules, "rapidocr", package)
    monkeypatch.setitem(sys.modules, "cv2", SimpleNamespace(setNumThreads=told.append))
    load_engine.cache_clear()
    yield told
    load_engine.cache_clear()


def test_engine_has_its_models_from_the_package(threads: list[int], tmp_path: Path) -> None:
    """Each stage is given a file, so that nothing is looked for on the network; one thread."""
    load_engine()
    models = [each for name, each in sorted(_Engine.made.items()) if name.endswith("model_path")]
    assert [Path(each).parent for each in models] == [tmp_path / "models"] * 3
    assert threads == [1]
    assert _Engine.asked == ({"use_det": False}, {"use_det": True})


@pytest.mark.usefixtures("threads")
def test_lines_have_their_height() -> None:
    """Text, score and the line's edges come out, and colours are in the engine's order."""
    (line,) = see(Image.new("RGB", (20, 20), (1, 2, 3)))
    assert (line, line.height, line.middle) == (Seen("1,2,3", 0.75, 4.0, 8.0), 4.0, 6.0)


@pytest.mark.usefixtures("threads")
def test_picture_without_text_has_no_lines() -> None:
    """An engine that finds nothing is no error."""
    assert see(Image.new("RGB", (20, 20), "white")) == []


@pytest.mark.parametrize(("missing", "installed"), [("", True), ("onnxruntime", False)])
def test_extra_is_there_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, missing: str, *, installed: bool
) -> None:
    """An engine without what it runs on is none."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else 1)
    assert is_installed() is installed
