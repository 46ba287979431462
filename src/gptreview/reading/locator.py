"""Where in a text the places that JSON pointers name stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gptreview.reading.builder import Container
from gptreview.reading.pointer import split


class _Node:
    """One step of the wanted pointers."""

    __slots__ = ("at", "children")

    def __init__(self) -> None:
        self.at = -1
        self.children: dict[str, _Node] = {}


class Locator:
    """Notes where the wanted pointers stand while a reader walks the text once.

    A mapping's entry stands where its key does, a list's item where it begins. Of duplicate
    keys the last one counts: it is the one whose value stands, or the last one merged in.
    """

    __slots__ = ("_index", "_next", "_node", "_root", "_stack")

    def __init__(self, pointers: Collection[str]) -> None:
        self._root = _Node()
        for pointer in pointers:
            node = self._root
            for token in split(pointer):
                node = node.children.setdefault(token, _Node())
        self._node: _Node | None = None
        self._next: _Node | None = self._root
        self._index = -1
        """Position in the innermost list; -1 in a mapping."""
        self._stack: list[tuple[_Node | None, int]] = []

    @property
    def enters(self) -> bool:
        """Whether a container that begins here holds a wanted place."""
        node = self._next if self._stack else self._root
        if self._index >= 0:
            node = self._node.children.get(str(self._index)) if self._node else None
        return node is not None and bool(node.children)

    def open(self, container: Container, at: int) -> None:
        """Begin a container."""
        if self._index >= 0:
            self._item(at)
        elif not self._stack:
            self._root.at = at
        self._stack.append((self._node, self._index))
        self._node = self._next
        self._next = None
        self._index = 0 if type(container) is list else -1

    def key(self, key: str | None, at: int) -> None:
        """Note the place of a mapping's entry."""
        node = self._node
        if node is not None:
            self._next = node.children.get("<<" if key is None else key)
            if self._next is not None:
                self._next.at = at

    def value(self, value: Any, at: int) -> None:  # noqa: ARG002 - the protocol's
        """Note the place of a list's item."""
        if self._index >= 0:
            self._item(at)
        elif not self._stack:
            self._root.at = at
        self._next = None

    def close(self) -> None:
        """End a container."""
        self._node, self._index = self._stack.pop()
        self._next = None

    def _item(self, at: int) -> None:
        if self._node is not None:
            self._next = self._node.children.get(str(self._index))
            if self._next is not None:
                self._next.at = at
        self._index += 1

    def position(self, pointer: str) -> int:
        """The index of the pointer's place, or of its nearest ancestor that is in the text."""
        node, at = self._root, max(self._root.at, 0)
        for token in split(pointer):
            node = node.children[token]
            if node.at < 0:
                break
            at = node.at
        return at
