"""What is wrong with several fields is told at once."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.model.faults import Faults


def _refuse(where: str) -> str:
    raise InputError("wrong", where=where)


def _refuse_both() -> str:
    faults = Faults()
    faults.take("", _refuse, "third")
    faults.take("", _refuse, "fourth")
    faults.tell()
    return ""


def test_all_are_told_the_first_one_first() -> None:
    """The first is raised and has the others with it, those of checks within a check too."""
    faults = Faults()
    values = [faults.take("a", str, "b"), faults.take("c", _refuse, "second")]
    faults.take("", _refuse_both)
    with pytest.raises(InputError) as caught:
        faults.tell()
    assert values == ["b", "c"]
    assert (caught.value.where, faults.has("fourth"), faults.has("first")) == (
        "second", True, False,
    )  # fmt: skip
    assert [each.where for each in caught.value.others] == ["third", "fourth"]


def test_nothing_wrong_is_nothing_told() -> None:
    """Where every check passes, nothing happens."""
    faults = Faults()
    assert faults.take(0, int, "7") == 7
    faults.tell()
