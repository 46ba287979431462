"""Every clause of an error that a page may show has words in Chinese: the sources are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import gptreview
from gptreview import errors
from gptreview.web.error_clauses import CLAUSES, worded
from gptreview.web.wrong_input import wrong_input

_SOURCE: Final = Path(gptreview.__file__).parent
_ERRORS: Final = frozenset(
    name
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, errors.GptReviewError)
)
_ROOMS: Final = (
    *("access", "model", "store", "web"),
    *(
        f"usecases/{room}"
        for room in ("access", "builders", "exports", "notices", "policies", "public", "triage")
    ),
    *("usecases/keep_waivers.py", "usecases/read_registry.py"),
)
"""Whose errors reach pages."""
_BEFORE_ANY_PAGE: Final = frozenset(
    {"store/address.py", "store/database.py", "store/schema.py", "web/command.py", "web/server.py"}
)
"""Told in the terminal that starts the server, before there is a page; no page opens a database."""
_OF_COMMANDS: Final = frozenset({"store/subscribers.py"})
"""Subscribers are kept by commands alone."""
_COMMAND: Final = re.compile(r"gptreview (registry|db) [a-z ]+(\{\}.*)?|pip install .+")
"""What is typed into a terminal is the same in every language; so are names of outcomes."""
_NAMES: Final = frozenset({"pass, fail", "somebody@example.com"})
_BY_CASES: Final = frozenset(
    {
        "give one of them: {}",  # numbers of listings
        "{} or {}",  # version and listing
        "no known {}",  # action, scope and ground have clauses of their own
        "no {}",
        "gptreview registry list shows them",
    }
)


_WORD: Final = re.compile("[A-Za-z]{2,}")
_SAMPLE: Final = re.compile(r"(name@)?(shop\.)?example(\.com)?")
_IN_CHINESE: Final = frozenset(word for said in CLAUSES.values() for word in _WORD.findall(said))
"""Names and formats that Chinese clauses have themselves."""


def _texts(node: ast.expr) -> Iterator[str]:
    """What an argument may say, with ``{}`` for what is put in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        case ast.IfExp():
            yield from _texts(node.body)
            yield from _texts(node.orelse)
        case ast.BoolOp():
            for each in node.values:
                yield from _texts(each)


def _clauses(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in _ERRORS:
                continue
            named = [each.value for each in node.keywords if each.arg in ("expected", "next_step")]
            for argument in (*node.args[:1], *named):
                yield from _texts(argument)


def _is_said(clause: str) -> bool:
    """Whether the page has words for it, or nothing in it has to be put into any."""
    if clause in _BY_CASES | _NAMES or _COMMAND.fullmatch(clause):
        return True
    if not _WORD.search(clause):
        return True
    chinese = _SAMPLE.sub("", worded(clause.replace("{}", "7")))
    # A clause that only begins or ends like another one would be half in English.
    return bool(chinese) and set(_WORD.findall(chinese)) <= _IN_CHINESE


def _files() -> list[Path]:
    found = [each for room in _ROOMS for each in sorted((_SOURCE / room).rglob("*.py") or [])] + [
        _SOURCE / room for room in _ROOMS if room.endswith(".py")
    ]
    apart = _BEFORE_ANY_PAGE | _OF_COMMANDS
    return [each for each in found if each.relative_to(_SOURCE).as_posix() not in apart]


def test_what_is_said_in_english_is_said_in_chinese() -> None:
    """A clause that nobody has put into words would be English on a Chinese page."""
    files = _files()
    unsaid = {
        (path.relative_to(_SOURCE).as_posix(), clause)
        for path in files
        for clause in _clauses(path)
        if not _is_said(clause)
    }
    assert unsaid == set()
    assert sum(1 for path in files for _clause in _clauses(path)) > 400


@pytest.mark.parametrize(
    "source",
    [
        'InputError("nobody has said this")',
        'ConflictError(f"it {x} so", next_step="no words")',
        'InputError("at least something else", expected="a day or an hour")',
    ],
    ids=["plain", "filled", "half"],
)
def test_a_missing_one_is_found(source: str, tmp_path: Path) -> None:
    """The test above does not pass because it finds nothing."""
    path = tmp_path / "new.py"
    path.write_text(f"raise {source}\n", encoding="utf-8")
    clauses = list(_clauses(path))
    assert [each for each in clauses if not _is_said(each)] == clauses


_KINDS: Final[dict[str, dict[str, Any]]] = {
    "missing": {}, "extra_forbidden": {}, "string_too_short": {"min_length": 20},
    "string_too_long": {"max_length": 5_000}, "too_short": {"min_length": 1},
    "too_long": {"max_length": 9}, "greater_than_equal": {"ge": 1}, "less_than_equal": {"le": 9},
    "int_type": {}, "int_parsing_size": {}, "enum": {"expected": "'a' or 'b'"},
    "bool_type": {}, "string_type": {}, "list_type": {}, "dict_type": {}, "date_type": {},
    "json_invalid": {},
}  # fmt: skip


@pytest.mark.parametrize("kind", _KINDS)
def test_what_pydantic_says_is_said_in_chinese(kind: str) -> None:
    """What does not fit a query or a body, in words of ours."""
    error = wrong_input({"loc": ("query", "q"), "type": kind, "msg": "", "ctx": _KINDS[kind]})
    said = [each for each in (error.found, error.expected) if re.search("[A-Za-z]", each)]
    assert [each for each in said if not worded(each)] == []
