"""What is wrong with rule files, told all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gptreview.errors import InputError
from gptreview.reading.pointer import split


@dataclass(frozen=True, slots=True)
class Defect:
    """A problem and where a person finds it."""

    file: str
    found: str
    expected: str = ""
    next_step: str = ""
    line: int = 0
    """Counted from 1; 0 where the file as a whole is meant."""
    key: str = ""
    """As one would say it: ``detect.all[1]``."""

    def __str__(self) -> str:
        where = [f"{self.file}:{self.line}" if self.line else self.file, self.key]
        text = ": ".join([*filter(None, where), self.found])
        parts = [text, f"expected {self.expected}" if self.expected else "", self.next_step]
        return "; ".join(filter(None, parts))


def refusal(defects: Sequence[Defect]) -> InputError:
    """One error that tells all defects, sorted by file and line."""
    lines = sorted({(each.file, each.line, str(each)) for each in defects})
    files = len({each.file for each in defects})
    count = f"{len(lines)} {'defect' if len(lines) == 1 else 'defects'}"
    listed = "".join(f"\n  {text}" for _, _, text in lines)
    return InputError(
        f"{count} in {files} rule {'file' if files == 1 else 'files'}; no rule is used:{listed}"
    )


def key_of(pointer: str) -> str:
    """A JSON pointer as one would say it: ``detect.all[1]`` for ``/detect/all/1``."""
    key = ""
    for step in split(pointer):
        key += f"[{step}]" if step.isdigit() else f".{step}" if key else step
    return key


def suggestion(word: str, known: Iterable[str]) -> str:
    """``did you mean `x`?``, or nothing where nothing is close."""
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else ""
