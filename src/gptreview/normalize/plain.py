"""The plain reading of a text: every disguise undone that can be undone in place."""

from __future__ import annotations

import re
from typing import Final

from gptreview.normalize.chinese import simplified
from gptreview.normalize.confusables import confusable_edits
from gptreview.normalize.escapes import escape_edits
from gptreview.normalize.evasions import evasion_edits, pinyin_edits, split_edits
from gptreview.normalize.invisible import invisible_edits
from gptreview.normalize.layer import Layer
from gptreview.normalize.leet import leet_edits
from gptreview.normalize.letters import jamo_edits, mark_edits, shape_edits, unstyled
from gptreview.normalize.numbers import number_edits
from gptreview.normalize.signs import signs
from gptreview.normalize.spaced import (
    HAN,
    emphasis_edits,
    markup_edits,
    spaced_chinese_edits,
    spaced_edits,
    strewn_edits,
)

_HAN: Final = re.compile(f"[{HAN}]")
_ROUNDS: Final = 2
"""How often numbers of characters are read: ``%2541`` takes two."""


def legible(layer: Layer) -> Layer:
    """What is visible, in ordinary letters; words as they were written."""
    for _ in range(_ROUNDS):
        layer = _visible(layer)
        read = layer.rewrite(escape_edits(layer.text)) if signs(layer.text).escaped else layer
        if read is layer:
            return layer
        layer = read
    return _visible(layer)


def worded(layer: Layer) -> Layer:
    """Words as they are meant, from legible text."""
    layer = _emphasised(layer)
    if not layer.text.isascii():
        layer = layer.rewrite(confusable_edits(layer.text))
    if _HAN.search(layer.text):
        layer = _chinese(layer)
    found = signs(layer.text)
    if found.spaced:
        layer = layer.rewrite(spaced_edits(layer.text))
    if found.leet or found.spaced:
        layer = layer.rewrite(leet_edits(layer.text))
    if found.pinyin or not layer.text.isascii():
        layer = layer.rewrite(pinyin_edits(layer.text))
    return layer


def _visible(layer: Layer) -> Layer:
    text = layer.text
    if text.isascii() and not signs(text).controls:
        return layer
    layer = layer.rewrite(invisible_edits(text))
    if layer.text.isascii():
        return layer
    layer = layer.rewrite(mark_edits(layer.text))
    layer = layer.rewrite(jamo_edits(layer.text))
    layer = layer.rewrite(shape_edits(layer.text))
    return layer.respell(unstyled(layer.text))


def _emphasised(layer: Layer) -> Layer:
    found = signs(layer.text)
    if found.markup:
        layer = layer.rewrite(markup_edits(layer.text))
    if found.emphasis:
        layer = layer.rewrite(emphasis_edits(layer.text))
    return layer


def _chinese(layer: Layer) -> Layer:
    layer = layer.respell(simplified(layer.text))
    for edits in (split_edits, strewn_edits, spaced_chinese_edits, split_edits, number_edits):
        layer = layer.rewrite(edits(layer.text))
    return layer.rewrite(evasion_edits(layer.text))
