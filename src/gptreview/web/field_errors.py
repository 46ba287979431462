"""What is wrong with a field of a form, said at the field in the interface's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gptreview.errors import GptReviewError


def marked(text: str) -> str:
    """Marks a text for translators, imported as ``_``; it is translated when it is shown."""
    return text


def field_errors(
    error: GptReviewError, texts: Mapping[str, str], gettext: Callable[[str], str]
) -> dict[str, str]:
    """What is wrong, by the field's name.

    Args:
        error: Its ``where`` is the field's name.
        texts: What each field has to be, by its name, in English.
        gettext: Translates them.

    Raises:
        GptReviewError: The error itself, where the form has no such field.
    """
    if error.where not in texts:
        raise error
    return {error.where: gettext(texts[error.where])}
