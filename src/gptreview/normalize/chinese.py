"""Traditional characters read as simplified ones."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gptreview.normalize.matches import respell
from gptreview.normalize.signs import Signs

HAN_BLOCKS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


def simplified(text: str, signs: Signs) -> str:
    """Character for character; the way of writing hides nothing."""
    pattern, table = _characters()
    return respell(text, pattern, table) if signs.hold(pattern) else text


@cache
def _characters() -> tuple[re.Pattern[str], dict[int, str]]:
    import opencc

    characters = [chr(code) for block in HAN_BLOCKS for code in range(*block)]
    lines = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, lines, strict=True)
    table = {ord(old): new for old, new in pairs if old != new and len(new) == 1}
    return re.compile(f"[{''.join(map(chr, table))}]+"), table
