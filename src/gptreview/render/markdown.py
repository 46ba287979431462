"""Texts of strangers inside Markdown: shown, never acted on."""

from __future__ import annotations

import re

from gptreview.render.terminal import plain

# What begins emphasis, code, a link, a picture, a tag, an entity, a strike-through or a formula
# anywhere in a line; an underscore inside a word begins nothing (CommonMark 6.2).
_SIGN = re.compile(r"[\\`*\[\]<&~$!]|(?<!\w)_|_(?!\w)|^(?:[#>|+-]|\d+[.)](?= |$))")


def inline(text: str) -> str:
    """The text on one line, with nothing that Markdown or HTML would act on."""
    flat = plain(" ".join(text.split()))
    return _SIGN.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", flat)


def sentence(text: str) -> str:
    """The text on one line with one full stop at its end."""
    return inline(text).rstrip(".") + "."


def code(text: str) -> str:
    """The text as a code span that no backtick in it can end (CommonMark 6.1)."""
    flat = plain(" ".join(text.split()))
    longest = run = 0
    for character in flat:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") or not flat else ""
    return f"{fence}{pad}{flat}{pad}{fence}"
