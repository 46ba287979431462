"""Inputs of operations that take what a user should not have to give."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Taken(StrEnum):
    """What an input takes."""

    CREDENTIALS = "credentials"
    PAYMENT = "payment"
    CONVERSATION = "conversation"
    KEY = "key"
    """A token or key, which may as well be a page's or a coin's: no evidence by itself."""


_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z\u4e00-\u9fff]+")
_TAIL: Final = r"(?:_(?:value|text|string|field|input|hash|confirm(?:ation)?|again|number))?\Z"
_NAMES: Final = (
    (
        Taken.CREDENTIALS,
        r"(?:\A|_)(?:pass_?word|passwd|passcode|pass_?phrase|pwd|pin_?code|otp|totp|credentials?"
        r"|(?:otp|mfa|two_?factor|one_?time|verification|verify|sms|login|auth(?:entication)?"
        r"|security)_?code|one_?time_?pass_?word|seed_?phrase|mnemonic|(?:recovery|secret)_?phrase"
        rf"|private_?key|secret_?key){_TAIL}|密码|口令|验证码|校验码|助记词|私钥",
    ),
    (
        Taken.PAYMENT,
        r"(?:\A|_)(?:(?:credit_?|debit_?|bank_?|payment_?)?card_?(?:number|no|num)|credit_?card"
        r"|cc_?(?:number|num)|cvv2?|cvc2?|card_?(?:cvv|cvc|security_?code|expiry)|iban"
        r"|bank_?account(?:_?(?:number|no))?|routing_?number)\Z"
        r"|银行卡|信用卡|卡号|安全码|银行账[号户]",
    ),
    (
        Taken.CONVERSATION,
        r"(?:\A|_)(?:conversations?|(?:full_?|whole_?)?(?:conversation|chat|message|dialog(?:ue)?)_?"
        r"(?:history|log|transcript|text|context|content)|transcript|messages|dialog(?:ue)?"
        r"|user_?(?:input|messages?|prompt)|system_?prompt|chat|full_?context)\Z"
        r"|聊天记录|对话(?:记录|历史|内容)?\Z|会话(?:记录|内容)|用户(?:输入|消息)",
    ),
    (
        Taken.KEY,
        r"(?:\A|_)(?:api_?key|secret|client_?secret|token|session_?cookie|cookie"
        r"|(?:access|refresh|auth|session|bearer|api)_?token)\Z|令牌|密钥",
    ),
)
_PATTERNS: Final = tuple((taken, re.compile(text)) for taken, text in _NAMES)
_PAGING: Final = re.compile(
    r"\A(?:max|min|next|prev(?:ious)?|page|paging|continuation|sync|cursor|start|csrf|xsrf|num|stop|push|device|has|is|forgot|reset)_"
)
_SAYS_TALK: Final = re.compile(
    r"^\W*(?:the |a )?(?:full|entire|whole|complete|all(?: of)?(?: the)?) (?:\w+ ){0,2}"
    r"(?:conversation|chat|transcript|dialog(?:ue)?|messages)\b"
    r"|^\W*(?:完整|全部|整个|所有)的?(?:对话|聊天|会话|消息)",
    re.IGNORECASE,
)


def taken_by(name: str, description: str) -> Taken | None:
    """What an input takes, by its name or by how its description begins; None: nothing special."""
    snake = _CAMEL.sub("_", name).strip("_").lower()
    if not _PAGING.match(snake):
        for taken, pattern in _PATTERNS:
            if pattern.search(snake):
                return taken
    return Taken.CONVERSATION if _SAYS_TALK.match(description) else None
