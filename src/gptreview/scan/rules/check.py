"""Rule files checked: their shape, their expressions, their ids, and their own examples."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.rule import Rule
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.reading.problem import Problem
from gptreview.scan.expressions import read_expression
from gptreview.scan.patterns import compile_re2
from gptreview.scan.rules.build import build_rule
from gptreview.scan.rules.compiled import CompiledRules
from gptreview.scan.rules.defects import Defect, key_of, refusal
from gptreview.scan.rules.examples import FailedExample, run_examples
from gptreview.scan.rules.files import RuleFile
from gptreview.scan.rules.shape import shape_problems

_LIMITS: Final = ReadLimits(max_bytes=262_144, max_depth=10, max_aliases=100)
_TOO_LIGHT: Final = 1.2
"""Weight of an expression's rarest part. A single letter weighs 1 and ``\\d{3}`` 0.9: what weighs
less than this stands everywhere."""

_CONTROLS: Final = ("Cc", "Zl", "Zp")
"""Categories of characters that nobody types, and that YAML's escapes stand for."""
_ESCAPES: Final = {
    "\0": r"\0", "\a": r"\a", "\b": r"\b", "\v": r"\v", "\f": r"\f", "\x1b": r"\e",
    "\x85": r"\N", "\u2028": r"\L", "\u2029": r"\P",
}  # fmt: skip
"""YAML 1.2.2, 5.7: the escapes that mean something else in a regular expression."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, and the rule in it where that is sound but for its examples."""

    file: RuleFile
    document: Document | None = None
    rule: Rule | None = None
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRules:
    """All files together."""

    files: tuple[CheckedFile, ...]
    failed: tuple[FailedExample, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Those whose files are sound, sorted by id."""
        found = [each.rule for each in self.files if each.rule is not None]
        return tuple(sorted(found, key=lambda rule: rule.card.id))

    @property
    def values(self) -> list[dict[str, Any]]:
        """The content of the sound files, in the order of `rules`."""
        found = [each.document.value for each in self.files if each.document and each.rule]
        return sorted(found, key=lambda value: str(value["id"]))

    def refuse_defects(self) -> None:
        """Raise where anything is wrong.

        Raises:
            InputError: Tells every defect of every file.
        """
        defects = [defect for each in self.files for defect in each.defects]
        by_id = {each.rule.card.id: each for each in self.files if each.rule is not None}
        defects += [_failed(each, by_id[each.rule_id]) for each in self.failed]
        if defects:
            raise refusal(defects)


def check_files(
    files: Sequence[RuleFile],
    cache: Path | None = None,
    *,
    clauses: Collection[str] | None = None,
    taken: Mapping[str, str] | None = None,
) -> CheckedRules:
    """Check files and run the examples of those that are sound.

    Args:
        files: What ought to hold rules.
        cache: Folder for compiled databases; None keeps none.
        clauses: Ids of the policy's clauses; None asks nothing of them.
        taken: Files of other rules, by the ids that no rule here may have.
    """
    checked = tuple(_same_ids([_check(file, clauses) for file in files], taken or {}))
    rules = sorted((c.rule for c in checked if c.rule is not None), key=lambda r: r.card.id)
    compiled = CompiledRules(rules, cache)
    return CheckedRules(checked, tuple(run_examples(rules, compiled)))


def _check(file: RuleFile, clauses: Collection[str] | None) -> CheckedFile:
    try:
        document = read_mapping(file.data, name=file.name, limits=_LIMITS)
    except InputError as error:
        where = error.where or file.name
        return CheckedFile(
            file, defects=(Defect(where, error.found, error.expected, error.next_step),)
        )
    problems = [*_repeated(document), *shape_problems(document.value)]
    if not problems:
        problems = [*_names(document.value, file, clauses), *_expressions(document.value)]
    if problems:
        return CheckedFile(file, document, defects=tuple(_placed(problems, document)))
    return CheckedFile(file, document, build_rule(document.value))


def _repeated(document: Document) -> Iterator[Problem]:
    for pointer in document.repeated_keys:
        yield Problem(pointer, "the key stands twice", next_step="remove one of the two")


def _names(
    value: dict[str, Any], file: RuleFile, clauses: Collection[str] | None
) -> Iterator[Problem]:
    if value["id"] != file.stem:
        yield Problem(
            "/id", repr(value["id"]), f"the file's name, {file.stem!r}", "rename one of the two"
        )
    clause = value["policy"]
    if clauses is not None and clause not in clauses:
        hint = _clause_hint(clause, clauses)
        yield Problem("/policy", repr(clause), "the id of a clause of the policy", hint)


def _clause_hint(clause: str, clauses: Collection[str]) -> str:
    """By what follows the group: before that, every clause of a group looks like the others."""
    names = {id.rpartition("/")[2]: id for id in clauses}
    close = get_close_matches(clause.rpartition("/")[2], names, n=1)
    return f"did you mean `{names[close[0]]}`?" if close else "add the clause to policy.yaml"


def _expressions(value: dict[str, Any]) -> Iterator[Problem]:
    detect = value["detect"]
    for key in ("all", "any", "unless"):
        for index, source in enumerate(detect.get(key, ())):
            problem = _expression(source, f"/detect/{key}/{index}")
            if problem is not None:
                yield problem


def _expression(source: str, pointer: str) -> Problem | None:
    import re2

    for character in source:
        if unicodedata.category(character) in _CONTROLS and character not in "\t\r\n":
            return _control(character, pointer)
    try:
        expression = read_expression(source, prose=True)
        compile_re2(expression.text, caseless=True)
    except InputError as error:
        return Problem(pointer, error.found, error.expected, error.next_step)
    except re2.error:
        return Problem(
            pointer,
            f"{source!r} is too large to compile",
            next_step="use smaller numbers in {...}, or split it into several under `any`",
        )
    if expression.weight < _TOO_LIGHT:
        return Problem(
            pointer,
            f"{source!r} matches nearly everything",
            "at least two letters that stand together",
            "say in the expression what is particular to what it looks for",
        )
    return None


def _control(character: str, pointer: str) -> Problem:
    return Problem(
        pointer,
        f"the control character U+{ord(character):04X}",
        "an expression in single quotes",
        f"in double quotes YAML turns {_ESCAPES.get(character, 'an escape')} into it",
    )


def _placed(problems: Sequence[Problem], document: Document) -> Iterator[Defect]:
    places = document.locate({problem.pointer for problem in problems})
    for each in problems:
        line, _ = places[each.pointer]
        key = key_of(each.pointer)
        yield Defect(document.name, each.found, each.expected, each.next_step, line, key)


def _same_ids(checked: Sequence[CheckedFile], taken: Mapping[str, str]) -> Iterator[CheckedFile]:
    first = dict(taken)
    for each in checked:
        if each.rule is None:
            yield each
            continue
        rule_id = each.rule.card.id
        other = first.setdefault(rule_id, each.file.name)
        if other == each.file.name:
            yield each
            continue
        defect = Defect(
            each.file.name,
            f"the id {rule_id!r} is taken by {other}",
            next_step="give it another one",
            key="id",
        )
        yield CheckedFile(each.file, each.document, defects=(defect,))


def _failed(example: FailedExample, checked: CheckedFile) -> Defect:
    assert checked.document is not None  # noqa: S101 - a file with a rule has been read
    pointer = f"/tests/{example.kind}/{example.index}"
    line, _ = checked.document.locate({pointer})[pointer]
    wanted = "a hit" if example.kind == "match" else "no hit"
    return Defect(
        checked.file.name,
        f"the rule fails its own example: {example.happened}",
        wanted,
        f"correct the rule, or see what `gptreview rules test {checked.file.name}` says",
        line,
        key_of(pointer),
    )
