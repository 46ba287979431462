"""What a YAML scalar means: the core schema of YAML 1.2.2, section 10.3.2."""

from __future__ import annotations

import math
import re
from typing import Any

from gptreview.reading.refusal import TextError

YAML_ORG = "tag:yaml.org,2002:"
_KEYWORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_RESOLVABLE = frozenset("-+.0123456789tTfFnN~")
"""First characters of everything plain that is not a string."""
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_MOST_DIGITS = 3_500
"""So many hexadecimal digits make 4,215 decimal ones, and Python shows numbers up to 4,300."""
_AS_WRITTEN = frozenset(
    {None, "!", *(YAML_ORG + kind for kind in ("str", "binary", "timestamp", "value"))}
)
"""Tags whose JSON form is the text itself."""
_TYPES: dict[str, tuple[type, ...]] = {
    YAML_ORG + "null": (type(None),),
    YAML_ORG + "bool": (bool,),
    YAML_ORG + "int": (int,),
    YAML_ORG + "float": (float, int),
}
_COLLECTIONS = frozenset(
    {None, "!", *(YAML_ORG + kind for kind in ("map", "seq", "omap", "pairs", "set"))}
)


def plain_value(text: str, at: int) -> Any:
    """What an untagged plain scalar means; ``yes``, ``12:30``, dates and ``1_000`` are text.

    Raises:
        TextError: A number that JSON cannot say.
    """
    if text and text[0] not in _RESOLVABLE:
        return text
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text, at)
    if _FLOAT.fullmatch(text):
        return finite(text, at)
    if _NOT_FINITE.fullmatch(text):
        raise not_finite(text, at)
    return text


def tagged_value(text: str, tag: str | None, at: int) -> Any:
    """What a scalar with a tag, or a quoted one, means.

    Raises:
        TextError: The tag is none of the core schema's, or the text does not fit it.
    """
    if tag in _AS_WRITTEN:
        return text
    kinds = _TYPES.get(tag or "")
    if kinds is None:
        raise _foreign_tag(tag or "", at)
    value = plain_value(text, at)
    if type(value) not in kinds:
        raise TextError(f"{_short(text)} is tagged {_shorthand(tag or '')} and is not one", at)
    return float(value) if kinds[0] is float else value


def check_collection_tag(tag: str | None, at: int) -> None:
    """Let pass what JSON has a form for.

    Raises:
        TextError: The tag asks for something else to be constructed or included.
    """
    if tag not in _COLLECTIONS:
        raise _foreign_tag(tag or "", at)


def key_text(text: str, at: int, *, plain: bool) -> str:
    """A mapping's key as JSON has it: ``True`` is "true", ``~`` is "null".

    Numbers stay as they were written: 200 is "200", and the version 1.10 is not "1.1".
    """
    if plain and text in _KEYWORDS:
        return json_key(_KEYWORDS[text], at)
    return text


def json_key(value: Any, at: int) -> str:
    """A scalar value as a JSON key.

    Raises:
        TextError: The value is a mapping or a list.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        raise complex_key(at)
    words = {None: "null", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def complex_key(at: int) -> TextError:
    """The refusal of a mapping or list as a key."""
    return TextError(
        "a mapping or list is used as a key",
        at,
        expected="text as a key",
        next_step="quote the key; {{ }} of a template must be filled in first",
        syntax=True,
    )


def finite(text: str, at: int | None = None) -> float:
    """The float that the text says.

    Raises:
        TextError: It is too large for a float.
    """
    value = float(text)
    if math.isinf(value):
        raise not_finite(text, at)
    return value


def not_finite(text: str, at: int | None = None) -> TextError:
    """The refusal of a number that JSON has no form for."""
    return TextError(
        f"{_short(text)} is not a finite number",
        at,
        expected="a number that JSON can write",
        next_step="quote it if it is meant as text",
    )


def too_many_digits(at: int) -> TextError:
    """The refusal of an integer beyond the interpreter's limit (sys.get_int_max_str_digits)."""
    return TextError(
        "an integer with more digits than can be read safely",
        at,
        next_step="quote it if it is meant as text",
    )


def _integer(text: str, at: int) -> int:
    # Python limits decimal digits only; a number read from hexadecimal could not be shown again.
    if len(text) > _MOST_DIGITS:
        raise too_many_digits(at)
    try:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    except ValueError as error:
        raise too_many_digits(at) from error


def _foreign_tag(tag: str, at: int) -> TextError:
    return TextError(
        f"the tag {_shorthand(tag)}",
        at,
        expected="the tags of YAML's core schema only; nothing is constructed or included",
        next_step="remove the tag, or write out what it stands for",
    )


def _shorthand(tag: str) -> str:
    return _short("!!" + tag.removeprefix(YAML_ORG) if tag.startswith(YAML_ORG) else tag)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
