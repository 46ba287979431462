"""What is wrong with a field of a form, said at the field in the interface's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gptreview.errors import GptReviewError, InputError


def marked(text: str) -> str:
    """Marks a text for translators, imported as ``_``; it is translated when it is shown."""
    return text


def field_errors(
    error: GptReviewError, texts: Mapping[str, str], gettext: Callable[[str], str]
) -> dict[str, str]:
    """What is wrong, by the field's name, in the order of the form.

    Args:
        error: Its ``where`` is the field's name; of an `InputError` the others count too.
        texts: What each field has to be, by its name, in English.
        gettext: Translates them.

    Raises:
        GptReviewError: The error itself, where the form has no such field.
    """
    if error.where not in texts:
        raise error
    others = error.others if isinstance(error, InputError) else ()
    wrong = {each.where for each in (error, *others)}
    return {name: gettext(text) for name, text in texts.items() if name in wrong}
