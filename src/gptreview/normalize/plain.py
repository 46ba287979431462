"""The plain reading of a text: every disguise undone that can be undone in place."""

from __future__ import annotations

import re
from typing import Final

from gptreview.normalize.chinese import simplified
from gptreview.normalize.confusables import FOREIGN, confusable_edits
from gptreview.normalize.escapes import escape_edits
from gptreview.normalize.evasions import evasion_edits, pinyin_edits, split_edits
from gptreview.normalize.invisible import UNSEEN, invisible_edits
from gptreview.normalize.layer import Layer
from gptreview.normalize.leet import leet_edits
from gptreview.normalize.letters import (
    RESHAPED,
    jamo_edits,
    mark_edits,
    shape_edits,
    unstyled,
)
from gptreview.normalize.numbers import ODD, number_edits
from gptreview.normalize.signs import Signs
from gptreview.normalize.spaced import (
    HAN,
    PICTURE,
    emphasis_edits,
    markup_edits,
    spaced_chinese_edits,
    spaced_edits,
    strewn_edits,
)

_HAN: Final = re.compile(f"[{HAN}]")
_ROUNDS: Final = 2
"""How often numbers of characters are read: ``%2541`` takes two."""


def legible(layer: Layer) -> tuple[Layer, Signs]:
    """What is visible, in ordinary letters, words as they were written; and its signs."""
    layer, signs = _visible(layer, Signs(layer.text))
    for _ in range(_ROUNDS):
        read = layer.rewrite(escape_edits(layer.text)) if signs.escaped else layer
        if read is layer:
            break
        layer, signs = _visible(read, Signs(read.text))
    return layer, signs


def worded(layer: Layer, signs: Signs) -> Layer:
    """Words as they are meant.

    Args:
        layer: Legible text.
        signs: What that text may hold.
    """
    if signs.markup:
        layer = layer.rewrite(markup_edits(layer.text))
    if signs.emphasis:
        layer = layer.rewrite(emphasis_edits(layer.text))
    if signs.hold(FOREIGN):
        layer = layer.rewrite(confusable_edits(layer.text))
    chinese = signs.hold(_HAN)
    if chinese:
        layer = _chinese(layer, signs)
    if signs.spaced:
        layer = layer.rewrite(spaced_edits(layer.text))
    if signs.leet or signs.spaced:
        layer = layer.rewrite(leet_edits(layer.text))
    return layer.rewrite(pinyin_edits(layer.text)) if chinese or signs.pinyin else layer


def _visible(layer: Layer, signs: Signs) -> tuple[Layer, Signs]:
    seen = layer
    if signs.controls or signs.hold(UNSEEN):
        seen = seen.rewrite(invisible_edits(seen.text))
    if signs.hold(RESHAPED):
        seen = seen.rewrite(mark_edits(seen.text))
        seen = seen.rewrite(jamo_edits(seen.text))
        seen = seen.rewrite(shape_edits(seen.text))
        seen = seen.respell(unstyled(seen.text))
    return (layer, signs) if seen is layer else (seen, Signs(seen.text))


def _chinese(layer: Layer, signs: Signs) -> Layer:
    layer = layer.respell(simplified(layer.text, signs))
    layer = layer.rewrite(split_edits(layer.text))
    if signs.hold(PICTURE):
        layer = layer.rewrite(strewn_edits(layer.text))
    if signs.spaced_chinese:
        layer = layer.rewrite(spaced_chinese_edits(layer.text))
        layer = layer.rewrite(split_edits(layer.text))
    if signs.hold(ODD):
        layer = layer.rewrite(number_edits(layer.text))
    return layer.rewrite(evasion_edits(layer.text))
