"""Numbers that strangers write, however many digits they have."""

from __future__ import annotations


def number_up_to(text: str, most: int) -> int | None:
    """The whole number that ASCII digits are; None of other texts, and of more than that.

    What is longer than the largest one is not made a number: Python refuses that of more than
    4,300 digits (`sys.set_int_max_str_digits`).

    Args:
        text: Any; zeros in front count for nothing.
        most: The largest number.
    """
    if not text.isascii() or not text.isdigit():
        return None
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if number <= most else None
