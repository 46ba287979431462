"""What has the shape of a secret and opens nothing: placeholders and published examples.

Only the value itself is judged. A comment, a pragma or the word "example" beside it clears
nothing, since whoever leaks a key, or hides one, can write those too.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from typing import Final

_WORDS: Final = re.compile(
    r"example|sample|dummy|change.?me|placeholder|redacted|replace|insert.?your|your.?(?:own|api|key"
    r"|token|secret|password|bot|app|client|access|account|service|slack|webhook)|your[_-]"
    r"|(?:my|some|the|test|fake|demo|bogus|mock).?(?:super.?)?(?:secret|token|key|password|api)"
    r"|foobar|hunter2|deadbeef|lorem|not.?(?:a.?)?real|removed|masked|hidden|goes.?here|todo"
    r"|示例|样例|占位|你的|您的|填写|填入|替换|在此|此处|自己的|保密|隐藏|略|请输入|请填",
    re.IGNORECASE,
)
# xxxx, ****, …, ....: whatever a document puts in place of a value; six alike are no chance.
_BLANKED: Final = re.compile(r"[xX]{4}|[*•●·]{3}|…|\.{3}|_{4}|-{6}|#{4}|\?{3}|([0-9A-Za-z])\1{5}")
_TEMPLATE: Final = re.compile(
    r"^[<\[{(（【〈《「$%]|\$\{|\{\{|\}\}|<[\w\s./-]{1,40}>|%[({][\w.]|\$\([\w.]|\$[A-Z_]{2}"
    r"|process\.env|os\.environ|getenv|env\[|secrets\.[A-Za-z]|vault:|^env[.:]|^ref[.:]"
)
_ROWS: Final = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
    "qwertyuiopasdfghjklzxcvbnm",
)
_STEP: Final = 8
"""Neighbours in a row that no generator draws: one text of 40 letters in 10**11."""
_NEIGHBOURS: Final = frozenset(
    row[at : at + _STEP][::way]
    for row in _ROWS
    for at in range(len(row) - _STEP + 1)
    for way in (1, -1)
)
# SHA-256 of examples that their issuers publish (AWS, GitHub, Telegram, Slack, Stripe, Azure's
# storage emulator, jwt.io): as digests, so that no scanner takes this file for a leak.
_PUBLISHED: Final = frozenset(
    {
        "7e498f91828a193cac5ecbe78ab47c6cae601d6d9edc40c59310c0e305db85ea",
        "731fa294d036e54f19df879bfcd4fe72d967dc6327800c5f74a48414a3f258c9",
        "0b5dd075ccdd03c42f4edda8e299e6838e2a75d3486a2a8d86940ed1541e9178",
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        "153a182586451358014e3142089118ce38f6c7dc7c79014d3fa40b57f80b4aab",
        "74e11884b07b1d5183c50a1e1fa53981137558e33691691f564189271d7b13fb",
        "aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615",
        "cf4d418ed3de92d71f767db5391d5a2dacd40e1ce49e75d1137e2ecf4982d844",
    }
)

WEAK: Final = frozenset(
    [
        "password",
        "passwd",
        "passcode",
        "pass",
        "pwd",
        "secret",
        "user",
        "username",
        "root",
        "admin",
        "administrator",
        "postgres",
        "mysql",
        "mongo",
        "mongodb",
        "redis",
        "test",
        "testing",
        "guest",
        "demo",
        "open",
        "sesame",
        "opensesame",
        "letmein",
        "qwerty",
        "welcome",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "password1",
        "password123",
        "admin123",
        "pass123",
        "test123",
    ]
)
"""Passwords that documents use as examples; where one is real, it was no secret before."""


def is_sample(value: str) -> bool:
    """Whether a value cannot be a real secret, going by the value alone."""
    return bool(
        (len(value) >= 16 and len(set(value)) <= 4)
        or _repeats(value)
        or _runs(value.lower())
        or _BLANKED.search(value)
        or _TEMPLATE.search(value)
        or _WORDS.search(value)
        or hashlib.sha256(value.encode("utf-8", "replace")).hexdigest() in _PUBLISHED
    )


def entropy(value: str) -> float:
    """Shannon's entropy of the characters of a text, in bits a character."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values())


def is_random(value: str, *, least: float = 3.0) -> bool:
    """Whether it looks drawn rather than written: digits among the letters, and few repeats."""
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and entropy(value) >= least


def _runs(value: str) -> bool:
    """Whether it goes along the alphabet, the digits or the keyboard for a while."""
    return any(value[at : at + _STEP] in _NEIGHBOURS for at in range(len(value) - _STEP + 1))


def _repeats(value: str) -> bool:
    """Whether one short piece makes up all of it."""
    return any(
        len(value) >= 3 * size and value == (value[:size] * (len(value) // size + 1))[: len(value)]
        for size in range(1, 7)
    )
