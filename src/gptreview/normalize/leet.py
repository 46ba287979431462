"""Digits and signs that stand for letters inside words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gptreview.normalize.layer import Edit
from gptreview.normalize.signs import digits_inside

_DIGITS: Final = "0134578@$!"
_LETTERS: Final = "oieastbasi"
_TABLE: Final = str.maketrans(_DIGITS, _LETTERS)
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@$!"
_REST: Final = re.compile("[A-Za-z0-9@$!]*")
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9@$!])[A-Za-z0-9@$!]{1,40}(?![A-Za-z0-9@$!])")
_WORD_BEFORE: Final = re.compile(r"(?<![\w$@.-])([A-Za-z]+[0134578]{1,2}[A-Za-z]*) $")
_WORD_AFTER: Final = re.compile(r" ([A-Za-z]+[0134578]{1,2}[A-Za-z]*)(?![\w$@.-])")
_QUANTITY: Final = re.compile(r"(?:[A-Z]+|[A-Za-z]|mp|gpt|web|utf|ipv|html|css)[0-9]+")
_BESIDE: Final = 14
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|\n")
_REACH: Final = 40
_CLUSTER_GAP: Final = 60
_CLUSTER: Final = 3
_MAX_TOKENS: Final = 20_000
"""Words with a digit inside that are judged one by one; then all of them are read as letters."""
_DENSE: Final = 0.35
_SHORTEST: Final = 4

_ODD_CASE: Final = re.compile(r"[^A-Z]*[a-z][^A-Z]*[A-Z]")
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_NUMERONYM: Final = re.compile(r"[A-Za-z][0-9]+[A-Za-z]")
_UNREAD_DIGIT: Final = re.compile("[269]")
_ENDED_BY_NUMBER: Final = re.compile(r"[a-z]*[0-9]*", re.IGNORECASE)
_UNSAID: Final = re.compile(r"[^aeiouy]{5}|[aeiou]{4}|^[^aeiouy]+$", re.IGNORECASE)
_NAMES: Final = frozenset(
    ("log4j", "log4shell", "neo4j", "slf4j", "sha1sum", "ipv4addr", "mp3player", "mp4box", "s3cmd")
)
"""Names that only look disguised."""
_JOINED: Final = frozenset("-_/.:=+\\#")
_ELL_AFTER: Final = frozenset("aeioul")


class _Token(NamedTuple):
    start: int
    end: int
    said: str


def leet_edits(text: str) -> Iterator[Edit]:
    """Words with their letters back, and whole sentences where several such words stand."""
    tokens: list[_Token] = []
    known: dict[str, str] = {}
    done = seen = 0
    for start, end in digits_inside(text.encode("ascii", "replace")):
        if start < done:
            continue
        token = _around(text, start, end)
        done = token.end
        if len(token.said) > _REACH:
            done = _REST.match(text, done).end()  # type: ignore[union-attr]
            continue
        if token.said not in known:
            known[token.said] = _word(token.said)
        if known[token.said] and not _is_part(text, token):
            tokens.append(token._replace(said=known[token.said]))
        seen += 1
        if seen >= _MAX_TOKENS:
            for edit in _edits(text, tokens):
                yield edit
                done = max(done, edit.end)
            yield Edit(done, len(text), text[done:].translate(_TABLE), "leet")
            return
    yield from _edits(text, tokens)


def _around(text: str, start: int, end: int) -> _Token:
    left = text[max(0, start - _REACH) : start]
    right = text[end : end + _REACH]
    start -= len(left) - len(left.rstrip(_ALPHABET))
    end += len(right) - len(right.lstrip(_ALPHABET))
    while text[end - 1] in "!@$":
        end -= 1
    while text[start] in "!@$":
        start += 1
    return _Token(start, end, text[start:end])


def _is_part(text: str, token: _Token) -> bool:
    """Whether it is a stretch of an address, a path, a code or a name in a program."""
    before, after = text[max(0, token.start - 2) : token.start], text[token.end : token.end + 2]
    return (len(before) == 2 and before[1] in _JOINED and before[0].isalnum()) or (
        len(after) == 2 and after[0] in _JOINED and after[1].isalnum()
    )


def _word(token: str) -> str:
    """The word that a token says by itself; empty where it is rather a code or a number."""
    letters = sum(map(str.isalpha, token))
    if len(token) < _SHORTEST or letters * 3 < len(token) or token.lower() in _NAMES:
        return ""
    if _ODD_CASE.match(token) or _HEX.fullmatch(token) or _UNREAD_DIGIT.search(token):
        return ""
    if _NUMERONYM.fullmatch(token):
        return ""
    said = _said(token)
    return "" if _UNSAID.search(said) else said


def _said(token: str) -> str:
    """The letters; 1 is an l at the end of ``wi11`` and an i elsewhere."""
    said = token.translate(_TABLE)
    if "1" not in token:
        return said
    letters = list(said)
    for at, char in enumerate(token):
        last = at + 1 == len(token) or token[at + 1] in "1lL"
        second = at > 0 and token[at - 1] == "1" and letters[at - 1] == "l"
        if char == "1" and (second or (last and at and letters[at - 1].lower() in _ELL_AFTER)):
            letters[at] = "l"
    return "".join(letters)


def _edits(text: str, tokens: list[_Token]) -> Iterator[Edit]:
    cluster: list[_Token] = []
    for token in tokens:
        if cluster and token.start - cluster[-1].end > _CLUSTER_GAP:
            yield from _cluster_edits(text, cluster)
            cluster = []
        cluster.append(token)
    yield from _cluster_edits(text, cluster)


def _cluster_edits(text: str, cluster: list[_Token]) -> Iterator[Edit]:
    sentence = _sentence(text, cluster) if len(cluster) >= _CLUSTER else []
    done = 0
    for start, end, said in sentence or _with_neighbours(text, cluster):
        if start >= done:
            yield Edit(start, end, said, "leet")
            done = end


def _with_neighbours(text: str, cluster: list[_Token]) -> Iterator[_Token]:
    """Disguised words and what stands right beside them in the same manner."""
    for token in cluster:
        left = _WORD_BEFORE.search(text, max(0, token.start - _BESIDE), token.start)
        right = _WORD_AFTER.match(text, token.end, token.end + _BESIDE)
        for word in (left, token, right):
            if isinstance(word, _Token):
                yield word
            elif word is not None and not _QUANTITY.fullmatch(word[1]):
                yield _Token(*word.span(1), _said(word[1]))


def _sentence(text: str, cluster: list[_Token]) -> list[_Token]:
    """Every disguised word around a cluster, the short and ambiguous ones too, if it is dense."""
    first, last = cluster[0].start, cluster[-1].end
    start = max(0, first - _CLUSTER_GAP)
    for match in _SENTENCE_END.finditer(text, start, first):
        start = match.end()
    stop = _SENTENCE_END.search(text, last, last + _CLUSTER_GAP)
    words = list(_TOKEN.finditer(text, start, stop.start() if stop else last + _CLUSTER_GAP))
    coded = [word for word in words if re.search("[0134578]", word[0])]
    if sum(not word[0].isdigit() for word in coded) < _DENSE * len(words):
        return []
    return [
        _Token(*word.span(), _said(word[0]))
        for word in coded
        if not _UNREAD_DIGIT.search(word[0]) and (len(word[0]) <= 2 or not word[0].isdigit())
    ]
