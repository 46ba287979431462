"""A document put together from the steps that a JSON or YAML reader takes."""

from __future__ import annotations

from typing import Any, Protocol

from gptreview.reading.pointer import join
from gptreview.reading.refusal import TextError

Container = dict[Any, Any] | list[Any]


class Handler(Protocol):
    """What a reader calls as it walks the text; ``at`` counts code points from its start."""

    def open(self, container: Container, at: int) -> None:
        """A mapping or list begins; ``container`` is an empty one of its kind."""
        ...

    def key(self, key: str | None, at: int) -> None:
        """The next value's key in the mapping; None is YAML's merge key ``<<``."""
        ...

    def value(self, value: Any, at: int) -> None:
        """A scalar, or all that an alias stands for."""
        ...

    def close(self) -> Any:
        """The innermost container ends; what it became."""
        ...


class Builder:
    """Builds the value and keeps account of duplicate keys.

    Where a key comes twice and both values are mappings, the second is read into the first, so
    that nothing is lost; else the last one wins, as with JSON.parse and PyYAML.
    """

    __slots__ = ("_container", "_key", "_key_at", "_max", "_root", "_stack", "duplicates")

    def __init__(self, max_duplicates: int) -> None:
        self._max = max_duplicates
        self.duplicates: list[tuple[str, int, bool]] = []
        """Pointer, index of the repeated key, whether both values were merged."""
        self._root: list[Any] = []
        self._container: Container = self._root
        self._key: str | None = ""
        self._key_at = 0
        self._stack: list[tuple[Container, str | None, int]] = []

    @property
    def result(self) -> Any:
        """The document; None where there was none."""
        return self._root[0] if self._root else None

    def open(self, container: Container, at: int) -> None:  # noqa: ARG002 - the protocol's
        """Begin a container, or continue the mapping that already stands under this key."""
        outer = self._container
        key = self._key
        if isinstance(outer, dict) and key is not None and key in outer:
            old = outer[key]
            merged = isinstance(old, dict) and isinstance(container, dict)
            self._again(self._pointer(outer, key), self._key_at, merged=merged)
            if merged:
                container = old
        self._stack.append((outer, key, self._key_at))
        self._container = container

    def key(self, key: str | None, at: int) -> None:
        """Remember the key of the value to come."""
        self._key = key
        self._key_at = at

    def value(self, value: Any, at: int) -> None:  # noqa: ARG002 - the protocol's
        """Put a finished value in its place."""
        container = self._container
        if isinstance(container, list):
            container.append(value)
        elif self._key is None:
            self._merge_key(container, value)
        elif self._key in container:
            self._repeat(container, self._key, value, self._pointer(container, self._key))
        else:
            container[self._key] = value

    def close(self) -> Any:
        """End a container, fold in what its merge keys bring, and put it in its place."""
        closed = self._container
        if type(closed) is dict and None in closed:
            _fold(closed)
        self._container, self._key, self._key_at = self._stack.pop()
        container = self._container
        if isinstance(container, list):
            container.append(closed)
        elif self._key is None:
            self._merge_key(container, closed)
        else:
            container[self._key] = closed
        return closed

    def _merge_key(self, mapping: dict[Any, Any], value: Any) -> None:
        bases = value if isinstance(value, list) else [value]
        if not all(isinstance(base, dict) for base in bases):
            raise TextError(
                "the merge key << does not bring a mapping",
                self._key_at,
                expected="an alias of a mapping, or a list of such aliases",
                next_step="quote it as '<<' if it is meant as an ordinary key",
            )
        # Where two merge keys stand side by side the later one wins, as in PyYAML.
        mapping[None] = bases + mapping.get(None, [])

    def _pointer(self, container: Container, key: str | None) -> str:
        """The pointer of the entry that is about to stand under ``key``."""
        frames = [*self._stack[1:], (container, key, 0)]
        tokens = [
            len(outer) if isinstance(outer, list) else "<<" if name is None else name
            for outer, name, _ in frames
        ]
        return join("", *tokens)

    def _again(self, pointer: str, at: int, *, merged: bool) -> None:
        if len(self.duplicates) >= self._max:
            raise TextError(
                f"more than {self._max} repeated keys",
                at,
                expected="each key once in its mapping",
                next_step="repair whatever wrote the document",
            )
        self.duplicates.append((pointer, at, merged))

    def _repeat(self, container: dict[Any, Any], key: str, value: Any, pointer: str) -> None:
        """Put a finished value under a key that already has one."""
        old = container[key]
        merged = isinstance(old, dict) and isinstance(value, dict)
        self._again(pointer, self._key_at, merged=merged)
        if not merged:
            container[key] = value
            return
        for name, item in value.items():
            if name in old:
                self._repeat(old, name, item, join(pointer, name))
            else:
                old[name] = item


def _fold(mapping: dict[Any, Any]) -> None:
    """What merge keys bring comes first and yields to the mapping's own keys.

    Of several mappings the earlier one wins (https://yaml.org/type/merge.html).
    """
    bases = mapping.pop(None)
    own = dict(mapping)
    mapping.clear()
    for base in bases:
        for key, value in base.items():
            mapping.setdefault(key, value)
    mapping.update(own)
