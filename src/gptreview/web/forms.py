"""What a form of ours sends: read within limits, and only with its token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from gptreview.errors import InputError
from gptreview.model.digits import number_up_to
from gptreview.web.csrf import FIELD, HEADER, require_own_origin
from gptreview.web.desk import AtDesk
from gptreview.web.numbers import LARGEST
from gptreview.web.visit import Visiting

_MOST_FIELDS: Final = 1_000
_MOST_FILES: Final = 2
_LARGEST_FIELD: Final = 1_048_576
"""Bytes of one field that is no file."""


class Posted:
    """The fields of a form.

    Args:
        form: As it was read.
    """

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str) -> str:
        """A field's text with the line ends of Unix; empty where it was not sent, or is a file."""
        value = self._form.get(name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a field that can have several, empty ones left out."""
        return tuple(each for each in self._form.getlist(name) if isinstance(each, str) and each)

    def number(self, name: str) -> int | None:
        """A field's whole number; None where it is empty.

        Raises:
            InputError: It is something else.
        """
        text = self.text(name).strip()
        if not text:
            return None
        number = number_up_to(text, LARGEST)
        if number is None:
            raise InputError("no whole number", where=name, expected="digits")
        return number

    def is_on(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Name and content of a file; None where none was chosen."""
        value = self._form.get(name)
        if not isinstance(value, UploadFile) or not value.filename:
            return None
        return value.filename, value.file.read()


async def posted(request: Request, visit: Visiting, desk: AtDesk) -> AsyncIterator[Posted]:
    """The form that a page of ours has sent; its files are closed after the answer.

    Raises:
        ForbiddenError: It is not from a page that was opened here.
        InputError: It is no form, larger than any of ours, or holds a NUL.
    """
    require_own_origin(
        request.headers.get("origin"),
        request.headers.get("sec-fetch-site"),
        request.headers.get("host", ""),
    )
    try:
        form = await request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD
        )
    except (HTTPException, MultiPartException, UnicodeError, ValueError) as error:
        raise InputError(
            "a form that cannot be read", expected="what the page's own form sends"
        ) from error
    try:
        given = request.headers.get(HEADER) or form.get(FIELD)
        desk.forms.check(given if isinstance(given, str) else "", visit.form, visit.session)
        _require_text(form)
        yield Posted(form)
    finally:
        await form.close()


def _require_text(form: FormData) -> None:
    """Refuse what PostgreSQL has in no text (its manual, section 8.3)."""
    for name, value in form.multi_items():
        if isinstance(value, str) and "\0" in value:
            raise InputError("a character that no text has", where=name, expected="text")


Form = Annotated[Posted, Depends(posted)]
"""The form that was sent."""
