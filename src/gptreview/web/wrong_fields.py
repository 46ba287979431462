"""Errors of use-cases, as a form shows them: each at its field."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import escape

from gptreview.errors import GptReviewError, InputError
from gptreview.web.error_clauses import said


def wrong_fields(
    error: GptReviewError, fields: Collection[str], first: str, language: str
) -> dict[str, str]:
    """What is wrong, by the field that it stands at.

    Args:
        error: Of the use-case; says the name of the field, as an option's where it has one. Of an
            `InputError` the others count too.
        fields: Of the form.
        first: The field that it stands at where it names none of them.
        language: Of the page.
    """
    others = error.others if isinstance(error, InputError) else ()
    wrong: dict[str, str] = {}
    for each in (error, *others):
        name, text = _wrong(each, fields, first, language)
        wrong.setdefault(name, text)
    return {name: wrong[name] for name in dict.fromkeys((*fields, *wrong)) if name in wrong}


def _wrong(
    error: GptReviewError, fields: Collection[str], first: str, language: str
) -> tuple[str, str]:
    named = error.where.removeprefix("--").partition(":")[0]
    is_field = named in fields
    colon, semicolon, expected = (": ", "; ", "expected: ")
    if language == "zh":
        colon, semicolon, expected = ("：", "；", "应为：")
    found = said(error.found, language)
    parts = [found if is_field or not error.where else error.where + colon + found]
    if error.expected:
        parts.append(expected + said(error.expected, language))
    if error.next_step:
        parts.append(said(error.next_step, language))
    return named if is_field else first, escape(semicolon).join(parts)
