"""The two tables of a policy: what a finding means, and what an audience requires."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from gptreview.decide.defects import Defects, shown
from gptreview.decide.publishing_clauses import PUBLISHING_CLAUSES
from gptreview.model.finding import Category, Confidence, Severity
from gptreview.model.policy import Meaning, Profile
from gptreview.reading.pointer import join
from gptreview.reading.problem import listed

_DEFAULT: Final = "default"
_Table = dict[tuple[Severity, Confidence], Meaning]


def read_meanings(
    value: Any, pointer: str, defects: Defects
) -> dict[Category, dict[Severity, dict[Confidence, Meaning]]]:
    """A table for each category: its own cells where it has them, else those of ``default``."""
    tables = defects.mapping(value, pointer, keys=(_DEFAULT, *Category))
    read = {key: _table(table, join(pointer, key), defects) for key, table in tables.items()}
    default = read.get(_DEFAULT, {})
    whole = {category: {**default, **read.get(category, {})} for category in Category}
    if isinstance(value, dict):
        for severity in Severity:
            _tell_gaps(severity, whole, pointer, defects)
    return {
        category: {
            severity: {each: table.get((severity, each), Meaning.FAIL) for each in Confidence}
            for severity in Severity
        }
        for category, table in whole.items()
    }


def _table(value: Any, pointer: str, defects: Defects) -> _Table:
    rows = defects.mapping(value, pointer, keys=tuple(Severity))
    table: _Table = {}
    for severity, row in rows.items():
        at = join(pointer, severity)
        for confidence, word in defects.mapping(row, at, keys=tuple(Confidence)).items():
            meaning = _meaning(word, join(at, confidence), defects)
            table[Severity(severity), Confidence(confidence)] = meaning
    return table


def _meaning(word: Any, pointer: str, defects: Defects) -> Meaning:
    if isinstance(word, str) and word in tuple(Meaning):
        return Meaning(word)
    if isinstance(word, str):
        defects.unknown(pointer, word, ("fail", "review", "note"), what="meaning")
    else:
        defects.add(pointer, shown(word), expected="fail, review or note")
    return Meaning.FAIL  # the file is refused; the cell only must not be told as missing too


def _tell_gaps(
    severity: Severity, whole: Mapping[Category, _Table], pointer: str, defects: Defects
) -> None:
    """A cell that is missing would let something through, or stop it, that nobody decided on."""
    gaps: dict[tuple[Category, ...], list[Confidence]] = {}
    for confidence in Confidence:
        without = tuple(each for each in Category if (severity, confidence) not in whole[each])
        gaps.setdefault(without, []).append(confidence)
    for categories, confidences in gaps.items():
        if categories:
            whose = "any category" if len(categories) == len(Category) else ", ".join(categories)
            defects.add(
                pointer,
                f"{severity} severity has no meaning for {whose}"
                f" at {listed(confidences, 'and')} confidence",
                next_step=f"complete {_DEFAULT}: {severity}",
            )


def read_profiles(
    value: Any, pointer: str, clauses: Collection[str], defects: Defects
) -> Mapping[Profile, frozenset[str]]:
    """The publishing clauses of each audience. Only ``content`` may be left out: it has none."""
    needed = tuple(profile for profile in Profile if profile is not Profile.CONTENT)
    lists = defects.mapping(value, pointer, keys=tuple(Profile), needed=needed)
    required: dict[Profile, frozenset[str]] = {Profile.CONTENT: frozenset()}
    for key, ids in lists.items():
        at = join(pointer, key)
        items = defects.items(ids, at, expected="a list of clause ids, empty for none")
        if items and key == Profile.CONTENT:
            defects.add(at, "content requires no publishing clause", expected="[]")
        required[Profile(key)] = frozenset(
            _required_clause(item, place, clauses, defects) for place, item in items
        )
    return required


def _required_clause(item: Any, pointer: str, clauses: Collection[str], defects: Defects) -> str:
    """A clause that nothing checks would be required in vain, so it is refused."""
    id = defects.text(item, pointer, expected="a clause id")
    if id and id not in PUBLISHING_CLAUSES:
        defects.unknown(pointer, id, PUBLISHING_CLAUSES, what="publishing clause")
    elif id and id not in clauses:
        defects.add(pointer, f"no clause {id}", next_step=f"add {id} to clauses")
    return id
