"""Sentences of a description that tell the model what to do, rather than what the API does.

The vendor asks for descriptions that leave the model's behaviour alone:
https://developers.openai.com/api/docs/actions/production#best-practices-on-writing-descriptions
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from gptreview.scan.patterns import compile_re2
from gptreview.scan.scanned_text import ScanLimitError


class Order(StrEnum):
    """What the model is told to do; the gravest first."""

    OVERRIDE = "override"
    """To leave its rules or earlier instructions aside."""
    CONCEAL = "conceal"
    """To keep something from the user."""
    HAND_OVER = "hand-over"
    """To send the conversation, the system prompt or credentials."""
    DECEIVE = "deceive"
    """To make the user believe something; counts only where credentials are taken."""
    COMPEL = "compel"
    """To call the operation unasked, first or every time."""


class Instruction(NamedTuple):
    """An order in a text."""

    order: Order
    phrase: str
    """As the text has it, disguises undone."""


_SEND: Final = (
    r"(?:send|forward|include|pass|append|attach|provide|submit|upload|copy|paste|post|transmit|put"
    r"|add|fill|supply|share|report|leak|exfiltrate|collect|steal|log|store|record|save|take|call"
    r"|run)"
)
_SENDING: Final = r"(?:s|es|ed|ing|ting|ding|ping)?"
_USER: Final = (
    r"(?:the |any |our |your )?(?:end[ -])?"
    r"(?:users?|customers?|clients?|visitors?|humans?|person)"
)
_TALK: Final = (
    r"(?:(?:full|entire|whole|complete|all(?: of)?|previous|prior|earlier|raw|verbatim)"
    r" (?:the |of the |our |your |user |chat ){0,2}(?:conversations?|chats?|messages|transcripts?"
    r"|dialog(?:ue)?s?|discussion|(?:chat |conversation |message )?history)"
    r"|(?:conversation|chat|message|dialog(?:ue)?) (?:history|log|transcript)"
    r"|(?:conversation|chat|dialog(?:ue)?) so far"
    r"|every(?:thing| word| message)(?: that)? (?:the )?user (?:has |have )?"
    r"(?:said|sent|sends|typed|written|wrote|shared)"
    r"|(?:system|developer|hidden) (?:prompt|message|instructions)"
    r"|(?:your|the model's|its) (?:own )?(?:instructions|system prompt|memory|memories))"
)
_CREDENTIALS: Final = (
    r"(?:(?:the )?(?:user |users?['’]s? (?:[\w-]+ ){0,2})|(?:any|their|all) (?:[\w-]+ ){0,2})"
    r"(?:passwords?|credentials?|log-?ins?|api[ -]keys?|card (?:numbers?|details)|cvv"
    r"|seed phrases?|private keys?|one-time (?:codes?|passwords?)|otps?|verification codes?"
    r"|session cookies?)"
)
_THIS: Final = r"(?:this|it|the)(?: (?:tool|function|api|plugin|action|operation|endpoint))?"
_TURN: Final = (
    r"(?:answering|responding|replying|anything else|any other|(?:each|every|any|all) (?:\w+ )?"
    r"(?:answer|reply|response|message|turn|conversation|interaction|request|question|time)s?)"
)
_ENGLISH: Final = (
    (
        Order.OVERRIDE,
        r"\b(?:ignore|disregard|forget|override|bypass)\s(?:all |any )?(?:of )?(?:the |your |my )?"
        r"(?:previous|prior|earlier|above|preceding|other|system|safety|existing|platform(?:'s)?)\s"
        r"(?:[\w']+ ){0,2}?"
        r"(?:instructions?|rules?|prompts?|guidelines?|directives?|policies|safeguards?)\b",
    ),
    (
        Order.CONCEAL,
        r"\b(?:do not|don['’]t|never|must not|without|not to)\s(?:ever )?"
        r"(?:tell|inform|notify|alert|warn|mention|reveal|disclos|let)(?:ing|ting|e|)\b"
        rf"[^.\n。]{{0,40}}?\b{_USER}\b",
    ),
    (
        Order.CONCEAL,
        rf"\bwithout\s(?:{_USER}(?:'s|s'|’s)?\s"
        r"(?:knowledge|consent|permission|noticing|knowing|asking|approval|being aware)"
        rf"|(?:the )?(?:knowledge|consent|permission) of {_USER})\b",
    ),
    (
        Order.CONCEAL,
        r"\b(?:silently|secretly|covertly|discreetly|stealthily)\s(?:\w+ ){0,2}?"
        rf"{_SEND}{_SENDING}\b"
        r"|\b(?:send|forward|upload|submit|collect|record|take|copy|include|attach|transfer)\b"
        r"[^.\n]{0,40}\b(?:silently|secretly|covertly|stealthily)\b",
    ),
    (
        Order.CONCEAL,
        rf"\bbefore {_USER} (?:notices?|knows?|realis?zes?)\b"
        rf"|\b{_USER} (?:must|should) (?:not|never) (?:know|see|notice|learn|be told|find out)\b"
        r"|\b(?:hide|conceal|keep) (?:this|it|that|the call|the fact)\b[^.\n]{0,30}"
        rf"\bfrom {_USER}\b",
    ),
    (Order.HAND_OVER, rf"\b{_SEND}\b[^.\n。]{{0,50}}?\b(?:{_TALK}|{_CREDENTIALS})\b"),
    (
        Order.HAND_OVER,
        r"\b(?:set|fill|take|use|read|infer|get|obtain)\b[^.\n]{0,60}"
        r"\bfrom (?:your |the model's |its |chat ?gpt's )?memor(?:y|ies)\b",
    ),
    (
        Order.DECEIVE,
        r"\b(?:ask|act|present it|phrase it|claim|say|pretend)\s"
        r"(?:as if|as though|to be|that you)\b"
        rf"|\b(?:make|let|convince) {_USER} (?:believe|think)\b"
        rf"|\btell {_USER} (?:that |it |this |the )",
    ),
    (
        Order.COMPEL,
        r"\b(?:always|must(?: always)?|have to|be sure to)\s(?:first )?(?:be )?"
        rf"(?:call|invok|us|run|trigger)(?:ed|e|)\b(?: {_THIS}\b)?(?: \w+)?,? "
        rf"(?:first|before|(?:before|for|on|in|with|at|after) {_TURN})\b",
    ),
    (
        Order.COMPEL,
        rf"\b(?:call|invoke|use|run|trigger)\s(?:{_THIS}|\w+)\b[^.\n]{{0,30}}?"
        rf"\b(?:first,? )?(?:before|for|on|in|with|at|after) {_TURN}\b",
    ),
    (
        Order.COMPEL,
        rf"\b(?:before|for|on|in|with|at|after) {_TURN},? (?:\w+ )?"
        rf"(?:call|invoke|use|run|trigger)\s(?:{_THIS}|\w+)",
    ),
)
_WHO: Final = "(?:用户|客户|对方|使用者|顾客|访客)"
_CHINESE: Final = (
    (
        Order.OVERRIDE,
        r"(?:忽略|无视|忘记|忘掉|不理会|绕过|覆盖)[^。；\n]{0,6}"
        r"(?:之前|以前|此前|先前|上述|以上|前面|系统|原有|平台|安全)"
        r"[^。；\n]{0,6}(?:规则|指令|指示|提示词?|要求|限制|设定)",
    ),
    (
        Order.CONCEAL,
        r"(?:不要|不得|不能|不可|请勿|切勿|禁止|别|无需|不必|不用)(?:让|向|对|把|将)?(?:"
        rf"[^。；，\n]{{0,8}}(?:告诉|告知|通知|透露|提示|提及|说明)[^。；，\n]{{0,4}}{_WHO}"
        rf"|{_WHO}[^。；，\n]{{0,4}}(?:知道|发现|察觉|看到|透露|提及|说明|告知))",
    ),
    (
        Order.CONCEAL,
        rf"(?:瞒着|背着|隐瞒){_WHO}|{_WHO}(?:毫)?(?:不知情|不知道的情况|未察觉)"
        rf"|(?:未经|不经){_WHO}(?:同意|许可|授权)"
        r"|(?:悄悄|偷偷|暗中|静默|私下|秘密)地?[^。；\n]{0,10}"
        r"(?:上传|发送|传给|传到|提交|收集|记录|转发|调用|保存)",
    ),
    (
        Order.HAND_OVER,
        r"(?:把|将|附上|传入|发送|上传|提交|填入|包含|带上|传递|写入|转发)[^。；\n]{0,12}"
        r"(?:(?:完整|全部|所有|整个|整段|全文|历史)的?(?:对话|聊天|会话|消息|上下文)"
        r"|(?:聊天|对话|会话|消息)(?:记录|历史)|系统提示词?"
        rf"|{_WHO}的?[^。；\n]{{0,6}}(?:密码|验证码|银行卡|助记词|私钥|身份证))",
    ),
    (
        Order.DECEIVE,
        rf"谎称|假装|假冒|冒充|骗{_WHO}|让{_WHO}(?:以为|相信)|声称是",
    ),
    (
        Order.COMPEL,
        r"(?:每次|每轮|每条|每个|每当)[^。；\n]{0,12}(?:先|都|必须|务必|要)[^。；\n]{0,4}调用"
        r"|(?:必须|务必|一定要|始终|总是)(?:首先|先|优先)(?:要)?调用"
        r"|(?:回答|回复)[^。；\n]{0,8}(?:之前|前)[^。；\n]{0,8}调用",
    ),
)
# What may stand in front and turn an order into a promise or a prohibition.
_FORBIDS: Final = re.compile(
    r"\b(?:never|not|no|nothing|none|cannot|without|avoid|n['’]t|refuse|nobody)\b[^.;:\n]{0,30}\Z"
    r"|(?:不要|不得|不会|不能|不可|请勿|切勿|禁止|绝不|勿|避免|拒绝|从不|不)[^。；\n]{0,8}\Z",
    re.IGNORECASE,
)
_NEGATABLE: Final = frozenset({Order.OVERRIDE, Order.HAND_OVER, Order.COMPEL, Order.DECEIVE})
_QUOTES: Final = "\"'“”‘’「『《`"
_LEAD: Final = 120
"""Bytes before an order in which a prohibition is looked for."""
_MOST: Final = 10_000
_BETWEEN: Final = b"\n.\n"
"""Stands between two texts; no order goes across it."""
_SPACE: Final = re.compile(r"[^\S\n]+|\n(?!\n)")


def find_instructions(texts: Sequence[str]) -> list[Instruction | None]:
    """The gravest order in each text; None where it describes, forbids or quotes.

    Raises:
        ScanLimitError: They hold more prohibitions than any real document.
    """
    # All at once: asking RE2 takes longer than its look at a short text.
    parts = [_legible(text).encode("utf-8", "replace") for text in texts]
    starts = list(accumulate((len(part) + len(_BETWEEN) for part in parts), initial=0))
    data = _BETWEEN.join(parts)
    found: list[Instruction | None] = [None] * len(texts)
    harmless = 0
    for order, expression in _expressions():
        for match in expression.finditer(data):
            index = bisect_right(starts, match.start()) - 1
            if found[index] is not None:
                continue
            phrase = match.group().decode("utf-8")
            lead = data[max(starts[index], match.start() - _LEAD) : match.start()]
            if not _is_harmless(order, lead.decode("utf-8", "ignore"), phrase):
                found[index] = Instruction(order, phrase.strip())
                continue
            harmless += 1
            if harmless > _MOST:
                raise ScanLimitError(f"more than {_MOST:,} prohibitions")
    return found


@cache
def _expressions() -> tuple[tuple[Order, Any], ...]:
    """Compiled for RE2, whose time no text can stretch; the gravest order first."""
    rows = [(order, compile_re2(text, caseless=True)) for order, text in (*_ENGLISH, *_CHINESE)]
    return tuple(sorted(rows, key=lambda row: list(Order).index(row[0])))


def _is_harmless(order: Order, before: str, phrase: str) -> bool:
    quoted = order is Order.OVERRIDE and before.rstrip()[-1:] in _QUOTES and bool(before.strip())
    forbidden = order in _NEGATABLE or phrase.lower().startswith("without")
    return quoted or (forbidden and bool(_FORBIDS.search(before)))


def _legible(text: str) -> str:
    """The text without what no reader sees, tag characters read as the letters that they hide."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text)
        text = "".join(map(_shown, folded))
    return _SPACE.sub(" ", text)


def _shown(letter: str) -> str:
    if "\U000e0020" <= letter <= "\U000e007e":
        return chr(ord(letter) - 0xE0000)
    return "" if unicodedata.category(letter) == "Cf" else letter
