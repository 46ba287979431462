"""Credentials inside addresses: before the host, or as a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from gptreview.model.finding import Confidence
from gptreview.scan.secrets.samples import WEAK, is_random, is_sample
from gptreview.scan.secrets.secret import Clue, Secret, Span

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}\Z", re.IGNORECASE)
_USERINFO: Final = re.compile(
    r"(?P<user>[^\s/@:\"'<>]{0,100}):(?P<password>[^\s/@\"'<>]{1,200})@"
    r"(?P<host>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})"
)
_DATABASES: Final = re.compile(
    r"(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse"
    r"|cockroachdb|neo4j|bolt|cassandra|couchbase|db2|jdbc)(?:\+\w+)?",
    re.IGNORECASE,
)
_SAMPLE_HOST: Final = re.compile(
    r"localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0|(?:your[\w-]*|my)?\.?(?:host|hostname|server|db|database)"
    r"|example|(?:.*\.)?example\.(?:com|net|org)|(?:.*\.)?test",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(r"[^&\s\"'<>#)\]}`|\\，。；、（）]{12,400}")


def _userinfo(text: str, end: int) -> Iterator[Span]:
    """``scheme://user:password@host``; the clue ended after the slashes."""
    found = _USERINFO.match(text, end)
    scheme = _SCHEME.search(text, max(0, end - 24), end - 3) if found else None
    if found is None or scheme is None:
        return
    password = unquote(found["password"])
    if is_sample(password) or password.lower() in WEAK:
        return
    likely = is_random(password, least=2.5) and not _SAMPLE_HOST.fullmatch(found["host"])
    database = _DATABASES.fullmatch(scheme[0])
    yield Span(
        Secret.DATABASE_URL if database else Secret.URL_CREDENTIALS,
        scheme.start(),
        found.end(),
        end - scheme.start(),
        None if likely else Confidence.LOW,
    )


def _parameter(text: str, end: int) -> Iterator[Span]:
    """``?key=value``; the clue ended after the sign."""
    found = _VALUE.match(text, end) if text.rfind("://", max(0, end - _NEAR), end) >= 0 else None
    if found is None:
        return
    value = unquote(found[0])
    # Firebase Storage: the address of a file holds a token that whoever may see the file gets.
    before = text[max(0, end - _NEAR) : end].rsplit(maxsplit=1)[-1]
    if "://" not in before or "alt=media" in before + text[end : found.end() + 40]:
        return
    if len(value) >= 16 and is_random(value) and not is_sample(value):
        yield Span(Secret.URL_CREDENTIALS, *found.span())


_NEAR: Final = 400
_NAMES: Final = (
    r"(?:api[_-]?)?key|access[_-]?key|app[_-]?(?:key|secret)|(?:(?:access|auth|api|refresh)[_-]?)?token"
    r"|(?:client[_-]?)?secret|password|passwd|pwd|subscription-key|code"
)
URLS: Final[tuple[Clue, ...]] = (
    Clue("[a-z0-9]://", _userinfo, caseless=True),
    Clue(f"[?&](?:{_NAMES})=", _parameter, caseless=True, cost=6),
)
