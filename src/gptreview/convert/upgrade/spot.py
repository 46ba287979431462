"""Where a walk stands, in the coordinates of its input and of its output at once."""

from __future__ import annotations

from gptreview.reading.pointer import join

Token = str | int
Step = Token | tuple[Token, ...]


class Spot:
    """One place, known on both sides; pointers are only spelled out when something is recorded.

    Args:
        parent: The place above; None at the root.
        old: Token in the input below ``parent``, or several, or none (``()``).
        new: The same for the output.
    """

    __slots__ = ("_after", "_before", "new", "old", "parent")

    def __init__(self, parent: Spot | None = None, old: Step = (), new: Step = ()) -> None:
        self.parent = parent
        self.old = old
        self.new = new
        self._before: str | None = None
        self._after: str | None = None

    def down(self, token: Token) -> Spot:
        """A child that has the same name on both sides."""
        return Spot(self, token, token)

    def turn(self, old: tuple[Token, ...], new: tuple[Token, ...]) -> Spot:
        """A descendant that stands elsewhere in the output than in the input."""
        return Spot(self, old, new)

    @property
    def before(self) -> str:
        """Pointer into the input."""
        # A loop, not a recursion: documents may be deep, and the walk itself recurses already.
        missing: list[Spot] = []
        node: Spot | None = self
        while node is not None and node._before is None:
            missing.append(node)
            node = node.parent
        pointer = "" if node is None else node._before or ""
        for node in reversed(missing):
            pointer = node._before = _extend(pointer, node.old)
        return pointer

    @property
    def after(self) -> str:
        """Pointer into the output."""
        missing: list[Spot] = []
        node: Spot | None = self
        while node is not None and node._after is None:
            missing.append(node)
            node = node.parent
        pointer = "" if node is None else node._after or ""
        for node in reversed(missing):
            pointer = node._after = _extend(pointer, node.new)
        return pointer


def across(before: str, after: str) -> Spot:
    """A place whose two pointers have nothing in common."""
    spot = Spot()
    spot._before = before
    spot._after = after
    return spot


def _extend(pointer: str, step: Step) -> str:
    return join(pointer, *step) if isinstance(step, tuple) else join(pointer, step)
