"""What all that is sent and answered has in common."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

LARGEST: Final = 2**53 - 1
"""The largest integer that every JSON reader takes as it is (RFC 8259, section 6)."""
_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters: no UTF-8 carries them (RFC 3629, section 3)."""


def _whole(text: Any) -> Any:
    return _HALVES.sub("\ufffd", text) if isinstance(text, str) else text


Text = Annotated[str, BeforeValidator(_whole)]
"""A text that somebody wrote, with a sign in the place of what no answer can carry."""
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST)]
"""A number by which something is known."""


class Shown(BaseModel):
    """Something that is answered, made of a value of the model."""

    model_config = ConfigDict(from_attributes=True, frozen=True, use_attribute_docstrings=True)

    @classmethod
    def of(cls, value: object) -> Self:
        """The answer that shows a value."""
        return cls.model_validate(value)


class Asked(BaseModel):
    """Something that is sent; a key that nobody knows is a mistake, and is told."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Problem(Shown):
    """Why something was not done (RFC 9457), with what can be done about it."""

    type: str
    """Always ``about:blank``: the status says which kind it is."""
    title: str
    """Of the status."""
    status: int
    detail: str
    """What was found, in one clause."""
    code: str
    """Name of the error: ``input``, ``not_found``, ``conflict``, ``forbidden``, ``too_many``."""
    where: str
    """The field or thing that it is about; empty where there is none."""
    expected: str
    """What would have been accepted."""
    next_step: str
    """What can be done now."""


class Words(Shown):
    """A sentence in the languages of the interface."""

    en: Text
    zh: Text
