"""Reading a mapping that a person wrote, and telling all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.reading.document import Document
from gptreview.reading.pointer import join
from gptreview.reading.problem import Problem, listed

_SHOWN: Final = 60  # characters of a value in a message
_TOLD: Final = 20  # defects in one message; a person mends these first


class Defects:
    """Collects what is wrong while a file is read; every reader returns something usable."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, pointer: str, found: str, *, expected: str = "", next_step: str = "") -> None:
        """Note a defect and go on."""
        self._found.append(Problem(pointer, found, expected, next_step))

    def mapping(
        self, value: Any, pointer: str, *, keys: Iterable[str], needed: Iterable[str] = ()
    ) -> dict[str, Any]:
        """The value where it is a mapping with these keys, else an empty one."""
        known = tuple(keys)
        if not isinstance(value, dict):
            self.add(pointer, shown(value), expected=f"a mapping with {listed(known, 'and')}")
            return {}
        for key in value:
            if key not in known:
                self.unknown(join(pointer, key), key, known)
        for key in needed:
            if key not in value:
                self.add(pointer, f"{key} is missing", next_step=f"write {key}: below it")
        return {key: item for key, item in value.items() if key in known}

    def unknown(self, pointer: str, word: str, known: Iterable[str], *, what: str = "key") -> None:
        """Note a word that means nothing here, with the one that was probably meant."""
        known = tuple(known)
        near = get_close_matches(word, known, n=1, cutoff=0.7)
        self.add(
            pointer,
            f"unknown {what} {shown(word)}",
            expected=listed(known),
            next_step=f"did you mean {near[0]}?" if near else "",
        )

    def text(self, value: Any, pointer: str, *, expected: str = "a text") -> str:
        """The value where it is a text that says something, else an empty one."""
        if isinstance(value, str) and value.strip():
            return value.strip()
        quoted = isinstance(value, (int, float)) and not isinstance(value, bool)
        self.add(
            pointer,
            shown(value),
            expected=expected,
            next_step="put it in quotes" if quoted else "",
        )
        return ""

    def items(self, value: Any, pointer: str, *, expected: str) -> list[tuple[str, Any]]:
        """The list's items with their pointers; none where it is no list."""
        if not isinstance(value, list):
            self.add(pointer, shown(value), expected=expected)
            return []
        return [(f"{pointer}/{index}", item) for index, item in enumerate(value)]

    def settle(self, document: Document) -> None:
        """Say everything that was found, in the order of the text.

        Raises:
            InputError: Anything was found.
        """
        if not self._found:
            return
        places = document.locate({defect.pointer for defect in self._found})
        ordered = sorted(self._found, key=lambda defect: places[defect.pointer])
        told = [_error(defect, places) for defect in ordered]
        if len(told) == 1:
            raise told[0].at(document.name)
        lines = [f"\n  {error}" for error in told[:_TOLD]]
        if len(told) > _TOLD:
            lines.append(f"\n  … and {len(told) - _TOLD} more")
        raise InputError(f"{len(told)} defects{''.join(lines)}", where=document.name)


def shown(value: Any) -> str:
    """A value in a message: short, and on one line."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"“{text}”" if isinstance(value, str) else text


def _error(defect: Problem, places: Mapping[str, tuple[int, int]]) -> InputError:
    line = f"line {places[defect.pointer][0]}"
    return InputError(
        defect.found,
        where=f"{line}, {defect.pointer}" if defect.pointer else line,
        expected=defect.expected,
        next_step=defect.next_step,
    )
