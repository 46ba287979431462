"""``password: …`` and its like: the last resort, and the weakest evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.secrets.samples import WEAK, entropy, is_sample
from gptreview.scan.secrets.secret import Clue, Secret, Span

_PASSWORDS: Final = "pass(?:word|wd|phrase|code)|pwd|密码|口令|密碼"
_KEYS: Final = (
    "secret|token|credentials?|密钥|秘钥|密匙|令牌|授权码|私钥|金鑰"
    "|(?:api|access|auth|private|encryption|signing|account|master|app|license)[ _-]?key"
)
_SAYS: Final = re.compile(
    r"[\"'`*）)\]]{0,3}[ \t]{0,4}"
    r"(?:(?:[:：]|:?=|\uff1d|=>)[ \t]{0,4}|is[ \t]{1,4}(?:set to |now )?|[是为為])",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(
    r"[\"'`“‘「『*]{0,3}(?P<value>[^\s\"'`“”‘’「」『』<>,，；。、（）()]{6,200})"
)
_PARAMETER: Final = re.compile(r"[?&]")  # of an address: judged as such
# A name in a program, a call, a path, the name of an environment variable.
_CODE: Final = re.compile(
    r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)++.*|[A-Za-z_][\w.]*+\[.*|[/.~].*|[A-Z_]++"
)
_WORDS: Final = re.compile(r"[A-Za-z]{2,}+(?:[_.-]?+(?:[A-Za-z]{2,}+|[0-9]{1,4}+))*+[!.?]?")
_DIGIT: Final = re.compile("[0-9]")
_AWS: Final = re.compile(r"[A-Za-z0-9+/]{40}")
_CLASSES: Final = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())


def _find(text: str, end: int, *, password: bool) -> Iterator[Span]:
    says = _SAYS.match(text, end)
    found = _VALUE.match(text, says.end()) if says else None
    if found is None or _PARAMETER.search(text, max(0, end - 24), end):
        return
    value = found["value"].rstrip(".:;!?*\\")
    start = found.start("value")
    confidence = _confidence(value, password=password)
    if confidence is None or _is_code(value) or value.lower() in WEAK or is_sample(value):
        return
    if _AWS.fullmatch(value) and "aws" in text[max(0, end - 40) : end].lower():
        yield Span(Secret.AWS_SECRET, start, start + len(value), 0, Confidence.HIGH)
        return
    yield Span(Secret.ASSIGNMENT, start, start + len(value), 0, confidence)


def _is_code(value: str) -> bool:
    return "://" in value or ("=" in value and "{" in value) or bool(_CODE.fullmatch(value))


def _confidence(value: str, *, password: bool) -> Confidence | None:
    """How much it looks like a secret rather than a word; None: not at all."""
    if not _DIGIT.search(value) or not value.isascii() or len(value) < (6 if password else 12):
        return None
    if value.isdigit() or _WORDS.fullmatch(value):
        return Confidence.LOW if password else None
    kinds = sum(any(map(kind, value)) for kind in _CLASSES)
    strong = entropy(value) >= 3.3 if len(value) >= 16 else kinds >= 3 and entropy(value) >= 2.7
    return Confidence.MEDIUM if strong else Confidence.LOW


ASSIGNMENTS: Final[tuple[Clue, ...]] = (
    Clue(_PASSWORDS, partial(_find, password=True), caseless=True, cost=4),
    Clue(_KEYS, partial(_find, password=False), caseless=True, cost=4),
)
