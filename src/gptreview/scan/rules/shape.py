"""Whether a rule file says what a rule needs: its keys and the kinds of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from gptreview.model.finding import Category, Confidence, Severity
from gptreview.model.rule import RuleStatus, Scope
from gptreview.model.segment import FieldKind
from gptreview.reading.pointer import join
from gptreview.reading.problem import Problem, listed
from gptreview.scan.rules.defects import suggestion

LANGUAGES: Final = ("en", "zh")
MIN_EXAMPLES: Final = 2
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID: Final = 64
_MAX_SENTENCE: Final = 400
_MAX_TEXT: Final = 4_000
_MAX_ITEMS: Final = 200
_MAX_WITHIN: Final = 4_000

_Check = Callable[[Any, str], Iterator[Problem]]


def shape_problems(rule: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that keeps a file's content from being a rule; examples are not run here."""
    yield from _keys(rule, "", _FIELDS, _OPTIONAL)
    for key, check in _FIELDS.items():
        if key in rule:
            yield from check(rule[key], f"/{key}")


def _keys(
    value: Mapping[str, Any], at: str, known: Collection[str], optional: Collection[str]
) -> Iterator[Problem]:
    for key in value:
        if key not in known:
            pointer = join(at, key)
            hint = suggestion(key, known) or f"the keys are {listed(known)}"
            yield Problem(pointer, "unknown key", next_step=hint)
    for key in known:
        if key not in value and key not in optional:
            yield Problem(
                at, f"`{key}` is missing", next_step="add it; rules/README.md explains it"
            )


def _text(most: int, what: str) -> _Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not value.strip():
            yield Problem(at, _kind(value), what, "put the text in quotes")
        elif len(value) > most:
            yield Problem(at, f"{len(value):,} characters", f"at most {most:,}", "shorten it")

    return check


def id_problem(value: Any) -> Problem | None:
    """Why something is no id; None where it is one."""
    if isinstance(value, str) and len(value) <= _MAX_ID and _ID.fullmatch(value):
        return None
    return Problem(
        "/id", repr(value), f"lower-case words joined by hyphens, at most {_MAX_ID} characters"
    )


def _id(value: Any, _at: str) -> Iterator[Problem]:
    problem = id_problem(value)
    if problem is not None:
        yield problem


def _one_of(words: Collection[str]) -> _Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in words:
            yield Problem(at, repr(value), listed(words), suggestion(str(value), words))

    return check


def _many(item: _Check, *, least: int, what: str) -> _Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, _kind(value), f"a list of {what}", "write it as [ ... ]")
            return
        if not least <= len(value) <= _MAX_ITEMS:
            yield Problem(at, f"{len(value)} {what}", f"{least} to {_MAX_ITEMS}", "")
        for index, each in enumerate(value):
            yield from item(each, f"{at}/{index}")
            if each in value[:index]:
                yield Problem(f"{at}/{index}", "it stands there twice", next_step="remove one")

    return check


def _mapping(fields: Mapping[str, _Check], optional: Collection[str], what: str) -> _Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, _kind(value), f"a mapping with {what}")
            return
        yield from _keys(value, at, fields, optional)
        for key, inner in fields.items():
            if key in value:
                yield from inner(value[key], f"{at}/{key}")

    return check


def _within(value: Any, at: str) -> Iterator[Problem]:
    number = isinstance(value, int) and not isinstance(value, bool)
    if (number and 1 <= value <= _MAX_WITHIN) or value in tuple(Scope):
        return
    yield Problem(
        at,
        repr(value),
        f"{listed([*Scope])}, or a number of code points from 1 to {_MAX_WITHIN:,}",
        suggestion(str(value), Scope),
    )


def _url(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        yield Problem(at, repr(value), "a web address that begins with https://")


def _detect(value: Any, at: str) -> Iterator[Problem]:
    yield from _DETECT(value, at)
    if isinstance(value, dict) and not value.get("all") and not value.get("any"):
        yield Problem(at, "neither `all` nor `any` holds an expression", "one of them at least")


def _kind(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, str):
        return "a single text" if value.strip() else "blanks"
    return {list: "a list", dict: "a mapping", bool: "a truth value"}.get(
        type(value), f"the number {value}"
    )


_SENTENCE: Final = _text(_MAX_SENTENCE, "a sentence")
_WORDING: Final = _mapping(dict.fromkeys(LANGUAGES, _SENTENCE), (), "`en` and `zh`")
_EXPRESSIONS: Final = _many(_text(_MAX_TEXT, "an expression"), least=0, what="expressions")
_DETECT: Final = _mapping(
    {"all": _EXPRESSIONS, "any": _EXPRESSIONS, "unless": _EXPRESSIONS, "within": _within},
    ("all", "any", "unless", "within"),
    "`all`, `any`, `unless` and `within`",
)
_EXAMPLES: Final = _many(_text(_MAX_TEXT, "a text"), least=MIN_EXAMPLES, what="examples")
_FIELDS: Final[dict[str, _Check]] = {
    "id": _id,
    "title": _text(100, "a title"),
    "status": _one_of(tuple(RuleStatus)),
    "category": _one_of(tuple(Category)),
    "severity": _one_of(tuple(Severity)),
    "confidence": _one_of(tuple(Confidence)),
    "message": _WORDING,
    "fix": _WORDING,
    "policy": _text(100, "the id of a clause in policy.yaml"),
    "languages": _many(_one_of(LANGUAGES), least=1, what="languages"),
    "applies_to": _many(_one_of(tuple(FieldKind)), least=1, what="fields"),
    "detect": _detect,
    "falsepositives": _many(_SENTENCE, least=0, what="sentences"),
    "references": _many(_url, least=0, what="web addresses"),
    "tests": _mapping({"match": _EXAMPLES, "no_match": _EXAMPLES}, (), "`match` and `no_match`"),
}
_OPTIONAL: Final = ("falsepositives", "references")
