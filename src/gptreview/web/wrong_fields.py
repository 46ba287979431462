"""Errors of use-cases, as a form shows them: each at its field."""

from __future__ import annotations

from collections.abc import Collection

from gptreview.errors import GptReviewError


def wrong_fields(error: GptReviewError, fields: Collection[str], first: str) -> dict[str, str]:
    """What is wrong, by the field that it stands at.

    Args:
        error: Of the use-case; says the name of the field, as an option's where it has one.
        fields: Of the form.
        first: The field that it stands at where it names none of them.
    """
    named = error.where.removeprefix("--").partition(":")[0]
    is_field = named in fields
    parts = [error.found if is_field or not error.where else f"{error.where}: {error.found}"]
    if error.expected:
        parts.append(f"expected: {error.expected}")
    if error.next_step:
        parts.append(error.next_step)
    return {named if is_field else first: "; ".join(parts)}
