"""Letters to builders and reporters: none is made with a field that says nothing."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from gptreview.errors import ConflictError
from gptreview.model.notice import Letter
from gptreview.render.notices.chinese import CHINESE
from gptreview.render.notices.english import ENGLISH
from gptreview.render.notices.letters import Fields

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def written(fields: Fields, language: str) -> Letter:
    """The letter; in English where there is none in the language.

    Args:
        fields: All that it says.
        language: As browsers name it: ``zh-CN`` is ``zh``.

    Raises:
        ConflictError: A field has nothing that can be read.
    """
    values = asdict(fields)
    for name, value in values.items():
        if not isinstance(value, str) or not _is_readable(value):
            raise ConflictError(
                f"the letter {fields.kind} has a blank field",
                where=name,
                expected="text that can be read",
            )
    letters = CHINESE if reading_language(language) == "zh" else ENGLISH
    template = letters[fields.kind]
    one_line = {name: " ".join(value.split()) for name, value in values.items()}
    subject = _compiled(template.subject).render(one_line)
    return Letter(subject, _compiled(template.body).render(values))


def reading_language(language: str) -> str:
    """``zh`` for every kind of Chinese, ``en`` for all else."""
    return "zh" if language.lower().partition("-")[0] == "zh" else "en"


def _is_readable(text: str) -> bool:
    """Whether there is a character that shows, which zero-width ones do not."""
    return any(character.isprintable() and not character.isspace() for character in text)


@cache
def _compiled(text: str) -> Template:
    """A text of ours; there are some dozens."""
    return _environment().from_string(text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(
        autoescape=False,  # noqa: S701 - letters are plain text, which a page escapes as such
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
