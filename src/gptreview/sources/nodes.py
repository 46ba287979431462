"""Values of a parsed listing, asked for by type: what does not fit is refused with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gptreview.reading.pointer import join

_MAX_NOTES = 100
_MAX_UNKNOWN = 20
_LONGEST_POINTER = 120
_LONGEST_KEY = 40


class FieldError(Exception):
    """A value of the wrong kind; `Origin` tells where it stands and makes it an InputError.

    Args:
        pointer: JSON pointer of the value.
        found: What was found, in one clause.
        expected: What would have been accepted.
        next_step: What the user can do now.
    """

    def __init__(self, pointer: str, found: str, *, expected: str, next_step: str = "") -> None:
        super().__init__(found)
        self.pointer = pointer
        self.found = found
        self.expected = expected
        self.next_step = next_step


class Notes:
    """What a reader noticed and did not need: a sentence each, with the pointer of its place."""

    __slots__ = ("_noted", "_others")

    def __init__(self) -> None:
        self._noted: list[tuple[str, str]] = []
        self._others = 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Pointer and sentence, the first 100; then one that counts the others."""
        yield from self._noted
        if self._others:
            yield "", f"{self._others:,} more remarks are left out"

    def add(self, pointer: str, sentence: str) -> None:
        """Note a sentence."""
        if len(self._noted) < _MAX_NOTES:
            self._noted.append((pointer, sentence))
        else:
            self._others += 1


class Node:
    """One value and its place."""

    __slots__ = ("notes", "pointer", "value")

    def __init__(self, value: Any, pointer: str, notes: Notes) -> None:
        self.value = value
        self.pointer = pointer
        self.notes = notes

    def text(self) -> str:
        """The value, which must be text.

        Raises:
            FieldError: It is not.
        """
        if isinstance(self.value, str):
            return self.value
        raise self.error("text", "put it in quotes" if isinstance(self.value, int | float) else "")

    def flag(self) -> bool:
        """The value, which must be true or false.

        Raises:
            FieldError: It is not.
        """
        if isinstance(self.value, bool):
            return self.value
        raise self.error("true or false")

    def items(self) -> list[Node]:
        """The items of the value, which must be a list.

        Raises:
            FieldError: It is not.
        """
        if not isinstance(self.value, list):
            raise self.error("a list")
        return [
            Node(item, join(self.pointer, index), self.notes)
            for index, item in enumerate(self.value)
        ]

    def texts(self) -> tuple[str, ...]:
        """The items of the value, which must be a list of texts.

        Raises:
            FieldError: It is not.
        """
        return tuple(item.text() for item in self.items())

    def mapping(self) -> Mapping[str, Any]:
        """The value, which must be a mapping.

        Raises:
            FieldError: It is not.
        """
        if isinstance(self.value, dict):
            return self.value
        raise self.error("a mapping")

    def keys(self) -> Keys:
        """The value, which must be a mapping, to be asked key by key.

        Raises:
            FieldError: It is not.
        """
        return Keys(self.mapping(), self.pointer, self.notes)

    def error(self, expected: str, next_step: str = "") -> FieldError:
        """The refusal of this value."""
        return FieldError(self.pointer, kind(self.value), expected=expected, next_step=next_step)


class Keys:
    """A mapping that remembers what it was asked for, so that the rest can be noted."""

    __slots__ = ("_mapping", "asked", "notes", "pointer")

    def __init__(self, mapping: Mapping[str, Any], pointer: str, notes: Notes) -> None:
        self._mapping = mapping
        self.pointer = pointer
        self.notes = notes
        self.asked: set[str] = set()
        """Keys that mean something here."""

    def get(self, key: str) -> Node | None:
        """The key's value; None where there is none, or null."""
        self.asked.add(key)
        value = self._mapping.get(key)
        return None if value is None else Node(value, join(self.pointer, key), self.notes)

    def text(self, key: str) -> str:
        """The key's text; empty where there is none.

        Raises:
            FieldError: It is something else.
        """
        node = self.get(key)
        return node.text() if node else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The key's list of texts; empty where there is none.

        Raises:
            FieldError: It is something else.
        """
        node = self.get(key)
        return node.texts() if node else ()

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """The key's text, one of a few; empty where there is none.

        Raises:
            FieldError: It is something else.
        """
        text = self.text(key)
        if text and text not in allowed:
            raise FieldError(
                join(self.pointer, key), shown(text), expected="one of " + ", ".join(allowed)
            )
        return text

    def unknown(self) -> list[str]:
        """Keys that nobody asked for, in the order of the text."""
        return [key for key in self._mapping if key not in self.asked]

    def note_unknown(self) -> None:
        """Note the first 20 keys that nobody asked for, and how many more there are."""
        unknown = self.unknown()
        for key in unknown[:_MAX_UNKNOWN]:
            self.notes.add(join(self.pointer, key), f"unknown key {shown(key)}{self._of()}")
        if len(unknown) > _MAX_UNKNOWN:
            rest = len(unknown) - _MAX_UNKNOWN
            self.notes.add(self.pointer, f"{rest:,} more unknown keys{self._of()}")

    def _of(self) -> str:
        return f" in {self.pointer}" if self.pointer else ""


def kind(value: Any) -> str:
    """What a value is, in words; the value itself is not shown."""
    words = {str: "text", bool: "true or false", int: "a number", float: "a number",
             list: "a list", dict: "a mapping"}  # fmt: skip
    return words.get(type(value), "null")


def shown(key: str) -> str:
    """A key or a short value in quotes, shortened, with what terminals obey made visible."""
    return repr(key if len(key) <= _LONGEST_KEY else key[: _LONGEST_KEY - 3] + "...")


def shown_pointer(pointer: str) -> str:
    """A pointer for a message; what is too long or unprintable in it is left out or escaped."""
    short = pointer if len(pointer) <= _LONGEST_POINTER else pointer[:_LONGEST_POINTER] + "..."
    return short if short.isprintable() else repr(short)
