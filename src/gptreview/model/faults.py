"""What is wrong with several fields, told at once rather than one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gptreview.errors import InputError

_Value = TypeVar("_Value")
_Asked = ParamSpec("_Asked")


class Faults:
    """Collects them, the first one first."""

    def __init__(self) -> None:
        self._found: list[InputError] = []

    def take(
        self,
        otherwise: _Value,
        check: Callable[_Asked, _Value],
        *args: _Asked.args,
        **kwargs: _Asked.kwargs,
    ) -> _Value:
        """What a check gives; where it finds something wrong, that is kept.

        Args:
            otherwise: Given then, so that the other fields can be looked at too.
            check: Raises `InputError`.
            args: Of the check.
            kwargs: Of the check.
        """
        try:
            return check(*args, **kwargs)
        except InputError as error:
            self._found += [error, *error.others]
            return otherwise

    def has(self, where: str) -> bool:
        """Whether something is wrong with a field."""
        return any(each.where == where for each in self._found)

    def tell(self) -> None:
        """Go on where nothing is wrong.

        Raises:
            InputError: The first one, with all others.
        """
        if self._found:
            first, *others = self._found
            first.others = tuple(others)
            raise first
