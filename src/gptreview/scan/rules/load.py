"""Rule files: read, checked, tried on their own examples, and kept on disk for the next start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gptreview
from gptreview.model.rule import Rule
from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.rules.build import build_rule
from gptreview.scan.rules.files import RuleFile, own_rule_files, rule_files
from gptreview.scan.rules.ruleset import RuleSet


def load_rules(folder: Path | Sequence[Path], cache: Path | None = None) -> RuleSet:
    """The rules of one folder or of several together.

    A rule's clause is not asked for: what is held against one that the policy in use lacks goes
    to a person.

    Args:
        folder: Where the files are, at any depth; every ``.yaml`` but ``policy.yaml`` is a rule.
            Of several all but the first, the built-in one, must have some.
        cache: Folder in which checked rules are kept; None keeps none.

    Raises:
        InputError: A folder holds no rule, or a file is not a sound one; every defect of every
            file is told.
    """
    folders = [folder] if isinstance(folder, Path) else list(folder)
    files = rule_files(folders[0])
    files += (file for each in folders[1:] for file in own_rule_files(each))
    digest = _digest(files)
    kept = _kept(digest, cache)
    names = {file.stem: file.name for file in files}
    if kept is not None:
        return RuleSet(kept, digest, cache, names)
    from gptreview.scan.rules.check import check_files

    checked = check_files(files, cache)
    checked.refuse_defects()
    _keep(digest, cache, checked.values)
    return RuleSet(checked.rules, digest, cache, names)


def _digest(files: Sequence[RuleFile]) -> str:
    total = hashlib.sha256()
    for file in files:
        name = Path(file.name).name.encode("utf-8", "surrogateescape")
        total.update(b"%d %d " % (len(name), len(file.data)) + name + file.data)
    return total.hexdigest()


def _cache_name(digest: str) -> str:
    """Another release may check more, or take an expression apart in another way."""
    key = hashlib.sha256(f"{gptreview.__version__} {digest}".encode()).hexdigest()[:32]
    return f"rules-{key}.json"


def _kept(digest: str, cache: Path | None) -> tuple[Rule, ...] | None:
    data = DiskCache(cache).read(_cache_name(digest)) if cache is not None else None
    return None if data is None else tuple(build_rule(value) for value in json.loads(data))


def _keep(digest: str, cache: Path | None, values: Sequence[dict[str, Any]]) -> None:
    if cache is not None:
        DiskCache(cache).write(_cache_name(digest), json.dumps(values).encode())
