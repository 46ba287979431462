"""The conversion's memory: what each stage changed, and where everything went.

A stage speaks of its own input and output only. The ledger chains the stages, so that every
change can be read in the coordinates of the first input and of the last output.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gptreview.model.change import Change, ChangeKind, Place


@dataclass(slots=True)
class Stage:
    """What one stage did: changes in its own coordinates, and the subtrees that it moved."""

    changes: list[Change] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    """Pointer in the output -> pointer in the input, for every subtree that changed place."""

    def moved(self, before: str, after: str) -> None:
        """Record that the subtree at ``before`` now stands at ``after`` (it may move twice)."""
        if before != after:
            self.origins[after] = before

    def mapping(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record something said differently, with nothing lost."""
        self._add(ChangeKind.MAPPING, code, message, before, after)

    def repair(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record a fault or a silence of the source that was put right."""
        self._add(ChangeKind.REPAIR, code, message, before, after)

    def loss(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record something that the result cannot say."""
        self._add(ChangeKind.LOSS, code, message, before, after)

    def _add(
        self, kind: ChangeKind, code: str, message: str, before: str | None, after: str | None
    ) -> None:
        self.changes.append(
            Change(
                kind,
                code,
                message,
                None if before is None else Place("", before),
                None if after is None else Place("", after),
            )
        )

    def origin(self, after: str) -> str:
        """Where the subtree at ``after`` in the output stood in the input."""
        return _rewrite(after, self.origins)

    def destination(self, before: str) -> str:
        """Where the subtree at ``before`` in the input stands in the output (first copy)."""
        inverse: dict[str, str] = {}
        for after, source in self.origins.items():
            inverse.setdefault(source, after)
        return _rewrite(before, inverse)


def _rewrite(pointer: str, prefixes: dict[str, str]) -> str:
    """Replace the longest recorded prefix of ``pointer``; unchanged where none is recorded."""
    end = len(pointer)
    while True:
        replacement = prefixes.get(pointer[:end])
        if replacement is not None:
            return replacement + pointer[end:]
        if end <= 0:
            return pointer
        end = pointer.rfind("/", 0, end)
