"""The files of a folder that ought to hold rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.errors import InputError

_NOT_RULES: Final = ("policy.yaml", "policy.yml")
_MAX_BYTES: Final = 262_144
_MAX_FILES: Final = 10_000


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file that ought to hold a rule."""

    name: str
    """Path as a person would write it."""
    stem: str
    """File name without its ending, which is the rule's id."""
    data: bytes


def rule_files(folder: Path) -> list[RuleFile]:
    """The files of a folder that ought to hold rules, sorted by path; or the one file itself.

    Raises:
        InputError: There is no such folder, or it cannot be read.
    """
    if not folder.exists():
        raise InputError(
            "there is no such file or folder", where=str(folder), next_step="check the path"
        )
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.y*ml"))
    chosen = [path for path in paths if path.is_file() and _is_rule(path)]
    if len(chosen) > _MAX_FILES:
        raise InputError(
            f"{len(chosen):,} files", where=str(folder), expected=f"at most {_MAX_FILES:,} rules"
        )
    return [_read(path) for path in chosen]


def own_rule_files(folder: Path) -> list[RuleFile]:
    """The same of somebody's own rules; without any it was not the folder that was meant.

    Raises:
        InputError: There is no such folder, it cannot be read, or it holds no rule.
    """
    files = rule_files(folder)
    if not files:
        raise InputError(
            "there is no rule in it",
            where=str(folder),
            expected="a .yaml file other than policy.yaml, or a folder of such files",
            next_step="`gptreview rules new` begins one",
        )
    return files


def _is_rule(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.suffix in (".yaml", ".yml") and not hidden and path.name not in _NOT_RULES


def _read(path: Path) -> RuleFile:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), next_step="check its rights"
        ) from error
    return RuleFile(str(path), path.name.removesuffix(".yaml"), data)
