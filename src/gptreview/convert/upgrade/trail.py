"""Where a walk stands, in the coordinates of its input and of its output at once."""

from __future__ import annotations

from gptreview.convert.pointer import join, split

Token = str | int


class Trail:
    """One place, known on both sides; pointers are only spelled out when something is recorded.

    Args:
        parent: The place above; None at the root.
        old: Token in the input below ``parent``, or several, or none (``()``).
        new: The same for the output.
    """

    __slots__ = ("new", "old", "parent")

    def __init__(
        self,
        parent: Trail | None = None,
        old: Token | tuple[Token, ...] = (),
        new: Token | tuple[Token, ...] = (),
    ) -> None:
        self.parent = parent
        self.old = old
        self.new = new

    def down(self, token: Token) -> Trail:
        """A child that has the same name on both sides."""
        return Trail(self, token, token)

    def turn(self, old: tuple[Token, ...], new: tuple[Token, ...]) -> Trail:
        """A descendant that stands elsewhere in the output than in the input."""
        return Trail(self, old, new)

    @property
    def before(self) -> str:
        """Pointer into the input."""
        steps: list[Token] = []
        node: Trail | None = self
        while node is not None:
            _collect(steps, node.old)
            node = node.parent
        return join("", *reversed(steps))

    @property
    def after(self) -> str:
        """Pointer into the output."""
        steps: list[Token] = []
        node: Trail | None = self
        while node is not None:
            _collect(steps, node.new)
            node = node.parent
        return join("", *reversed(steps))


def across(before: str, after: str) -> Trail:
    """A place whose two pointers have nothing in common."""
    return Trail(None, tuple(split(before)), tuple(split(after)))


def _collect(steps: list[Token], step: Token | tuple[Token, ...]) -> None:
    if isinstance(step, tuple):
        steps.extend(reversed(step))
    else:
        steps.append(step)
