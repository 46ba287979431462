"""Begin a rule: a file with everything but what only its author can say."""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.errors import ConflictError, InputError
from gptreview.model.finding import Category
from gptreview.scan.rules.shape import id_problem

_WIDTH: Final = 100
_TEMPLATE: Final = """\
# A rule in the making. Fill in what stands empty, then: gptreview rules test {name}
# Every key is explained in rules/README.md.
id: {id}  # the file's name
title: ""  # what it finds, in two to five words
status: experimental  # a person looks at what it finds; `stable` once it has proved right
category: {category}
severity: ""  # how bad it is if it is true: low, medium, high or critical
confidence: ""  # how sure a match makes it: low, medium or high
message:  # why it matters, one sentence
  en: ""
  zh: ""
fix:  # what the builder of the GPT can do, one sentence
  en: ""
  zh: ""
# The clause that it is held against:
{clauses}
policy: ""
languages: []  # what its expressions are written for: en, zh or both
applies_to: [name, description, instructions, starters, knowledge, actions]
detect:
  # Case never counts. Put expressions in single quotes: '\\bsend (?:me )?the fee\\b'
  all: []  # every one of these must match,
  any: []  # and one of these, where there are any; fill in `all`, `any` or both,
  unless: []  # and none of these
  within: sentence  # all in one sentence, line, paragraph or segment, or in so many characters
falsepositives: []  # what it takes wrongly, one sentence each
references: []  # web addresses that say why it is harmful
tests:  # it loads only if it does as these say; two of each at least
  match: []  # texts that it must find
  no_match: []  # twins of those, alike in their words, that it must leave alone
"""


@dataclass(frozen=True, slots=True)
class RuleBeginner:
    """Writes templates of rules."""

    taken: Collection[str]
    """Ids that a review already knows."""
    clauses: Collection[str]
    """Ids of the policy's clauses."""

    def begin(self, rule_id: str, category: Category, folder: Path) -> Path:
        """Write a template; the file.

        Raises:
            InputError: The id is not lower-case words joined by hyphens, or the file cannot be
                written.
            ConflictError: The id is taken, or the file is already there.
        """
        self._refuse_id(rule_id)
        path = folder / f"{rule_id}.yaml"
        text = _TEMPLATE.format(
            id=rule_id, name=path.name, category=category.value, clauses=_listed(self.clauses)
        )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write_new(path, text)
        except OSError as error:
            raise InputError(
                f"it cannot be written ({error.strerror})",
                where=str(path),
                next_step="name another folder with --folder",
            ) from error
        return path

    def _refuse_id(self, rule_id: str) -> None:
        problem = id_problem(rule_id)
        if problem is not None:
            raise InputError(f"{problem.found} is no id of a rule", expected=problem.expected)
        if rule_id in self.taken:
            raise ConflictError(
                f"there is already a rule {rule_id!r}",
                next_step=f"choose another id; `gptreview rules show {rule_id}` shows that one",
            )


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConflictError(
            "it is already there",
            where=str(path),
            next_step="choose another id or folder; nothing was written",
        ) from error


def _listed(clauses: Collection[str]) -> str:
    """The ids as lines of a comment."""
    comment = textwrap.TextWrapper(
        width=_WIDTH, initial_indent="#   ", subsequent_indent="#   ", break_on_hyphens=False
    )
    return comment.fill(", ".join(sorted(clauses)))
