"""The measured size is the size of the printed text."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gptreview.convert.importer.size import pretty_size

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4)
    ),
    max_leaves=20,
)


@given(_VALUES)
def test_size_is_that_of_the_indented_text(value: Any) -> None:
    """For any JSON value the size equals the bytes that json.dumps prints with an indent of 2."""
    printed = json.dumps(value, indent=2, ensure_ascii=False)
    assert pretty_size(value) == len(printed.encode("utf-8", "surrogatepass"))
