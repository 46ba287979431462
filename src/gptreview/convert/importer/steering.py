"""Descriptions that push the model, and wording left over from plugins."""

from __future__ import annotations

import re
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule, shortened
from gptreview.model.diagnostic import Level, Standing

_STEERING: Final = Rule(
    "text.steering",
    Level.NOTE,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#best-practices-on-writing-descriptions",
    "Say what the operation does and let the model decide when to use it.",
)
_PLUGIN: Final = Rule(
    "text.plugin",
    Level.NOTE,
    Standing.RECALLED,
    citations.CONFIGURING_ACTIONS,
    "Call it an action: plugins no longer exist, and the model may look for one.",
)

_CALL = r"(?:use|call|invoke|trigger|run|choose|prefer|recommend|suggest|select)"
_TOOL = r"(?:plug-?ins?|tools?|actions?|gpts?|apis?|skills?|apps?)"
# Conservative on purpose: what is listed here is quoted as bad practice by the vendor's notes
# (acting unasked, prescribing triggers) or tells the model which other tool to leave alone.
_ENGLISH: Final = (
    rf"(?:always|must always|you must|never)\s+(?:first\s+)?{_CALL}\b",
    rf"must\s+{_CALL}\s+this\s+{_TOOL}\b",
    r"even\s+(?:if|when|though)\s+(?:the\s+)?users?\s+(?:did|do(?:es)?|ha(?:s|ve))\s?n[o'’]t\b",
    r"without\s+(?:being\s+asked|the\s+user\s+asking|asking\s+the\s+user)\b",
    r"(?:when|what)ever\s+(?:the\s+)?users?\s+(?:mentions?|says?|talks?|writes?|types?)\b",
    rf"(?:do\s+not|don['’]t|never)\s+{_CALL}\s+(?:any\s+)?(?:other|another)\s+{_TOOL}\b",
    rf"(?:instead\s+of|rather\s+than|over)\s+(?:any\s+|all\s+)?other\s+{_TOOL}\b",
)
_CHINESE: Final = (
    r"(?:总是|始终|一律|必须|务必|永远)(?:要|先|都|优先)?(?:使用|调用|触发|选择|推荐)",
    r"(?:不要|不得|切勿|禁止|请勿)(?:使用|调用|触发)(?:其他|其它|别的|任何其他)",
    r"(?:无论|不管|即使)用户.{0,6}(?:是否|有没有|没有|未)(?:明确)?(?:要求|请求|提出|询问)",
    r"(?:只要|每当|一旦)用户(?:提到|提及|说|谈到|输入)",
)
# Looking at a word's first letter alone makes the search four times faster; few texts steer.
_WORDS: Final = rf"\b(?=[adeimnorwy])(?:{'|'.join(_ENGLISH)})"
_STEERS_ASCII: Final = re.compile(_WORDS, re.IGNORECASE)
_STEERS: Final = re.compile("|".join((_WORDS, *_CHINESE)), re.IGNORECASE)
_SAYS_PLUGIN: Final = re.compile(r"\bplug-?ins?\b|插件", re.IGNORECASE)


def check_text(examination: Examination, text: Any, pointer: str, *, operation: str = "") -> None:
    """Note steering and plugin wording in one description or summary."""
    if not isinstance(text, str):
        return
    steering = steering_phrase(text)
    if steering:
        message = f"the text tells the model when to act (“{steering}”)"
        examination.report(_STEERING, message, pointer, operation=operation)
    plugin = plugin_word(text)
    if plugin:
        message = f"the text speaks of a “{plugin}”"
        examination.report(_PLUGIN, message, pointer, operation=operation)


def steering_phrase(text: str) -> str:
    """The first words that push the model to act, shortened; empty where there are none."""
    found = (_STEERS_ASCII if text.isascii() else _STEERS).search(text)
    return shortened(" ".join(found.group().split()), 60) if found else ""


def plugin_word(text: str) -> str:
    """The first word for a plugin; empty where there is none."""
    found = _SAYS_PLUGIN.search(text)
    return found.group() if found else ""
