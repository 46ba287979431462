"""docs/builder-limits.md says what the checker's rules say."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from gptreview.convert import importer
from gptreview.convert.importer.rule import Rule


def _rules() -> Iterator[Rule]:
    names = [
        f"{importer.__name__}.{module.name}" for module in pkgutil.iter_modules(importer.__path__)
    ]
    for module in (importer, *map(importlib.import_module, names)):
        yield from (value for value in vars(module).values() if isinstance(value, Rule))


def test_every_rule_stands_in_the_table(repository_root: Path) -> None:
    """Each rule has one line with its level, standing, fix and source, and no line has no rule."""
    text = (repository_root / "docs/builder-limits.md").read_text(encoding="utf-8")
    lines = {line for line in text.splitlines() if line.startswith("| `")}
    expected = {
        f"| `{rule.code}` | {rule.level}{', whole document' if rule.refuses else ''} "
        f"| {rule.standing} | {rule.fix.replace('|', '/')} | [source]({rule.source}) |"
        for rule in _rules()
    }
    assert lines == expected
