"""The recognition engine: pixels in, lines of text with their places out."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = ("rapidocr", "onnxruntime", "PIL")
_MODELS: Final = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
"""Files in rapidocr's wheel, one a stage. Named, since it would download what it does not find."""
LONGEST_SIDE: Final = 4_096
"""Pixels; what is longer, the engine would shrink."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of text, as the engine read it."""

    text: str = field(repr=False)
    score: float
    """How sure the engine is, from 0 to 1, on average over the line's letters."""
    top: float
    """Pixels from the upper edge, as ``bottom``."""
    bottom: float

    @property
    def height(self) -> float:
        """Pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Pixels from the upper edge."""
        return (self.top + self.bottom) / 2


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there; nothing is imported to know it."""
    return all(importlib.util.find_spec(name) for name in _PACKAGES)


@functools.cache
def load_engine() -> Any:
    """The engine with its models, which are loaded once a process.

    It drops no line, however unsure it is, and runs in one thread: so its processor time is its
    time, and several reviews share a machine well.
    """
    import cv2
    import numpy
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    cv2.setNumThreads(1)
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": LONGEST_SIDE,
            "Global.text_score": 0.0,
            "Global.width_height_ratio": -1,
            "Det.max_candidates": 10_000,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{f"{stage}.model_path": str(folder / name) for stage, name in _MODELS.items()},
        }
    )
    blank = numpy.full((64, 64, 3), 255, numpy.uint8)
    engine(blank, use_det=False)  # each model is loaded when it is first asked
    engine(blank, use_det=True)
    return engine


def see(picture: Any) -> list[Seen]:
    """Lines of an RGB picture of Pillow's, from top to bottom."""
    import numpy

    found = load_engine()(numpy.asarray(picture)[:, :, ::-1])  # blue, green, red
    if found.boxes is None:
        return []
    return [
        Seen(text, float(score), float(box[:, 1].min()), float(box[:, 1].max()))
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
    ]
