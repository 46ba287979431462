"""Texts of strangers inside Markdown: shown, never acted on."""

from __future__ import annotations

from gptreview.render.terminal import plain

_SIGNS = "\\`*_[]<>#|~!"


def inline(text: str) -> str:
    """The text on one line, with nothing that Markdown or HTML would act on."""
    flat = plain(" ".join(text.split()))
    for sign in _SIGNS:
        flat = flat.replace(sign, f"\\{sign}")
    return flat


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
