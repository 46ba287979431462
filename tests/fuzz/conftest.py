"""Searching for as long as somebody wants to, and what is searched with."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gptreview.bootstrap import ReviewOptions
from gptreview.scan.rules.load import load_rules
from gptreview.usecases.review_gpt import ReviewGpt

Search = Callable[[Callable[..., None]], None]

_SECONDS = "GPTREVIEW_FUZZ_SECONDS"
_SLICE = settings(
    max_examples=100,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
"""A slice is as much as is tried before somebody looks at the clock."""
SLOWEST = 2.0
"""Seconds of processor time that one of these small inputs may take."""

_WORDS = """
a A 1 é ß \u0130 \u212a 我 們 们 薇 信 V信 微❤ 十 三 Ⅷ ① ½ \uff71 \uff21 \uff20 \uff0e \u2044
leet l33t p4y s-e-a-l s.e.a.l \u0440\u0430ypal \u03c1ay \U0001d429\U0001d41a\U0001d432
\u200b \u200d \u2060 \ufeff \u00ad \u202e \u202c \u2066 \U000e0070 \U000e0061 \ufe0f \u0301
\U0001f469\u200d\U0001f52c \U0001f1e9\U0001f1ea \u06a9\u200c\u0647
%70%61 \\u0070 \\x70 &#112; &amp; =70=61 70617900 cGF5IHRoZSBmZWU=
4111 1111 4111111111111111 123-45-6789 078-05-1120 192.0.2.1 2001:db8::1 +1 415 555 0100
13800138000 11010519491231002X jane@example.com a@b.co @ a.a.a. GB82WEST12345698765432
AKIAIOSFODNN7EXAMPLE eyJhbGciOiJub25lIn0.e30. sk-proj-abcdefghijklmnopqrstuvwxyz password=
ghp_abcdefghijklmnopqrstuvwxyz0123456789 -----BEGIN https://user:pass@example.com/?q=1 京A12345
pragma: allowlist # <!-- --> ``` | , ; . ! ? … 。 ！ " ' ( ) [ ] { } < > / \\
"""
WORDS = (*_WORDS.split(), *" \n\t\r\v\f")
"""What disguises, identifiers, keys and markup are made of."""


@pytest.fixture(scope="session")
def reviewer(tmp_path_factory: pytest.TempPathFactory) -> ReviewGpt:
    """The reviewer that the command line makes, with a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return ReviewOptions()()


@pytest.fixture(scope="session")
def texts(repository_root: Path) -> st.SearchStrategy[str]:
    """Texts of disguises, identifiers and the rules' own examples, whole and in pieces."""
    rules = load_rules(repository_root / "rules").rules
    said = [text for rule in rules for text in (*rule.examples.match, *rule.examples.no_match)]
    example = st.integers(0, len(said) - 1).map(said.__getitem__)
    piece = st.one_of(
        st.integers(0, len(WORDS) - 1).map(WORDS.__getitem__),
        st.text(max_size=4),
        example,
        st.builds(lambda text, start: text[start : start + 30], example, st.integers(0, 60)),
        example.map(lambda text: base64.b64encode(text.encode()).decode()),
        example.map(lambda text: "\u200b".join(text[:40])),
        example.map(lambda text: "".join(f"%{byte:02x}" for byte in text[:40].encode())),
        example.map(lambda text: "".join(chr(0xE0000 + ord(c) % 128) for c in text[:40])),
    )
    repeated = st.builds(lambda text, times: text * times, piece, st.integers(1, 40))
    return st.lists(st.one_of(piece, repeated), max_size=30).map("".join)


@pytest.fixture
def search(request: pytest.FixtureRequest) -> Search:
    """Tries a property with new examples until its share of the time is over."""
    share = float(os.environ.get(_SECONDS, "5")) / len(request.session.items)

    def run(prove: Callable[..., None]) -> None:
        end = time.monotonic() + share
        tried: Any = _SLICE(prove)
        while time.monotonic() < end:
            tried()

    return run


class Clock:
    """Processor time since it was made."""

    def __init__(self) -> None:
        self._start = time.process_time()

    def check(self) -> None:
        """Fail where the work took longer than any small input may."""
        assert time.process_time() - self._start < SLOWEST


@pytest.fixture(scope="session")
def clock() -> type[Clock]:
    """Makes clocks."""
    return Clock
